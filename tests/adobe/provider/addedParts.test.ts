import { isObject } from "../../../adobe/client/json";
import type { Json } from "../../../adobe/client/json";
import { definitions } from "../../../adobe/provider/resources";
import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import type { ChangingProxy } from "../support/changingProxy";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  actionProgram,
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
  namespaceProgram,
  relationalProgram,
  sandboxProgram,
  scheduleProgram,
  schemaProgram,
  segmentProgram,
  sourceProgram,
  keyPairProgram,
  templateProgram,
} from "../support/programs";
import type { Whole } from "../support/programs";
import { importOne, refresh, refreshed, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * The platform shows more of an object than the program gives: keys that nobody knows, in every object, and values of
 * inputs that the program leaves out. That is not a change, and a create of unknown outcome still knows its object.
 */
let harness: Harness;
let proxy: ChangingProxy;
let whole: Whole;
/** It gets its key, version and timestamp in the tests of these. */
let visits: Deployed;
let share: Deployed;
beforeAll(async () => {
  harness = await startHarness();
  whole = await makeAll(harness.provider);
  visits = await up(harness.provider, urnOf("xdm:RelationalSchema", "visits"), relationalProgram);
  share = await up(harness.provider, urnOf("policy:MarketingAction", "all"), {
    name: "shareAll",
  });
  // The union needs it.
  await up(harness.provider, urnOf("xdm:IdentityDescriptor", "primary"), {
    schemaId: whole.schema.id,
    property: "_tenant.chat.mood",
    namespace: "Email",
    primary: true,
  });
  proxy = await startChangingProxy(harness.url);
});
afterAll(async () => {
  await proxy.close();
  await harness.close();
});
beforeEach(() => {
  proxy.change = grown;
});

const unknown: Json = {
  "x-text": "added",
  "x-list": ["a", 1, { b: [] }],
  "meta:object": { deep: { er: true, none: null } },
};
/** Objects inside of objects that services add to. */
const inner = ["auth", "params", "data", "options", "extensions", "xdm:registryMetadata"];

/** A response, with more in everything that is an object of a service, and inside. */
function grown(body: unknown, key = ""): unknown {
  if (Array.isArray(body)) return body.map((one) => grown(one));
  if (!isObject(body)) return body;
  const whole = Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, grown(value, name)]),
  );
  const isOne = ["id", "@id", "$id", "schemaRef"].some((name) => name in body);
  return isOne || inner.includes(key) ? { ...unknown, ...whole } : whole;
}

/** The same, with values for inputs of this descriptor that the program does not give. */
function withParts(id: string | undefined, parts: Json) {
  const add = (body: unknown): unknown => {
    if (Array.isArray(body)) return body.map(add);
    if (!isObject(body)) return body;
    const all = Object.fromEntries(Object.entries(body).map(([key, one]) => [key, add(one)]));
    const isIt = typeof body["@id"] === "string" && (id === undefined || body["@id"] === id);
    return isIt && "@type" in body ? deep(all, parts) : all;
  };
  return (body: unknown) => grown(add(body));
}

function deep(value: Json, more: Json): Json {
  const merged = Object.entries(more).map(([key, one]) => {
    const there = value[key];
    return [key, isObject(there) && isObject(one) ? deep(there, one) : (there ?? one)];
  });
  return { ...value, ...(Object.fromEntries(merged) as Json) };
}

const programs: Readonly<Record<string, () => Properties>> = {
  "xdm:FieldGroup": () => ({ ...fieldGroupProgram, title: "Group" }),
  "xdm:DataType": () => ({ ...dataTypeProgram, title: "Data type" }),
  "xdm:Class": () => ({ ...classProgram, title: "Class" }),
  "xdm:Schema": () => ({ ...schemaProgram(whole.group), title: "Schema" }),
  "catalog:Dataset": () => ({ schemaId: whole.schema.id, name: "Dataset" }),
  "sandboxes:Sandbox": () => sandboxProgram,
  "profile:MergePolicy": () => ({ ...mergePolicyProgram(whole.dataset), name: "Policy" }),
  "profile:SegmentDefinition": () => ({ ...segmentProgram, name: "Segment" }),
  "profile:ComputedAttribute": () => computedProgram,
  "flow:KeyPair": () => ({ ...keyPairProgram, name: "Keys" }),
  "query:Template": () => ({ ...templateProgram, name: "Template" }),
  "policy:MarketingAction": () => actionProgram,
  "policy:GovernancePolicy": () => ({ ...governanceProgram(share), name: "Policy" }),
  "query:Schedule": () => ({ ...scheduleProgram, name: "Schedule" }),
  "dataprep:MappingSet": () => ({ ...mappingProgram(whole.schema), name: "Mapping" }),
  "flow:Connection": () => ({ ...connectionProgram, name: "Base" }),
  "flow:SourceConnection": () => ({ ...sourceProgram, name: "Source" }),
  "flow:TargetConnection": () => ({
    datasetId: whole.dataset.id,
    schemaId: whole.schema.id,
    name: "Target",
  }),
  "flow:Dataflow": () => ({ ...flowProgram(whole), name: "Flow" }),
  "identity:Namespace": () => namespaceProgram,
  "xdm:ProfileUnion": () => ({ schemaId: whole.schema.id }),
  "xdm:IdentityDescriptor": () => ({
    schemaId: whole.schema.id,
    property: "_tenant.chat.mood",
    namespace: "Phone",
  }),
  "xdm:LabelDescriptor": () => ({
    ownerId: whole.group.id,
    property: "_tenant.chat.email",
    labels: ["core/I1"],
  }),
  [descriptorTypes.reference]: () => descriptorPrograms(whole.schema).reference,
  [descriptorTypes.relationship]: () => descriptorPrograms(whole.schema).relationship,
  [descriptorTypes.displayInfo]: () => descriptorPrograms(whole.schema).displayInfo,
  [descriptorTypes.deprecation]: () => descriptorPrograms(whole.schema).deprecation,
  "xdm:RelationalSchema": () => ({ ...relationalProgram, title: "Table" }),
  [keyTypes.primaryKey]: () => keyPrograms(visits).primaryKey,
  [keyTypes.version]: () => keyPrograms(visits).version,
  [keyTypes.timestamp]: () => keyPrograms(visits).timestamp,
};

