import { findings } from "./report";
import { seededBugs } from "./seededBugs";
import { simulate } from "./simulation";

/** A tenth of the default of the fault test. A bug found in these is also found in ten times as many. */
const EVENTS = 500;

/** Runs one source after the other until there is a finding. */
async function findingsOf(bug: string): Promise<string[]> {
  let found: string[] = [];
  for (const source of ["chatlio", "http-api"] as const) {
    const options = { events: EVENTS, seed: 1, source, bug: seededBugs[bug] };
    found = findings([await simulate(options)]);
    if (found.length > 0) break;
  }
  return found;
}

describe("the fault test", () => {
  it("finds nothing wrong with the unchanged relay", async () => {
    expect(await findingsOf("none")).toEqual([]);
  });

  it.each(Object.keys(seededBugs))("finds a relay that %s", async (name) => {
    expect(await findingsOf(name)).not.toEqual([]);
  });
});
