import { parseArgs } from "node:util";
import { parseAssumption } from "./assumptions";
import type { EmulatorOptions } from "./options";

/** A command line that cannot be understood; the message is for the user. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What `--help` prints. */
export const usage = `An emulator of Adobe Experience Platform on 127.0.0.1.

  --port N              port to listen on (default 8787; 0: any free one)
  --data DIR            keep the state in DIR, so that a restart finds it
  --assume NAME=VALUE   answer an open question the other way; may be repeated
  --settle-ms N         time a dataflow takes to become enabled (default 500)
  --ingest-ms N         time until an accepted record can be seen (default 0)
  --warm-up-ms N        records sent so soon after a dataflow's change are lost (default 0)
  --sandbox NAME        one more sandbox beside prod and dev; may be repeated
  --inlet-rate N        requests a second each inlet takes (default 1000; 0: no limit)
`;

const defaultPort = 8787;

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || text.trim() === "") {
    throw new UsageError(`--${name} must be a whole number, not \`${text}\`.`);
  }
  return value;
};

/** Reads the emulator's command line. Throws a {@link UsageError} that says what is wrong. */
export const readArguments = (args: readonly string[]): EmulatorOptions => {
  const values = parsed(args);
  const port = numberOf("port", values.port) ?? defaultPort;
  if (port > 65_535) throw new UsageError(`--port must be at most 65535, not ${port}.`);
  return {
    port,
    data: values.data,
    assume: Object.fromEntries((values.assume ?? []).map(parseAssumption)),
    settleMs: numberOf("settle-ms", values["settle-ms"]),
    ingestMs: numberOf("ingest-ms", values["ingest-ms"]),
    warmUpMs: numberOf("warm-up-ms", values["warm-up-ms"]),
    sandboxes: values.sandbox,
    inletRate: numberOf("inlet-rate", values["inlet-rate"]),
  };
};

const parsed = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        data: { type: "string" },
        assume: { type: "string", multiple: true },
        "settle-ms": { type: "string" },
        "ingest-ms": { type: "string" },
        "warm-up-ms": { type: "string" },
        sandbox: { type: "string", multiple: true },
        "inlet-rate": { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
