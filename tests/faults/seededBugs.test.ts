import { findings } from "./report";
import { seededBugs } from "./seededBugs";
import { simulate } from "./simulation";

/** A tenth of what the fault test sends by default: what is found in it is found in ten times as many. */
const EVENTS = 500;

/** What one source after the other shows, until there is something to find. */
async function find(sabotage: string): Promise<string[]> {
  let found: string[] = [];
  for (const source of ["chatlio", "http-api"] as const) {
    const options = { events: EVENTS, seed: 1, source, sabotage: seededBugs[sabotage] };
    found = findings([await simulate(options)]);
    if (found.length > 0) break;
  }
  return found;
}

describe("the fault test", () => {
  it("finds nothing wrong with the relay as it is", async () => {
    expect(await find("none")).toEqual([]);
  });

  it.each(Object.keys(seededBugs))("finds a relay that %s", async (name) => {
    expect(await find(name)).not.toEqual([]);
  });
});
