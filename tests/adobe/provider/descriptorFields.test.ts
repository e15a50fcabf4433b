import type { Json } from "../../../adobe/client/json";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  descriptorPrograms,
  descriptorTypes,
  fieldGroupProgram,
  schemaProgram,
} from "../support/programs";
import { failureOf } from "../support/provider";
import { CheckFailed, destroy, importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/**
 * The field of a descriptor, for all six types. Adobe has further forms of it: a list, and the name with
 * its prefix. Another form of the same field is not a change, and a list of several fields is never lost.
 */
let harness: Harness;
let schema: Deployed;
let group: Deployed;
beforeEach(async () => {
  harness = await startHarness();
  group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
  schema = await up(harness.provider, urnOf("xdm:Schema", "chat"), schemaProgram(group));
});
afterEach(() => harness.close());

const types = {
  ...descriptorTypes,
  identity: "xdm:IdentityDescriptor",
  label: "xdm:LabelDescriptor",
} as const;
type Kind = keyof typeof types;
const kinds = Object.keys(types) as Kind[];
function urnFor(kind: Kind) {
  return urnOf(types[kind], "email");
}

function program(kind: Kind, more: Properties = {}): Properties {
  const property = "_tenant.chat.email";
  const all: Record<Kind, Properties> = {
    ...descriptorPrograms(schema),
    identity: { schemaId: schema.id, property, namespace: "Email" },
    label: { ownerId: schema.id, property, labels: ["core/I1"] },
  };
  return { ...all[kind], ...more };
}
async function there(id: string): Promise<Json> {
  const found = await harness.ui.registry.getDescriptor(id);
  if (found === undefined) throw new Error("gone");
  return found;
}
/** Changes a descriptor as somebody does in Adobe's UI. Returns what it is then. */
async function byHand(id: string, change: Json): Promise<Json> {
  await harness.ui.registry.replaceDescriptor(id, { ...(await there(id)), ...change });
  return there(id);
}
async function failuresOf(work: Promise<unknown>): Promise<string> {
  const error = await work.catch((reason: unknown) => reason);
  if (!(error instanceof CheckFailed))
    throw new Error(`expected a CheckFailed, not ${String(error)}`);
  return error.failures.map(({ property, reason }) => `${property} ${reason}`).join();
}

describe.each(kinds)("a %s descriptor", (kind) => {
  test("that became one for several fields stays as it is: only a refresh goes on, with a warning", async () => {
    const made = await up(harness.provider, urnFor(kind), program(kind));
    const both = ["/_localtenant/chat/mood", "/_localtenant/chat/email"];
    const before = await byHand(made.id, { "xdm:sourceProperty": both });
    const other = program(kind, { property: "_tenant.chat.mood" });
    const fix = "replace it at Adobe by one for each field";
    const steps = [
      () => importOne(harness.provider, urnFor(kind), made.id),
      () => upAgain(harness.provider, made, other),
      () => destroy(harness.provider, made),
    ];
    for (const step of steps) {
      const { message } = await failureOf(step());
      expect(message).toContain("is for several fields");
      expect(message).toContain(fix);
    }
    const read = await refresh(harness.provider, made);
    expect(read?.inputs).toEqual(made.inputs);
    expect(harness.provider.said("warning").join()).toContain(fix);
    expect(await there(made.id)).toEqual(before);
  });

  test("of other fields by now shows the first of them, also when the state's is gone", async () => {
    const made = await up(harness.provider, urnFor(kind), program(kind));
    await byHand(made.id, { "xdm:sourceProperty": ["/_localtenant/chat/mood", "/eventType"] });
    const read = await refresh(harness.provider, made);
    expect(read?.inputs["property"]).toBe("_tenant.chat.mood");
  });

  test("of a list with one name with its prefix is that of the field", async () => {
    const form = ["/xdm:eventType"];
    const wanted = program(kind, { property: "eventType" });
    const theirs = await up(await harness.another({}, { id: "other" }), urnFor(kind), wanted);
    await byHand(theirs.id, { "xdm:sourceProperty": form });
    const { message } = await failureOf(up(harness.provider, urnFor(kind), wanted));
    expect(message).toContain(theirs.id);
    const imported = await importOne(harness.provider, urnFor(kind), theirs.id);
    expect(imported.inputs["property"]).toBe("eventType");
    const mine = await upAgain(harness.provider, imported, wanted);
    expect(mine.diff.changes).toEqual({});
    expect(await there(theirs.id)).toMatchObject({ "xdm:sourceProperty": form });
  });

  test("keeps the name with its prefix when the program has it", async () => {
    const wanted = program(kind, { property: "xdm:eventType", fields: schema.outputs["fields"] });
    const made = await up(harness.provider, urnFor(kind), wanted);
    const read = await refresh(harness.provider, made);
    expect((await upAgain(harness.provider, read ?? made, wanted)).diff.changes).toEqual({});
  });
});

describe("a label", () => {
  test("does not change for several fields at once", async () => {
    const made = await up(harness.provider, urnFor("label"), program("label"));
    const both = ["/_localtenant/chat/email", "/_localtenant/chat/mood"];
    const before = await byHand(made.id, { "xdm:sourceProperty": both });
    const update = upAgain(harness.provider, made, program("label", { labels: ["core/I2"] }));
    expect((await failureOf(update)).message).toContain("is for several fields");
    expect(await there(made.id)).toEqual(before);
  });

  test.each(["identityMap", "eventType", "_id", "_tenant.chat.messages[*].text"])(
    "can be that of %s",
    async (property) => {
      const wanted = program("label", { property, fields: schema.outputs["fields"] });
      const made = await up(harness.provider, urnFor("label"), wanted);
      const imported = await importOne(await harness.another(), urnFor("label"), made.id);
      expect((await upAgain(harness.provider, imported, wanted)).diff.changes).toEqual({});
    },
  );

  test.each(["_tenant", "_localtenant"])("of %s says that it cannot be", async (property) => {
    const failures = await failuresOf(
      up(harness.provider, urnFor("label"), program("label", { property })),
    );
    expect(failures).toContain("property is the tenant's whole namespace");
  });
});

test("a one-to-one relationship keeps the namespace that only others can have", async () => {
  const theirs = await harness.ui.registry.createDescriptor({
    "@type": "xdm:descriptorOneToOne",
    "xdm:sourceSchema": schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": "/_localtenant/chat/mood",
    "xdm:destinationSchema": schema.id,
    "xdm:destinationVersion": 1,
    "xdm:destinationProperty": "/_localtenant/chat/email",
    "xdm:destinationNamespace": "Email",
  });
  const imported = await importOne(harness.provider, urnFor("relationship"), theirs["@id"]);
  expect(harness.provider.said("warning").join()).toContain(
    "no program can write: xdm:destinationNamespace",
  );
  const wanted = { schemaId: schema.id, property: "_tenant.chat.mood", destinationSchemaId: schema.id }; // prettier-ignore
  const first = { ...wanted, destinationProperty: "_tenant.chat.email" };
  const mine = await upAgain(harness.provider, imported, first);
  expect(mine.diff.changes).toEqual({});
  await upAgain(harness.provider, mine, { ...wanted, destinationProperty: "eventType" });
  expect(await there(theirs["@id"])).toMatchObject({
    "xdm:destinationProperty": "/eventType",
    "xdm:destinationNamespace": "Email",
  });
});

test("a suggested value keeps its other languages when the program changes its title", async () => {
  const wanted = { property: "eventType", suggestedValues: { a: "A", b: "B" } };
  const made = await up(harness.provider, urnFor("displayInfo"), program("displayInfo", wanted));
  await byHand(made.id, { "meta:enum": { a: { en_us: "A", de: "Ah" }, b: "B" } });
  const changed = { ...wanted, suggestedValues: { a: "A2", b: "B2" } };
  await upAgain(harness.provider, made, program("displayInfo", changed));
  expect(await there(made.id)).toMatchObject({
    "meta:enum": { a: { en_us: "A2", de: "Ah" }, b: "B2" },
  });
});
