import type { Json } from "../../../adobe/client/json";
import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  descriptorKinds,
  descriptorPrograms,
  descriptorTypes,
  fieldGroupProgram,
  schemaProgram,
} from "../support/programs";
import { failureOf } from "../support/provider";
import { CheckFailed, destroy, importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** Descriptors of a schema's field that Adobe changes in place. */
let harness: Harness;
let schema: Deployed;
beforeEach(async () => {
  harness = await startHarness();
  const group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
});
afterEach(() => harness.close());

type Kind = keyof typeof descriptorTypes;
function urnFor(kind: Kind) {
  return urnOf(descriptorTypes[kind], "email");
}
function program(kind: Kind, more: Properties = {}): Properties {
  return { ...descriptorPrograms(schema)[kind], ...more };
}
function make(kind: Kind, more: Properties = {}) {
  return up(harness.provider, urnFor(kind), program(kind, more));
}
/** Without a cardinality. */
function oneToOne(more: Properties = {}): Properties {
  const given = Object.entries(program("relationship", more));
  return Object.fromEntries(given.filter(([input]) => input !== "cardinality"));
}
async function there(id: string): Promise<Json> {
  const found = await harness.ui.registry.getDescriptor(id);
  if (found === undefined) throw new Error("gone");
  return found;
}
async function ids() {
  return (await harness.ui.registry.descriptorsOf(schema.id)).map((one) => one["@id"]);
}
async function byHand(id: string, change: Json) {
  await harness.ui.registry.replaceDescriptor(id, { ...(await there(id)), ...change });
}
async function failuresOf(work: Promise<unknown>): Promise<Record<string, string>> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof CheckFailed))
    throw new Error(`expected a CheckFailed, not ${String(error)}`);
  return Object.fromEntries(error.failures.map(({ property, reason }) => [property, reason]));
}

const changes: Record<Exclude<Kind, "deprecation">, readonly [change: Properties, there: Json]> = {
  reference: [{ namespace: "Phone" }, { "xdm:identityNamespace": "Phone" }],
  relationship: [
    { sourceToDestinationTitle: "Theirs", destinationProperty: "_tenant.chat.mood" },
    {
      "xdm:sourceToDestinationTitle": "Theirs",
      "xdm:destinationProperty": "/_localtenant/chat/mood",
    },
  ],
  displayInfo: [
    { titles: { en_us: "Other", fr_fr: "Autre" }, suggestedValues: { a: "A" } },
    { "xdm:title": { en_us: "Other", fr_fr: "Autre" }, "meta:enum": { a: "A" } },
  ],
};
/** What the program gives of these, so that another value is a change. */
const given: Record<keyof typeof changes, Properties> = {
  reference: {},
  relationship: {
    sourceToDestinationTitle: "Ours",
    destinationProperty: "_tenant.chat.email",
  },
  displayInfo: {
    titles: { en_us: "Address", fr_fr: "Adresse" },
    suggestedValues: { a: "Ours" },
  },
};
const changeable = Object.keys(changes) as (keyof typeof changes)[];

describe.each(descriptorKinds)("a %s descriptor", (kind) => {
  test("of another state stops the create; an import brings it under the stack, and it is deleted", async () => {
    const theirs = await up(
      await harness.another({}, { id: "other" }),
      urnFor(kind),
      program(kind),
    );
    const { message } = await failureOf(make(kind));
    expect(message).toContain(
      `pulumi import adobe-aep:${descriptorTypes[kind]} email ${theirs.id}`,
    );
    expect(message).toContain("adobe-aep:adoptExisting");

    const provider = await harness.another();
    const imported = await importOne(provider, urnFor(kind), theirs.id);
    expect(provider.said("warning")).toEqual([]);
    const mine = await upAgain(provider, imported, program(kind));
    expect(mine.diff.changes).toEqual({});
    await destroy(provider, mine);
    expect(await ids()).toEqual([]);
  });

  test("that an interrupted run has left behind is adopted, and not made twice", async () => {
    const left = await make(kind);
    await harness.loseResponses();
    expect((await up(await harness.another(), urnFor(kind), program(kind))).id).toBe(left.id);
    expect(await ids()).toEqual([left.id]);
  });

  test("of a renamed resource is not taken from the old one", async () => {
    const first = await make(kind);
    const second = urnOf(descriptorTypes[kind], "again");
    const { message } = await failureOf(up(harness.provider, second, program(kind)));
    expect(message).toContain(`${first.id}, which another resource of this stack has`);
  });

  test("of a list of fields, or of another type, cannot be imported", async () => {
    const made = await make(kind);
    const { "xdm:sourceProperty": field } = await there(made.id);
    await byHand(made.id, { "xdm:sourceProperty": [field, "/_localtenant/chat/mood"] });
    const several = await failureOf(importOne(harness.provider, urnFor(kind), made.id));
    expect(several.message).toContain("is for several fields");
    const other = kind === "deprecation" ? "reference" : "deprecation";
    const wrong = await failureOf(importOne(harness.provider, urnFor(other), made.id));
    expect(wrong.message).toMatch(
      /is of type xdm:\w+, not an? [a-z ]+: import it as xdm\.\w+Descriptor/,
    );
  });

  test("is of a field that the schema has", async () => {
    const failures = await failuresOf(make(kind, { property: "_tenant.chat.emial" }));
    expect(failures["property"]).toContain("Did you mean _tenant.chat.email");
  });
});

