import { UNKNOWN } from "../../../provider-sdk";
import type { Properties } from "../../../provider-sdk";
import { startHarness, writesTo } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS, fieldGroupProgram } from "../support/programs";
import { failureOf } from "../support/provider";
import { previewCreate, previewUpdate, up, upAgain, urnOf } from "../support/stack";
import type { Deployed } from "../support/stack";

/** `$id`s of classes, field groups and data types that programs give. */
const context = "https://ns.adobe.com/xdm/context/";
const COMMERCE = `${context}experienceevent-commerce`;
const ADDRESS = "https://ns.adobe.com/xdm/common/address";
const REGISTRY = "/data/foundation/schemaregistry/";

let harness: Harness;
let group: Deployed;
beforeAll(async () => {
  harness = await startHarness();
  group = await up(harness.provider, urnOf("xdm:FieldGroup", "chat"), fieldGroupProgram);
});
afterAll(() => harness.close());
afterEach(() => harness.clearFaults());

const at = {
  schema: urnOf("xdm:Schema", "some"),
  group: urnOf("xdm:FieldGroup", "some"),
  class: urnOf("xdm:Class", "some"),
  type: urnOf("xdm:DataType", "some"),
  table: urnOf("xdm:RelationalSchema", "some"),
};
type Kind = keyof typeof at;

const text = { type: "string" };
const programs: Readonly<Record<Kind, Properties>> = {
  schema: { class: EVENT_CLASS, fieldGroups: [] },
  group: { intendedToExtend: [EVENT_CLASS], properties: { a: text } },
  class: { behavior: "https://ns.adobe.com/xdm/data/record", properties: { a: text } },
  type: { properties: { a: text } },
  table: { properties: { a: text } },
};

/** Paths that are read while `work` is done, each as often as it is. */
async function readsOf(work: () => Promise<unknown>): Promise<string[]> {
  const before = (await harness.requests()).length;
  await work();
  const sent = (await harness.requests()).slice(before);
  return sent.map(({ path }) => path.replace(REGISTRY, "")).filter((path) => !/^.ims/.test(path));
}

function ofTenant(kind: string): string {
  return `https://ns.adobe.com/localtenant/${kind}/${"0".repeat(48)}`;
}
function typo(id: string): string {
  return `${id}s`;
}
function field(ref: string) {
  return { properties: { a: text, b: { type: "object", ref } } };
}
function deep(ref: string) {
  const items = { type: "object", properties: { c: { type: "object", ref } } };
  return { properties: { a: text, b: { type: "array", items } } };
}

/** What is wrong, the input that a message names, and the beginning of what it says. */
const cases: [what: string, Kind, Properties, property: string, says: string][] = [
  ["a field group of Adobe's", "schema", { fieldGroups: [{ ref: typo(COMMERCE) }] }, "fieldGroups[0].ref", `Adobe has no field group ${typo(COMMERCE)}, or the credential's role may not see it; correct the $id (near it: ${COMMERCE}`],
  ["a field group of the organization", "schema", { fieldGroups: [{ ref: ofTenant("mixins") }] }, "fieldGroups[0].ref", 'the sandbox "dev" has no field group'],
  ["a field group that another extends", "group", { extendedGroups: [typo(COMMERCE)] }, "extendedGroups[0]", "Adobe has no field group"],
  ["a field group of which another has single fields", "group", { extendedFields: [{ ref: ofTenant("mixins"), refProperty: ["a"] }] }, "extendedFields[0].ref", 'the sandbox "dev" has no field group'],
  ["the class that a field group is for", "group", { intendedToExtend: [typo(EVENT_CLASS)] }, "intendedToExtend[0]", `Adobe has no class ${typo(EVENT_CLASS)}`],
  ["a data type of Adobe's", "group", field(typo(ADDRESS)), "properties.b.ref", `Adobe has no data type ${typo(ADDRESS)}, or the credential's role may not see it; correct the $id (near it: ${ADDRESS}`],
  ["a data type of the organization", "group", field(ofTenant("datatypes")), "properties.b.ref", 'the sandbox "dev" has no data type'],
  ["a data type deep within", "group", deep(typo(ADDRESS)), "properties.b.items.properties.c.ref", "Adobe has no data type"],
  ["a data type inside a standard object", "group", { extendedGroups: [`${context}experienceevent-web`], standardProperties: { web: { b: { type: "object", ref: typo(ADDRESS) } } } }, "standardProperties.web.b.ref", "Adobe has no data type"],
  ["a data type of a class", "class", field(typo(ADDRESS)), "properties.b.ref", "Adobe has no data type"],
  ["a data type of a data type", "type", field(typo(ADDRESS)), "properties.b.ref", "Adobe has no data type"],
  ["a data type of a relational schema", "table", field(typo(ADDRESS)), "properties.b.ref", "Adobe has no data type"],
]; // prettier-ignore

