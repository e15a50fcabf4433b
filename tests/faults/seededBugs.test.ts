import { sample } from "../support/full";
import { findings } from "./report";
import { seededBugs } from "./seededBugs";
import { simulate } from "./simulation";

/** Most bugs show in the fewer. A bug found in these is also found in the fault test's ten times as many. */
const EVENTS = [150, 500];

/** Runs one source after the other, first with few events, until there is a finding. */
async function findingsOf(bug: string): Promise<string[]> {
  for (const events of EVENTS) {
    for (const source of ["chatlio", "http-api"] as const) {
      const options = { events, seed: 1, source, bug: seededBugs[bug] };
      const found = findings([await simulate(options)]);
      if (found.length > 0) return found;
    }
  }
  return [];
}

describe("the fault test", () => {
  it("finds nothing wrong with the unchanged relay", async () => {
    expect(await findingsOf("none")).toEqual([]);
  });

  it.each(sample(Object.keys(seededBugs), 12))("finds a relay that %s", async (name) => {
    expect(await findingsOf(name)).not.toEqual([]);
  });
});
