import { randomBytes } from "node:crypto";

const pattern = /^chatlio-aep-probe-([0-9a-f]{8})-\d{1,5}$/;

/** The first words of every name that the probe gives. */
export const namePrefix = "chatlio-aep-probe-";

/** The run of the probe that has given this name; undefined for every other name. */
function runOf(name: unknown): string | undefined {
  return typeof name === "string" ? pattern.exec(name)?.[1] : undefined;
}

/** Whether the name has the form of the probe's. Somebody else may have given it all the same. */
export function isProbeName(name: unknown): boolean {
  return runOf(name) !== undefined;
}

/** What an object with this name has in its description: the sentence names the run, as the name does. */
export function probeDescription(name: string): string {
  return `Made by chatlio-aep probe ${runOf(name) ?? "?"}, which deletes it.`;
}

/** Whether name and description name the same run. A name alone does not say who made an object. */
export function isOfProbe(name: unknown, description: unknown): boolean {
  if (typeof name !== "string" || !isProbeName(name)) return false;
  return typeof description === "string" && description.startsWith(probeDescription(name));
}

/** Names for the objects of one run. No two are the same. */
export class ProbeNames {
  readonly #run = randomBytes(4).toString("hex");
  #count = 0;

  next(): string {
    this.#count += 1;
    return `${namePrefix}${this.#run}-${this.#count}`;
  }
}
