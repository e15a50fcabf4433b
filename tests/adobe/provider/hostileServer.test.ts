import fc from "fast-check";

import type { Properties } from "../../../provider-sdk";
import { runsFull } from "../../support/full";
import { startChangingProxy } from "../support/changingProxy";
import type { ChangingProxy } from "../support/changingProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { manualTiming } from "../support/manualTiming";
import { descriptorKinds, EVENT_CLASS, keyKinds, makeEvery } from "../support/programs";
import type { Every } from "../support/programs";
import type { TestProvider } from "../support/provider";
import { upAgain } from "../support/stack";

let harness: Harness;
let proxy: ChangingProxy;
let every: Every;
let provider: TestProvider;

beforeAll(async () => {
  harness = await startHarness({ timing: manualTiming() });
  every = await makeEvery(harness.provider);
  proxy = await startChangingProxy(harness.url);
  provider = await harness.another({ platformUrl: proxy.url });
});
afterAll(async () => {
  await proxy.close();
  await harness.close();
});
beforeEach(() => {
  proxy.change = (body) => body;
});

const kinds = [
  "group", "schema", "email", "dataset", "policy", "segment", "computed", "template", "keyPair", "schedule", "action", "governance", "mapping", "source", "target", "flow", "base", "namespace",
  "union", "dataType", "itsClass", "relational", ...descriptorKinds, ...keyKinds,
] as const satisfies readonly (keyof Every)[]; // prettier-ignore

/** What nobody expects where a service promises an id, a text, a number or a list. */
const hostile = fc.constantFrom<unknown>(
  null, 0, -1, 1e300, true, "", "..", "a/b", "__proto__", "constructor", "\u202e\u009b", {}, [], [[]],
  { toString: 1 }, { constructor: 1 }, { length: 1e9 }, [null, {}], "a".repeat(5_000),
); // prettier-ignore

/** Replaces the value at one place, chosen by a number at each level. */
function replaceAt(value: unknown, way: readonly number[], by: unknown): unknown {
  const [step, ...rest] = way;
  if (step === undefined || typeof value !== "object" || value === null) return by;
  const keys = Object.keys(value);
  const key = keys[step % keys.length];
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((one: unknown, index) =>
      String(index) === key ? replaceAt(one, rest, by) : one,
    );
  const object = value as Properties;
  return { ...object, [key]: replaceAt(object[key], rest, by) };
}

const change = fc.record({
  way: fc.array(fc.nat(50), { minLength: 1, maxLength: 6 }),
  by: hostile,
});

/** Ends well or with an error for the user: no bug, nothing raw for the terminal, few requests. */
async function expectOrderlyEnd(work: () => Promise<unknown>): Promise<void> {
  const before = proxy.requests();
  const said = await work().then(
    () => "",
    (error: unknown) => String(error),
  );
  expect(said).not.toMatch(/bug in the provider/i);
  expect(said).not.toMatch(/(?!\n)\p{Cc}|[\u202a-\u202e]/u);
  expect(said.length).toBeLessThan(10_000);
  expect(proxy.requests() - before).toBeLessThan(400);
}

describe.each(kinds)("a server that changes any part of its responses about a %s", (kind) => {
  test("lets a refresh and an update end normally", () =>
    fc.assert(
      fc.asyncProperty(change, async ({ way, by }) => {
        proxy.change = (body) => replaceAt(body, way, by);
        const { urn, id, inputs, outputs } = every[kind];
        await expectOrderlyEnd(() => provider.read(urn, id, outputs, inputs));
        await expectOrderlyEnd(() => provider.read(urn, id));
        // An input that every type has or rejects.
        const changed = { ...inputs, description: `changed ${proxy.requests()}` };
        if (kind !== "email" && kind !== "union" && kind !== "mapping")
          await expectOrderlyEnd(() => upAgain(provider, every[kind], changed));
      }),
      { numRuns: runsFull ? 500 : 3 },
    ));
});

test("a server with a thousand objects of the name gets a bounded number of requests", async () => {
  proxy.change = (body) => {
    const { items } = body as { items?: Properties[] };
    const [first] = items ?? [];
    return first === undefined
      ? body
      : { items: Array.from({ length: 1_000 }, (_, index) => ({ ...first, id: `x-${index}` })) };
  };
  const name = String(every.source.inputs["name"]);
  const { inputs } = await provider.check(every.source.urn, { ...every.source.inputs, name });
  const before = proxy.requests();
  const error = await provider.create(every.source.urn, inputs).catch((reason: unknown) => reason);
  expect(String(error)).toMatch(/there are 1000 objects .* x-9 and 990 more\)/);
  expect(proxy.requests() - before).toBeLessThan(10);
});

describe("one wrong list", () => {
  const thousand = Array.from({ length: 1_000 }, (_, index) => index);

  test.each<[string, string, Properties]>([
    [
      "mappings of a wrong type",
      "dataprep:MappingSet",
      {
        schemaId: "https://ns.adobe.com/acme/schemas/1",
        mappings: thousand.map(() => ({ sourceType: "NONE", source: "", x: 1 })),
      },
    ],
    [
      "mappings to unknown fields",
      "dataprep:MappingSet",
      {
        schemaId: "https://ns.adobe.com/acme/schemas/1",
        fields: { _id: "string" },
        mappings: thousand.map((index) => ({
          sourceType: "ATTRIBUTE",
          source: "a",
          destination: `b${index}`,
        })),
      },
    ],
    [
      "fields with wrong names",
      "xdm:FieldGroup",
      {
        intendedToExtend: [EVENT_CLASS],
        properties: Object.fromEntries(thousand.map((n) => [`_f${n}`, { type: "string" }])),
      },
    ],
    [
      "keys that no input has",
      "catalog:Dataset",
      {
        schemaId: "https://ns.adobe.com/acme/schemas/1",
        ...Object.fromEntries(thousand.map((n) => [`key${n}`, 1])),
      },
    ],
  ])("%s: the first ten and a count", async (_, type, inputs) => {
    const { failures } = await harness.provider.check(
      `urn:pulumi:dev::shop::adobe-aep:${type}::a`,
      inputs,
    );
    expect(failures.length).toBeGreaterThan(0);
    expect(failures.length).toBeLessThanOrEqual(11);
    expect(failures.map(({ reason }) => reason).join("\n")).toMatch(/\b\d+ more\b/);
    expect(failures.map(({ reason }) => reason).join("\n").length).toBeLessThan(4_000);
  });

  test("unknown configuration keys: the first ones and a count", async () => {
    const many = Object.fromEntries(thousand.map((n) => [`key${n}`, "x"]));
    const { failures } = await harness.provider.checkConfig(many);
    expect(failures.length).toBeLessThanOrEqual(21);
    const error = await harness.provider.configure(many).catch((reason: unknown) => reason);
    expect(String(error).split("\n").length).toBeLessThanOrEqual(21);
    await harness.provider.configureAgain().catch(() => undefined);
  });
});
