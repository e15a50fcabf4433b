import type { Properties } from "../../../provider-sdk";
import { runsFull, sample } from "../../support/full";
import { slowPlatform } from "../../support/slowPlatform";
import { startChangingProxy } from "../support/changingProxy";
import type { ChangingProxy } from "../support/changingProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { withoutElements } from "../support/hiddenElements";
import { manualTiming } from "../support/manualTiming";
import {
  classProgram,
  computedProgram,
  connectionProgram,
  dataTypeProgram,
  descriptorPrograms,
  descriptorTypes,
  fieldGroupProgram,
  flowProgram,
  governanceProgram,
  keyPrograms,
  keyTypes,
  makeAll,
  mappingProgram,
  mergePolicyProgram,
  relationalProgram,
  scheduleProgram,
  schemaProgram,
  segmentProgram,
  sourceProgram,
  keyPairProgram,
  templateProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { up, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * Adobe has made an object and no response said so. Its services show a new object late: a GET of it is a 404, or the
 * list does not have it, for longer than it takes to start the next run. There is one object in the end, and it is the
 * stack's. The clock moves by the provider's pauses only.
 */
const VISIBLE_MS = 20_000;
const LISTED_MS = 25_000;

const timing = manualTiming();
let harness: Harness;
let proxy: ChangingProxy;
let whole: Whole;
let visits: Deployed;
let share: Deployed;
/** What Adobe's lists do not have, and until when. */
let hidden: { readonly text: string; readonly until: number } | undefined;
beforeAll(async () => {
  harness = await startHarness({
    assume: slowPlatform,
    settleMs: 10_000,
    delays: { visibleMs: VISIBLE_MS },
    timing,
    now: () => timing.now(),
  });
  whole = await makeAll(harness.provider);
  visits = await up(harness.provider, urnOf("xdm:RelationalSchema", "visits"), relationalProgram);
  share = await up(harness.provider, urnOf("policy:MarketingAction", "all"), {
    name: "shareAll",
  });
  proxy = await startChangingProxy(harness.url);
  proxy.change = (body) =>
    hidden !== undefined && timing.now() < hidden.until ? withoutElements(body, hidden.text) : body;
});
afterAll(async () => {
  await proxy.close();
  await harness.close();
});
beforeEach(() => {
  // What earlier tests have made is known everywhere.
  timing.advance(3_600_000);
  hidden = undefined;
});
afterEach(() => harness.clearFaults());

const registry = "/data/foundation/schemaregistry/tenant";
const flows = "/data/foundation/flowservice";

interface Kind {
  readonly path: string;
  program(): Properties;
  /** Of a type that has no auto-names: a name for this test. */
  nameFor?(test: string): string;
}

const named: Readonly<Record<string, Kind>> = {
  "xdm:FieldGroup": { path: `${registry}/fieldgroups`, program: () => fieldGroupProgram },
  "xdm:DataType": { path: `${registry}/datatypes`, program: () => dataTypeProgram },
  "xdm:Class": { path: `${registry}/classes`, program: () => classProgram },
  "xdm:RelationalSchema": { path: `${registry}/schemas`, program: () => relationalProgram },
  "xdm:Schema": { path: `${registry}/schemas`, program: () => schemaProgram(whole.group) },
  "catalog:Dataset": {
    path: "/data/foundation/catalog/dataSets",
    program: () => ({ schemaId: whole.schema.id }),
  },
  "profile:MergePolicy": {
    path: "/data/core/ups/config/mergePolicies",
    program: () => mergePolicyProgram(whole.dataset),
  },
  "profile:SegmentDefinition": {
    path: "/data/core/ups/segment/definitions",
    program: () => segmentProgram,
  },
  "profile:ComputedAttribute": {
    path: "/data/core/ca/attributes",
    program: () => computedProgram,
    nameFor: (test) => `given${test}`,
  },
  "flow:KeyPair": {
    path: "/data/foundation/connectors/encryption/keys",
    program: () => keyPairProgram,
  },
  "query:Template": {
    path: "/data/foundation/query/query-templates",
    program: () => templateProgram,
  },
  "policy:GovernancePolicy": {
    path: "/data/foundation/dulepolicy/policies/custom",
    program: () => governanceProgram(share),
  },
  "query:Schedule": {
    path: "/data/foundation/query/schedules",
    program: () => ({ ...scheduleProgram, name: null }),
  },
  "dataprep:MappingSet": {
    path: "/data/foundation/conversion/mappingSets",
    program: () => mappingProgram(whole.schema),
  },
  "flow:Connection": {
    path: `${flows}/connections`,
    program: () => ({ ...connectionProgram, name: null }),
  },
  "flow:SourceConnection": { path: `${flows}/sourceConnections`, program: () => sourceProgram },
  "flow:TargetConnection": {
    path: `${flows}/targetConnections`,
    program: () => ({ datasetId: whole.dataset.id, schemaId: whole.schema.id }),
  },
  "flow:Dataflow": { path: `${flows}/flows`, program: () => flowProgram(whole) },
};

/** Their objects have no name, and so nothing that says who made them. */
const descriptors: Readonly<Record<string, Kind>> = Object.fromEntries(
  Object.entries({
    "xdm:IdentityDescriptor": () => ({ ...onField(), namespace: "Phone" }),
    "xdm:LabelDescriptor": () => ({
      ownerId: whole.group.id,
      property: "_tenant.chat.email",
      labels: ["core/I1"],
    }),
    [descriptorTypes.reference]: () => descriptorPrograms(whole.schema).reference,
    [descriptorTypes.relationship]: () => descriptorPrograms(whole.schema).relationship,
    [descriptorTypes.displayInfo]: () => descriptorPrograms(whole.schema).displayInfo,
    [descriptorTypes.deprecation]: () => descriptorPrograms(whole.schema).deprecation,
    [keyTypes.primaryKey]: () => keyPrograms(visits).primaryKey,
    [keyTypes.version]: () => keyPrograms(visits).version,
    [keyTypes.timestamp]: () => keyPrograms(visits).timestamp,
  }).map(([type, program]) => [type, { path: `${registry}/descriptors`, program }]),
);

function onField() {
  return { schemaId: whole.schema.id, property: "_tenant.chat.mood" };
}

/**
 * Every type of which an interrupted create may leave an object: with the program's name and with an auto-name, or in
 * turns with one of them.
 */
const cases = [
  ...Object.entries(named).flatMap(([type, kind], index) =>
    ["a given name", "an auto-name"]
      .filter((naming) => kind.nameFor === undefined || naming === "a given name")
      .filter((_, which) => runsFull || kind.nameFor !== undefined || which === index % 2)
      .map((naming) => ({ type, kind, naming })),
  ),
  ...Object.entries(descriptors).map(([type, kind]) => ({ type, kind, naming: "no name" })),
];
type Case = (typeof cases)[number];

/** The program of one test: no other one has its name. */
function programOf({ type, kind, naming }: Case, test: string): Properties {
  if (naming !== "a given name") return kind.program();
  if (kind.nameFor !== undefined) return { ...kind.program(), name: kind.nameFor(test) };
  return { ...kind.program(), [type.startsWith("xdm") ? "title" : "name"]: `Given ${test}` };
}

/** How many objects a type has. */
async function countOf({ type, kind }: Case): Promise<number> {
  const { ui } = harness;
  if (type in descriptors) {
    const all = [whole.schema.id, whole.group.id, visits.id].map((id) =>
      ui.registry.descriptorsOf(id),
    );
    return (await Promise.all(all)).flat().length;
  }
  const last = kind.path.split("/").at(-1) ?? "";
  if (type === "catalog:Dataset") return (await ui.catalog.findAll()).length;
  if (type === "profile:MergePolicy") return (await ui.mergePolicies.findAll()).length;
  if (type === "profile:SegmentDefinition") return (await ui.segments.findAll()).length;
  if (type === "profile:ComputedAttribute") return (await ui.computed.findAll()).length;
  if (type === "flow:KeyPair") return (await ui.keyPairs.findAll()).length;
  if (type === "query:Template") return (await ui.queryTemplates.findAll()).length;
  if (type === "policy:GovernancePolicy") return (await ui.policies.findPolicies()).length;
  if (type === "query:Schedule") return (await ui.querySchedules.findAll()).length;
  if (type === "dataprep:MappingSet") return (await ui.dataPrep.findAll()).length;
  return type.startsWith("flow:")
    ? (await ui.flows.findAll(last as "flows")).length
    : (await ui.registry.findAll(last as "schemas")).length;
}

/** The provider that the next run starts. */
function nextRun() {
  return harness.another({ platformUrl: proxy.url });
}

async function removeDescriptor({ type }: Case, id: string) {
  if (type in descriptors) await harness.ui.registry.deleteDescriptor(id);
}

describe.each(cases)("$type with $naming", (one) => {
  test("killed after Adobe has made it: the next run adopts it, although a GET of it is a 404", async () => {
    const urn = urnOf(one.type, "killed");
    const program = programOf(one, "killed");
    const made = await up(await nextRun(), urn, program);
    await harness.loseOutcomes();
    const count = await countOf(one);
    const adopted = await up(await nextRun(), urn, program);
    expect([adopted.id, await countOf(one)]).toEqual([made.id, count]);
    await removeDescriptor(one, made.id);
  });

  test("killed after Adobe has made it: the next run adopts it, although the list does not have it", async () => {
    const urn = urnOf(one.type, "unlisted");
    const program = programOf(one, "unlisted");
    const sentAt = timing.now();
    const made = await up(await nextRun(), urn, program);
    await harness.loseOutcomes();
    const count = await countOf(one);
    hidden = { text: made.id, until: sentAt + LISTED_MS };
    const adopted = await up(await nextRun(), urn, program);
    expect([adopted.id, await countOf(one)]).toEqual([made.id, count]);
    await removeDescriptor(one, made.id);
  });

  test("response lost: the same run adopts it, although a GET of it is a 404", async () => {
    const count = await countOf(one);
    await harness.fault({
      match: { method: "POST", path: one.kind.path, nth: 1 },
      do: { status: 503, afterWork: true },
    });
    const made = await up(await nextRun(), urnOf(one.type, "lost"), programOf(one, "lost"));
    expect(await countOf(one)).toBe(count + 1);
    await removeDescriptor(one, made.id);
  });
});

/** Of these Adobe rejects a second object, so a POST that is sent again is rejected because of the first. */
const unique = cases.filter(({ type }) => type in descriptors || type.startsWith("xdm:"));
test.each(sample(unique, 4))(
  "$type with $naming: response lost and the list late: the rejection of the second POST is not an error",
  async (one) => {
    const count = await countOf(one);
    await harness.fault({
      match: { method: "POST", path: one.kind.path, nth: 1 },
      do: { status: 503, afterWork: true },
    });
    hidden = { text: "", until: timing.now() + LISTED_MS };
    const made = await up(await nextRun(), urnOf(one.type, "late"), programOf(one, "late"));
    expect(await countOf(one)).toBe(count + 1);
    await removeDescriptor(one, made.id);
  },
);

test("what Adobe lists and does not show in time is neither adopted nor made again, until it shows it", async () => {
  const one = {
    type: "xdm:FieldGroup",
    kind: named["xdm:FieldGroup"] as Kind,
    naming: "an auto-name",
  };
  const urn = urnOf(one.type, "never");
  const made = await up(await nextRun(), urn, one.kind.program());
  await harness.loseOutcomes();
  const count = await countOf(one);
  await harness.fault({
    match: { method: "GET", path: `${one.kind.path}/*` },
    do: {
      status: 404,
      body: { title: "Resource not found", type: "http://ns.adobe.com/aep/errors/XDM-1010-404" },
    },
  });
  await expect(up(await nextRun(), urn, one.kind.program())).rejects.toThrow(
    "does not show it yet",
  );
  await harness.clearFaults();
  expect((await up(await nextRun(), urn, one.kind.program())).id).toBe(made.id);
  expect(await countOf(one)).toBe(count);
});
