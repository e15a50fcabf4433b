import os from "node:os";

/** What a measurement was made on. */
export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** Load in the minute before: above the number of cores, other programs wait for them too. */
  readonly load: number;
}

/** This machine, now. */
export function machine(): Machine {
  const [load = 0] = os.loadavg();
  const cores = os.cpus();
  return {
    cpu: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
    node: process.version.slice(1),
    load,
  };
}
