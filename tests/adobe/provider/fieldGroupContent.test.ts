import fc from "fast-check";

import type { Json } from "../../../adobe/client/json";
import type { RegistryResource } from "../../../adobe/client/schemaRegistry";
import { groupBody, groupContent, requiredNames } from "../../../adobe/provider/xdm/groupForm";
import { inexpressible } from "../../../adobe/provider/xdm/inexpressible";
import { rawFields } from "../../../adobe/provider/xdm/tenantPlaces";
import { runsFull } from "../../support/full";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { EVENT_CLASS } from "../support/programs";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";
import { registryFields } from "../support/xdmFields";

/** A field group as XDM is: what a program can write comes back as it was, the rest is named. */
const WEB = "https://ns.adobe.com/xdm/context/experienceevent-web";
const PRODUCTS = "https://ns.adobe.com/xdm/context/experienceevent-commerce";
const TENANT = "_acme";

function resource(more: Json): RegistryResource {
  return {
    $id: "https://ns.adobe.com/acme/mixins/1f",
    "meta:altId": "_acme.mixins.1f",
    "meta:tenantNamespace": TENANT,
    title: "By hand",
    "meta:intendedToExtend": [EVENT_CLASS],
    ...more,
  };
}

function ofTenant(fields: Json, required: readonly string[] = []): Json {
  const isRequired = required.length > 0;
  return {
    type: "object",
    ...(isRequired ? { required: [TENANT] } : {}),
    properties: {
      [TENANT]: { type: "object", ...(isRequired ? { required } : {}), properties: fields },
    },
  };
}

/** Field groups of which a program can write everything, in the forms that they have at Adobe. */
const group = fc
  .record({
    fields: registryFields,
    isRequired: fc.boolean(),
    inWeb: fc.option(registryFields),
    inPage: fc.option(registryFields),
    inProducts: fc.option(registryFields),
    extended: fc.subarray([WEB, PRODUCTS]),
    isSingle: fc.boolean(),
    isInline: fc.boolean(),
    requires: fc.constantFrom("nothing", "inside", "all"),
  })
  .map(
    ({ fields, isRequired, inWeb, inPage, inProducts, extended, isSingle, isInline, requires }) => {
      const own = ofTenant(fields, isRequired ? Object.keys(fields).slice(0, 1) : []);
      const properties = own["properties"] as Json;
      if (inWeb !== null) {
        properties["web"] = ofTenant(inWeb, requires === "nothing" ? [] : names(inWeb));
        if (requires === "all")
          own["required"] = [...((own["required"] as string[] | undefined) ?? []), "web"];
      }
      const page = inPage === null ? {} : { web: nested("webPageDetails", ofTenant(inPage)) };
      const products =
        inProducts === null
          ? {}
          : { productListItems: { type: "array", items: ofTenant(inProducts, names(inProducts)) } };
      const more = { type: "object", properties: { ...page, ...products } };
      return resource({
        ...(extended.length === 0 ? {} : { "meta:extends": extended }),
        definitions: {
          customFields: own,
          ...(isInline ? {} : { more }),
        },
        allOf: [
          ...extended.map(($ref) =>
            isSingle && $ref === WEB ? { $ref, "meta:refProperty": ["/web"] } : { $ref },
          ),
          { $ref: "#/definitions/customFields" },
          isInline ? more : { $ref: "#/definitions/more" },
        ],
      });
    },
  );

/** The first of the names, if there is one. */
function names(fields: Json): string[] {
  return Object.keys(fields).slice(0, 1);
}

function nested(name: string, inner: Json): Json {
  return { type: "object", properties: { [name]: inner } };
}

/** What a group says, wherever in the group it says it. */
function meaning(of: RegistryResource): unknown {
  const parts = (of["allOf"] as { $ref?: string }[]).filter(hasRef);
  return JSON.parse(
    JSON.stringify({
      fields: rawFields(of, TENANT),
      required: requiredNames(of, TENANT),
      inside: requiredInside(of),
      extended: byRef(parts.filter(({ $ref }) => !$ref.startsWith("#"))),
      extends: (of["meta:extends"] as string[] | undefined)?.toSorted(),
    }),
  );
}

function requiredInside(of: RegistryResource) {
  const { standardRequired = [] } = groupContent(of, TENANT);
  return standardRequired.toSorted();
}

function hasRef(part: { $ref?: string }): part is { $ref: string } {
  return part.$ref !== undefined;
}

