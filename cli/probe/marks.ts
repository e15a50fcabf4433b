import { randomBytes } from "node:crypto";

const pattern = /^chatlio-aep-probe-[0-9a-f]{8}-\d{1,5}$/;

/** The first words of every name that the probe gives. */
export const markPrefix = "chatlio-aep-probe-";

/** Whether a run of the probe has given this name. Only such objects are ever deleted. */
export function isMark(name: unknown): boolean {
  return typeof name === "string" && pattern.test(name);
}

/** Names for the objects of one run. No two are the same. */
export class Marks {
  readonly #run = randomBytes(4).toString("hex");
  #count = 0;

  next(): string {
    this.#count += 1;
    return `${markPrefix}${this.#run}-${this.#count}`;
  }
}