describe.each(changeable)("a %s descriptor", (kind) => {
  const [change, shown] = changes[kind];

  test("changes in place, and keeps what somebody else wrote", async () => {
    const made = await make(kind);
    await byHand(made.id, { "meta:theirs": { kept: true } });
    const { diff } = await upAgain(harness.provider, made, program(kind, change));
    expect(diff.replaces).toEqual([]);
    expect(await there(made.id)).toMatchObject({ ...shown, "meta:theirs": { kept: true } });
    const provider = await harness.another();
    await importOne(provider, urnFor(kind), made.id);
    expect(provider.said("warning").join()).toContain("no program can write: meta:theirs");
  });

  test("shows what somebody changed in Adobe's UI, and an up takes it back", async () => {
    const made = await make(kind, given[kind]);
    const before = await there(made.id);
    await byHand(made.id, shown);
    const read = await refresh(harness.provider, made);
    expect(read?.inputs).toMatchObject(change);
    const again = await upAgain(harness.provider, read ?? made, program(kind, given[kind]));
    expect(again.id).toBe(made.id);
    expect(await there(made.id)).toEqual({
      ...before,
      "meta:registryMetadata": expect.anything() as unknown,
    });
  });

  test("with adoptExisting becomes the program's, and a destroy without it leaves it", async () => {
    await up(await harness.another({}, { id: "other" }), urnFor(kind), program(kind, change));
    const adopting = await harness.another({ adoptExisting: true });
    const wanted = program(kind, given[kind]);
    const mine = await up(adopting, urnFor(kind), wanted);
    const [input = ""] = Object.keys(change);
    const { inputs } = await importOne(harness.provider, urnFor(kind), mine.id);
    expect(inputs[input]).toEqual(wanted[input]);
    await destroy(await harness.another(), mine);
    expect(await ids()).toEqual([mine.id]);
  });
});

test("different changes on both sides are rejected, and nothing is written", async () => {
  const made = await make("displayInfo");
  await byHand(made.id, { "xdm:title": { en_us: "By hand" } });
  const update = upAgain(
    harness.provider,
    made,
    program("displayInfo", { titles: { en_us: "Other" } }),
  );
  expect((await failureOf(update)).message).toMatch(/titles\.en_us\. Nothing was written/);
  expect(await there(made.id)).toMatchObject({ "xdm:title": { en_us: "By hand" } });
});

test("a title that was added in Adobe's UI stays when the program changes another", async () => {
  const made = await make("displayInfo");
  await byHand(made.id, { "xdm:title": { en_us: "Address", fr_fr: "Adresse" } });
  await upAgain(harness.provider, made, program("displayInfo", { titles: { en_us: "Other" } }));
  expect(await there(made.id)).toMatchObject({
    "xdm:title": { en_us: "Other", fr_fr: "Adresse" },
  });
});