function byRef(parts: readonly { $ref: string }[]) {
  return parts.toSorted((a, b) => a.$ref.localeCompare(b.$ref));
}

const pure = { numRuns: runsFull ? 1_000 : 40 };

test("what is read is written as it was, and nothing is lost without a word", () => {
  fc.assert(
    fc.property(group, (found) => {
      const written = resource(groupBody(groupContent(found, TENANT), TENANT));
      expect(meaning(written)).toEqual(meaning(found));
      expect(inexpressible(found, TENANT)).toEqual([]);
    }),
    pure,
  );
});

describe("what no program can write is named by its path", () => {
  const fields = { id: { type: "string" } };
  const defined = (holder: Json, more: Json = {}) =>
    resource({ definitions: { own: holder }, ...more });
  test.each<[string, RegistryResource, string[]]>([
    ["a field without a type", defined(ofTenant({ a: { oneOf: [] } })), ["_tenant.a"]],
    [
      "a name with an underscore first, in a list",
      defined(
        ofTenant({
          a: { type: "array", items: ofInner({ _b: { type: "string" }, c: fields.id }) },
        }),
      ),
      ["_tenant.a[*]._b"],
    ],
    [
      "examples",
      defined(ofTenant({ a: { type: "string", examples: ["x"] } })),
      ["_tenant.a examples"],
    ],
    [
      "enum of booleans",
      defined(ofTenant({ a: { type: "boolean", enum: [true] } })),
      ["_tenant.a enum"],
    ],
    [
      "another XDM type",
      defined(ofTenant({ a: { type: "string", "meta:xdmType": "binary" } })),
      ["_tenant.a meta:xdmType"],
    ],
    [
      "a standard field that is written again",
      defined({ type: "object", properties: { web: ofInner({ name: { type: "string" } }) } }),
      ["web.name"],
    ],
    [
      "a field of Adobe's that is required",
      defined({
        type: "object",
        required: ["web"],
        properties: { web: { ...ofTenant(fields), required: ["webPageDetails"] } },
      }),
      ["web required"],
    ],
    [
      "a required field that no program can write, in one of Adobe's objects",
      defined({
        type: "object",
        properties: { web: ofTenant({ _a: { type: "string" } }, ["_a"]) },
      }),
      ["web required", "web._tenant required", "web._tenant._a"],
    ],
    [
      "a part of its own with more than fields",
      defined(ofTenant(fields), { allOf: [{ properties: {}, oneOf: [] }, { $ref: "x" }] }),
      ["allOf", "oneOf"],
    ],
    [
      "a reference to some fields of a group in a form that Adobe does not have",
      defined(ofTenant(fields), {
        allOf: [
          {
            $ref: "https://ns.adobe.com/xdm/x",
            type: "object",
            "meta:refProperty": "/properties/web",
          },
        ],
      }),
      ["allOf[0] meta:refProperty"],
    ],
    ["a key of the group", defined(ofTenant(fields), { "meta:note": 1 }), ["meta:note"]],
    [
      "fields required of an object that may be missing",
      defined({ ...ofTenant(fields, ["id"]), required: [] }),
      ["_tenant required"],
    ],
  ])("%s", (_, found, paths) => {
    expect(inexpressible(found, TENANT)).toEqual(paths);
  });
});

function ofInner(properties: Json): Json {
  return { type: "object", properties };
}

