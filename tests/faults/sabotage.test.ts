import { sabotages } from "./sabotage";
import { simulate } from "./simulation";

/** A tenth of what the fault test sends by default: what is found in it is found in ten times as many. */
const EVENTS = 500;

const clean = { lost: 0, unexplainedDuplicates: 0, wrongIds: 0 };

/** What one source after the other shows, until there is something to find. */
async function find(sabotage: string): Promise<typeof clean> {
  let found = clean;
  for (const source of ["chatlio", "http-api"] as const) {
    const { totals, wrongIds } = await simulate({
      events: EVENTS,
      seed: 1,
      source,
      sabotage: sabotages[sabotage],
    });
    found = { lost: totals.lost, unexplainedDuplicates: totals.unexplainedDuplicates, wrongIds };
    if (Object.values(found).some((count) => count > 0)) break;
  }
  return found;
}

describe("the fault test", () => {
  it("finds nothing wrong with the relay as it is", async () => {
    expect(await find("none")).toEqual(clean);
  });

  it.each(Object.keys(sabotages))("finds a relay that %s", async (name) => {
    expect(await find(name)).not.toEqual(clean);
  });
});
