import { readFile } from "node:fs/promises";
import path from "node:path";

import type { FrequentFailure } from "./failure";
import { sections } from "./list";
import { outcomeOf } from "./run";
import type { Outcome } from "./run";

/** Outcomes by the titles of the failures, from the root of the repository. */
export const recordingFile = "tests/adobe/errors/recorded.json";

export type Recording = Readonly<Record<string, Outcome>>;

export async function readRecording(): Promise<Recording> {
  const file = path.resolve(__dirname, "../../..", recordingFile);
  return JSON.parse(await readFile(file, "utf8")) as Recording;
}

/** Most failures wait for a timeout or a retry, so several run at once. */
const AT_ONCE = 6;

/** Runs all failures. */
export async function record(): Promise<Recording> {
  const waiting: FrequentFailure[] = Object.values(sections).flat();
  const outcomes = new Map<string, Outcome>();
  const titles = waiting.map(({ title }) => title);
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      outcomes.set(next.title, await outcomeOf(next));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return Object.fromEntries(
    titles.flatMap((title) => {
      const outcome = outcomes.get(title);
      return outcome === undefined ? [] : [[title, outcome]];
    }),
  );
}