describe("with the registry", () => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await startHarness();
  });
  afterAll(() => harness.close());
  const urn = urnOf("xdm:FieldGroup", "all");

  test("a program that is deployed, read and imported is not a change", async () => {
    await fc.assert(
      fc.asyncProperty(group, async (random) => {
        const program = { intendedToExtend: [EVENT_CLASS], ...groupContent(random, TENANT) };
        const { provider } = harness;
        const made = await up(provider, urn, program);
        const read = await refresh(provider, made);
        if (read === undefined) throw new Error("gone");
        expect(read.inputs).toEqual(made.inputs);
        expect(read.outputs).toEqual(made.outputs);
        const imported = await importOne(provider, urn, made.id);
        const titled = { ...program, title: made.outputs["title"] };
        for (const state of [made, read, { ...imported, program: titled }]) {
          const again = await upAgain(provider, state, "program" in state ? titled : program);
          expect(again.diff.changes).toEqual({});
        }
        await provider.delete(urn, made.id, made.outputs, made.inputs);
      }),
      { numRuns: runsFull ? 100 : 8 },
    );
  });

  test("every part of the content changes in place, and comes back", async () => {
    const { provider } = harness;
    const text = { type: "string" };
    const made = await up(provider, urnOf("xdm:FieldGroup", "grows"), {
      intendedToExtend: [EVENT_CLASS],
      properties: { id: text },
    });
    const grown = {
      intendedToExtend: [EVENT_CLASS],
      properties: {
        id: { type: "string", default: "x" },
        rating: { type: "integer", enum: ["1", "2"], enumTitles: { 1: "Bad" } },
        big: { type: "integer", xdmType: "long" },
        labels: { type: "object", additionalProperties: text },
        office: { type: "object", ref: "https://ns.adobe.com/xdm/common/address" },
      },
      required: ["id"],
      extendedGroups: [WEB],
      standardProperties: { web: { a: text }, "web.webPageDetails": { b: text } },
      standardRequired: ["web", "web._tenant", "web._tenant.a"],
    };
    const changed = await upAgain(provider, made, grown);
    expect(changed.diff.replaces).toEqual([]);
    const stored = await harness.ui.registry.get("fieldgroups", made.id);
    expect(JSON.stringify(stored)).toContain('"enum":[1,2]');
    expect((await refresh(provider, changed))?.inputs).toEqual(changed.inputs);
    expect((await upAgain(provider, changed, grown)).diff.changes).toEqual({});

    const more = {
      ...grown,
      required: [],
      standardRequired: ["web", "web.webReferrer", "web.webReferrer._tenant", "productListItems"],
      standardProperties: {
        web: { a: text, c: text },
        "web.webReferrer": { d: text },
        "productListItems[*]": { e: text },
      },
    };
    const again = await upAgain(provider, changed, more);
    const read = await refresh(provider, again);
    expect(read?.inputs).toEqual(again.inputs);
    expect(Object.keys(read?.inputs["standardProperties"] as Json).sort()).toEqual([
      "productListItems[*]", "web", "web.webPageDetails", "web.webReferrer",
    ]); // prettier-ignore
    expect(read?.outputs["fields"]).toMatchObject({
      "web.webPageDetails._tenant.b": "string",
      "productListItems[*]._tenant.e": "string",
      "_tenant.labels": "any",
    });
  });

  test("required fields touch no definition that requires nothing", async () => {
    const { provider } = harness;
    const text = { type: "string" };
    const urn = urnOf("xdm:FieldGroup", "two parts");
    const program = { intendedToExtend: [EVENT_CLASS], properties: { id: text } };
    const made = await up(provider, urn, program);
    const more = {
      type: "object",
      properties: { _localtenant: { type: "object", properties: { b: text } } },
    };
    const ref = { $ref: "#/definitions/more" };
    await harness.ui.registry.patch("fieldgroups", made.id, [
      { op: "add", path: "/definitions/more", value: more },
      { op: "add", path: "/allOf/-", value: ref },
    ]);
    const definition = async () => {
      const found = await harness.ui.registry.get("fieldgroups", made.id);
      const { more: stored } = found?.["definitions"] as Json;
      return JSON.stringify(stored);
    };
    const both = { ...program, properties: { id: text, b: text } };
    const known = (await refresh(provider, made)) ?? made;
    const required = await upAgain(provider, known, { ...both, required: ["id"] });
    expect(required.inputs["required"]).toEqual(["id"]);
    expect(await definition()).not.toContain("required");
    expect((await refresh(provider, required))?.inputs).toEqual(required.inputs);
    const none = await upAgain(provider, required, { ...both, required: [] });
    expect(await definition()).not.toContain("required");
    expect((await refresh(provider, none))?.inputs).toEqual(none.inputs);
  });

  test("a preview knows the types of all fields that the deployment has", async () => {
    const { provider } = harness;
    const { inputs } = await provider.check(urnOf("xdm:FieldGroup", "previewed"), {
      intendedToExtend: [EVENT_CLASS],
      properties: { office: { type: "object", ref: "https://ns.adobe.com/xdm/common/address" } },
      extendedGroups: [WEB],
      standardProperties: { "commerce.order": { a: { type: "string" } } },
    });
    const previewed = await provider.create(urnOf("xdm:FieldGroup", "previewed"), inputs, {
      preview: true,
    });
    const made = await provider.create(urnOf("xdm:FieldGroup", "previewed"), inputs);
    expect(previewed.properties["fields"]).toEqual(made.properties["fields"]);
  });
});