test("a field of Adobe's is the same by its name in standard XDM", async () => {
  const theirs = await harness.ui.registry.createDescriptor({
    "@type": "xdm:alternateDisplayInfo",
    "xdm:sourceSchema": schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": "/xdm:eventType",
    "xdm:title": { en_us: "Kind" },
  });
  const wanted = { property: "eventType", titles: { en_us: "Kind" } };
  expect((await failureOf(make("displayInfo", wanted))).message).toContain(theirs["@id"]);
  const imported = await importOne(harness.provider, urnFor("displayInfo"), theirs["@id"]);
  const changed = { ...wanted, titles: { en_us: "Other" } };
  await upAgain(harness.provider, imported, program("displayInfo", changed));
  expect(await there(theirs["@id"])).toMatchObject({
    "xdm:sourceProperty": "/xdm:eventType",
    "xdm:title": { en_us: "Other" },
  });
});

describe("a one-to-one relationship", () => {
  test("lets its schema join the union when the field is a reference identity", async () => {
    await up(harness.provider, urnOf("xdm:IdentityDescriptor", "primary"), {
      schemaId: schema.id,
      property: "_tenant.chat.mood",
      namespace: "Email",
      primary: true,
    });
    const relationship = await up(harness.provider, urnFor("relationship"), oneToOne());
    expect(await there(relationship.id)).toMatchObject({ "@type": "xdm:descriptorOneToOne" });
    const join = () =>
      up(harness.provider, urnOf("xdm:ProfileUnion", "chat"), { schemaId: schema.id });
    expect((await failureOf(join())).message).toContain("xdm:descriptorReferenceIdentity");
    await make("reference");
    expect((await join()).id).toBe(schema.id);
  });

  test("becomes one with a cardinality by a new descriptor", async () => {
    const made = await up(harness.provider, urnFor("relationship"), oneToOne());
    const many = await upAgain(harness.provider, made, program("relationship"));
    expect(many.diff.replaces).toEqual(["cardinality"]);
    expect(await ids()).toEqual([many.id]);
  });

  test("has no titles", async () => {
    const titled = oneToOne({ sourceToDestinationTitle: "Shop" });
    const failures = await failuresOf(up(harness.provider, urnFor("relationship"), titled));
    expect(failures["sourceToDestinationTitle"]).toContain("give one or remove it");
  });
});

test.each<[Kind, Properties, string, RegExp]>([
  ["reference", { property: "_tenant.chat.score" }, "property", /must be a string/],
  ["reference", { namespace: "no code" }, "namespace", /code of a namespace/],
  ["displayInfo", { titles: undefined }, "titles", /or one of descriptions, /],
  ["displayInfo", { titles: {} }, "titles", /is empty/],
  ["displayInfo", { titles: { "": "x" } }, "titles", /must be a language/],
  [
    "displayInfo",
    { property: "_tenant.chat.score", suggestedValues: { a: "A" } },
    "suggestedValues",
    /only a string/,
  ],
  ["relationship", { cardinality: "M:M" }, "cardinality", /must be one of/],
  ["relationship", { sourceToDestinationName: "" }, "sourceToDestinationName", /is empty/],
])("a %s descriptor with %j says at preview what to correct", async (kind, more, input, reason) => {
  const failures = await failuresOf(make(kind, more));
  const found = Object.entries(failures).filter(([property]) => property.startsWith(input));
  expect(found).toEqual([[expect.anything(), expect.stringMatching(reason)]]);
});

test.each([
  ["_tenant.chat.none", /the destination's schema has no field/],
  ["_tenant.chat.score", /of type integer, and _tenant\.chat\.email of type string/],
])("a relationship to the field %s says at preview what to correct", async (path, reason) => {
  const more = { destinationFields: schema.outputs["fields"], destinationProperty: path };
  const failures = await failuresOf(make("relationship", more));
  expect(failures).toEqual({ destinationProperty: expect.stringMatching(reason) as string });
});

test.each<[Kind, Properties]>([
  ["reference", { namespace: UNKNOWN }],
  ["relationship", { cardinality: UNKNOWN, destinationFields: UNKNOWN }],
  ["relationship", { destinationSchemaId: UNKNOWN, destinationProperty: UNKNOWN }],
  ["displayInfo", { titles: UNKNOWN, suggestedValues: { a: UNKNOWN } }],
  ["deprecation", {}],
])("a %s descriptor with values that are not known yet is valid: %j", async (kind, more) => {
  const source = { schemaId: UNKNOWN, property: UNKNOWN };
  for (const known of [source, { ...source, fields: UNKNOWN }]) {
    const { failures } = await harness.provider.check(
      urnFor(kind),
      program(kind, { ...known, ...more }),
    );
    expect(failures).toEqual([]);
  }
});