describe("that do not exist are named at preview, and nothing is sent", () => {
  test.each(cases)("%s", async (_, kind, wrong, property, says) => {
    const words = `${property}: ${says}`;
    const given = { ...programs[kind], ...wrong };
    const sent = await writesTo(harness, REGISTRY, async () => {
      for (const one of [previewCreate, up])
        expect((await failureOf(one(harness.provider, at[kind], given))).message).toContain(words);
    });
    expect(sent).toEqual([]);
  });

  test.each(cases.filter(([, , wrong]) => !("intendedToExtend" in wrong)))(
    "%s, that an update adds",
    async (_, kind, wrong, property, says) => {
      const made = await up(harness.provider, at[kind], programs[kind]);
      const given = { ...programs[kind], ...wrong };
      const sent = await writesTo(harness, REGISTRY, async () => {
        for (const one of [previewUpdate, upAgain]) {
          const { message } = await failureOf(one(harness.provider, made, given));
          expect(message).toContain(`${property}: ${says}`);
        }
      });
      expect(sent).toEqual([]);
    },
  );

  test.each([
    ["a class of Adobe's", typo(EVENT_CLASS), `Adobe has no class ${typo(EVENT_CLASS)}`],
    ["a class of the organization", ofTenant("classes"), 'the sandbox "dev" has no class'],
    ["a field group in place of a class", COMMERCE, "is the $id of a field group, not of a class"],
  ])("%s of a schema", async (_, itsClass, says) => {
    const given = { ...programs.schema, class: itsClass };
    const failing = previewCreate(harness.provider, at.schema, given);
    expect((await failureOf(failing)).message).toContain(says);
  });

  test("all at once, each once", async () => {
    const given = {
      ...programs.group,
      extendedGroups: [typo(COMMERCE)],
      properties: { ...field(typo(ADDRESS)).properties, c: { type: "object", ref: typo(ADDRESS) } },
    };
    const { message } = await failureOf(previewCreate(harness.provider, at.group, given));
    expect(message.match(/Adobe has no/g)).toHaveLength(2);
  });
});

describe("that exist", () => {
  test("are read once for any number of resources, and those that every organization has not at all", async () => {
    const provider = await harness.another();
    const schema = {
      ...programs.schema,
      fieldGroups: [
        { ref: COMMERCE },
        { ref: `${context}experienceevent-web` },
        { ref: group.id, fields: group.outputs["fields"] },
      ],
    };
    const preview = (kind: Kind, name: string, given: Properties) =>
      previewCreate(provider, `${at[kind]}${name}`, { ...given, title: name });
    const names = Array.from({ length: 12 }, (_, index) => `one${index}`);
    const paths = await readsOf(async () => {
      await Promise.all(names.map((name) => preview("schema", name, schema)));
      const typed = { ...programs.type, ...field(ADDRESS) };
      await Promise.all(names.map((name) => preview("type", name, typed)));
    });
    const looks = paths.filter((path) => !/^tenant.(schemas|datatypes)(\?|$)/.test(path));
    const count = (wanted: string) => looks.filter((path) => path.startsWith(wanted)).length;
    // What is called while a read is in progress takes the next one.
    expect(count("global/fieldgroups")).toBeLessThanOrEqual(2);
    expect(count("global/datatypes")).toBeLessThanOrEqual(2);
    expect(count("tenant/fieldgroups/")).toBeLessThanOrEqual(2);
    expect(looks.length).toBeLessThanOrEqual(6);
    const again = await readsOf(() => preview("schema", "last", schema));
    expect(again.filter((path) => /fieldgroups|classes/.test(path))).toEqual([]);
  });

  test("and the run's own are not looked up", async () => {
    const { provider } = harness;
    const type = await up(provider, urnOf("xdm:DataType", "own"), programs.type);
    const paths = await readsOf(() =>
      previewCreate(provider, at.group, { ...programs.group, ...field(type.id) }),
    );
    // The lookup of the title.
    expect(paths.filter((path) => path !== "tenant/fieldgroups")).toEqual([]);
  });

  test("and those that stay in an update are not looked up", async () => {
    const given = { ...programs.schema, fieldGroups: [{ ref: COMMERCE }] };
    const made = await up(harness.provider, at.schema, given);
    const provider = await harness.another();
    const paths = await readsOf(() =>
      previewUpdate(provider, made, { ...given, description: "second" }),
    );
    expect(paths).toEqual([]);
  });

  test("pass where they are not in Adobe's list, which may not have all", async () => {
    const body = { results: [], _page: {}, _links: {} };
    await harness.fault({
      match: { method: "GET", path: `${REGISTRY}global/fieldgroups` },
      do: { status: 200, body },
    });
    const given = { ...programs.schema, fieldGroups: [{ ref: COMMERCE }] };
    await previewCreate(await harness.another(), at.schema, given);
  });
});

