import { isObject } from "../../../adobe/client/json";
import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import type { ChangingProxy } from "../support/changingProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import { makeAll, mappingProgram, mappings } from "../support/programs";
import type { Whole } from "../support/programs";
import { importOne, up, urnOf } from "../support/stack";

/** Data Prep gives no tags back, so a mapping set of the name that the program gives is known by its content. */
const timing = manualTiming();
const urn = urnOf("dataprep:MappingSet", "named");
let harness: Harness;
let proxy: ChangingProxy;
let whole: Whole;
let program: Properties;
let count = 0;
beforeAll(async () => {
  harness = await startHarness({ timing, now: () => timing.now() });
  whole = await makeAll(harness.provider);
  proxy = await startChangingProxy(harness.url);
  proxy.change = withoutTags;
});
afterAll(async () => {
  await proxy.close();
  await harness.close();
});
beforeEach(() => {
  program = { ...mappingProgram(whole.schema), name: `Given ${++count}` };
});

function withoutTags(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(withoutTags);
  if (!isObject(body)) return body;
  const entries = Object.entries(body).filter(([key]) => key !== "tags");
  return Object.fromEntries(entries.map(([key, value]) => [key, withoutTags(value)]));
}

/** What a killed run has made. */
async function killed() {
  const left = await up(await harness.another({ platformUrl: proxy.url }), urn, program);
  await harness.loseOutcomes();
  return left.id;
}

async function next() {
  return harness.another({ platformUrl: proxy.url });
}

test("what a killed run has made is adopted, also when the program has changed", async () => {
  const id = await killed();
  const changed = { ...program, mappings: mappings.slice(0, 3) };
  const adopted = await up(await next(), urn, changed);
  expect([adopted.id, adopted.outputs["__adopted"]]).toEqual([id, true]);
});

test("it is not, more than an hour later", async () => {
  const id = await killed();
  timing.advance(2 * 3_600_000);
  await expect(up(await next(), urn, program)).rejects.toThrow(new RegExp(`${id}.*pulumi import`));
});

test("it is not, when another state on this machine has it", async () => {
  const id = await killed();
  const other = await harness.another({ platformUrl: proxy.url }, { id: "other" });
  await importOne(other, urn, id);
  await expect(up(await next(), urn, program)).rejects.toThrow(new RegExp(`${id}.*pulumi import`));
});

test("an equal one that another state has made is not taken after a kill that made nothing", async () => {
  const theirs = await up(
    await harness.another({ platformUrl: proxy.url }, { id: "other" }),
    urn,
    program,
  );
  await harness.fault({
    match: { method: "POST", path: "/data/foundation/conversion/mappingSets" },
    do: { status: 503 },
  });
  await expect(up(await next(), urnOf("dataprep:MappingSet", "mine"), program)).rejects.toThrow();
  await harness.clearFaults();
  await expect(up(await next(), urnOf("dataprep:MappingSet", "mine"), program)).rejects.toThrow(
    new RegExp(`${theirs.id}.*pulumi import`),
  );
});