/** By type: what Adobe may show where the program gives nothing. */
const parts: Readonly<Record<string, Json>> = {
  [descriptorTypes.relationship]: {
    "xdm:destinationProperty": "/_localtenant/chat/mood",
    "xdm:destinationNamespace": "Email",
    "xdm:sourceToDestinationName": "Chats",
    "xdm:destinationToSourceTitle": "Of a shop",
  },
  [descriptorTypes.displayInfo]: {
    "xdm:title": { fr_fr: "Adresse" },
    "xdm:description": { en_us: "Added" },
    "meta:enum": { a: "A" },
    "xdm:excludeMetaEnum": { b: "B" },
  },
};

const types = Object.keys(programs);

test("every type is here", () => {
  expect(types.map((type) => `adobe-aep:${type}`).sort()).toEqual(
    definitions.map(({ token }) => token).sort(),
  );
});

function programOf(type: string): Properties {
  return programs[type]?.() ?? {};
}

function run(config: Record<string, unknown> = {}) {
  return harness.another({ platformUrl: proxy.url, ...config });
}

test.each(types)(
  "%s: a killed create and one without a response know their object, and nothing of it is a change",
  async (type) => {
    const program = programOf(type);
    const urn = urnOf(type, "grown");
    proxy.change = withParts(undefined, parts[type] ?? {});
    const made = await up(await run(), urn, program);
    await harness.loseOutcomes();
    const adopted = await up(await run(), urn, program);
    expect(adopted.id).toBe(made.id);
    expect((await upAgain(await run(), adopted, program)).diff.changes).toEqual({});
    const read = await refreshed(await run(), adopted);
    const again = await upAgain(await run(), read, program);
    expect(again.diff.changes).toEqual({});

    const imported = await importOne(await run(), urnOf(type, "imported"), made.id);
    const first = await upAgain(await run(), imported, program);
    expect(first.diff.changes).toEqual({});
    expect(
      (await upAgain(await run(), await refreshed(await run(), first), program)).diff.changes,
    ).toEqual({});
  },
);

describe.each(Object.entries(parts))("what others have added to a %s", (type, added) => {
  const urn = urnOf(type, "own");
  const field = { property: "_tenant.chat.mood" };
  const program = () => ({ ...programOf(type), ...field });
  const changes: Readonly<Record<string, [first: Properties, shown: Json]>> = {
    [descriptorTypes.relationship]: [
      { destinationToSourceTitle: "Ours" },
      { "xdm:destinationToSourceTitle": "Ours" },
    ],
    [descriptorTypes.displayInfo]: [
      { descriptions: { en_us: "Ours" } },
      { "xdm:description": { en_us: "Ours" } },
    ],
  };
  const [given, shown] = changes[type] ?? [{}, {}];
  let made: Deployed;
  const there = async () => (await harness.ui.registry.getDescriptor(made.id)) ?? {};
  beforeEach(async () => {
    made = await up(harness.provider, urn, program());
    const now = await there();
    await harness.ui.registry.replaceDescriptor(made.id, deep(now, added));
  });
  afterEach(() => harness.ui.registry.deleteDescriptor(made.id));

  test("stays when the program gives one of it, whose value counts then, and is taken back with it", async () => {
    const before = await there();
    const known = await refresh(harness.provider, made);
    if (known === undefined) throw new Error("gone");
    const more = await upAgain(harness.provider, known, { ...program(), ...given });
    expect(Object.values(more.diff.changes)).toEqual(["add"]);
    const changed = { ...before, ...shown, "meta:registryMetadata": expect.anything() as unknown };
    expect(await there()).toEqual(changed);
    const less = await upAgain(harness.provider, more, program());
    expect(Object.values(less.diff.changes)).toEqual(["delete"]);
    const [key = ""] = Object.keys(shown);
    expect(Object.hasOwn(await there(), key)).toBe(false);
  });

  test("stays after an import, when the program changes another part", async () => {
    const imported = await importOne(await harness.another(), urn, made.id);
    const before = await there();
    await upAgain(await harness.another(), imported, { ...program(), ...given });
    const changed = { ...before, ...shown, "meta:registryMetadata": expect.anything() as unknown };
    expect(await there()).toEqual(changed);
  });

  test("stays when it is adopted with consent", async () => {
    const before = await there();
    const state = { id: "other" };
    const adopting = await harness.another({ adoptExisting: true }, state);
    const adopted = await up(adopting, urn, program());
    expect(adopted.id).toBe(made.id);
    expect(await there()).toEqual(before);
  });
});