test("a credential that may not read the library has nothing looked up", async () => {
  await harness.fault({
    match: { method: "GET", path: `${REGISTRY}global/*` },
    do: { status: 403, body: { status: 403, title: "Forbidden" } },
  });
  const given = { ...programs.schema, fieldGroups: [{ ref: typo(COMMERCE) }] };
  await previewCreate(await harness.another(), at.schema, given);
});

test("what is not known yet is not looked up", async () => {
  const provider = await harness.another();
  const paths = await readsOf(async () => {
    await previewCreate(provider, at.schema, { class: UNKNOWN, fieldGroups: UNKNOWN, title: "x" });
    await previewCreate(provider, at.schema, {
      class: EVENT_CLASS,
      fieldGroups: [UNKNOWN, { ref: UNKNOWN }, { ref: UNKNOWN, refProperty: ["a"] }],
      title: "x",
    });
    await previewCreate(provider, at.group, {
      intendedToExtend: [UNKNOWN],
      properties: { a: { type: "object", ref: UNKNOWN }, b: UNKNOWN },
      extendedGroups: UNKNOWN,
      extendedFields: [UNKNOWN],
      standardProperties: UNKNOWN,
      title: "x",
    });
  });
  expect(paths.filter((path) => !path.startsWith("tenant/"))).toEqual([]);
});

describe("single fields that an update adds", () => {
  test("are looked up at preview", async () => {
    const given = (...refProperty: string[]) => ({
      ...programs.schema,
      fieldGroups: [{ ref: COMMERCE, refProperty }],
    });
    const made = await up(harness.provider, at.schema, given("commerce.order"));
    const change = () =>
      previewUpdate(harness.provider, made, given("commerce.order", "commerce.orders"));
    expect((await failureOf(change())).message).toContain(
      "fieldGroups[0].refProperty[1]: the field group has no field commerce.orders; correct it. Did you mean commerce.order",
    );
    await previewUpdate(harness.provider, made, given("commerce.order", "commerce.purchases"));
  });

  test("may be some that the same run adds to the program's own field group", async () => {
    const { provider } = harness;
    const urn = urnOf("xdm:FieldGroup", "grows");
    const own = await up(provider, urn, programs.group);
    const given = (...refProperty: string[]) => ({
      ...programs.schema,
      fieldGroups: [{ ref: own.id, refProperty }],
    });
    const made = await up(provider, at.schema, given("_tenant.a"));
    const next = await harness.another();
    const more = { ...programs.group, properties: { a: text, b: text } };
    await previewUpdate(next, own, more);
    await previewUpdate(next, made, given("_tenant.a", "_tenant.b"));
    const wrong = () => previewUpdate(next, made, given("_tenant.a", "_tenant.c"));
    expect((await failureOf(wrong())).message).toContain("has no field _tenant.c");
    await upAgain(next, own, more);
    await upAgain(next, made, given("_tenant.a", "_tenant.b"));
  });
});
