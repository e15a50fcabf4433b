import fc from "fast-check";

import type { Json } from "../../../adobe/client/json";
import { EVENT_CLASS } from "./programs";

const TENANT = "_acme";

const name = fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,6}$/);
/** What the registry or a later version of it may add to anything. */
const additions = fc.dictionary(
  fc.constantFrom("meta:xdmType", "meta:titleId", "meta:descriptionId", "xdm:note", "examples"),
  fc.oneof(fc.string(), fc.array(fc.string()), fc.dictionary(fc.string(), fc.integer())),
  { maxKeys: 2 },
);

const { field } = fc.letrec<{ field: Json }>((tie) => ({
  field: fc
    .tuple(
      fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        fc.record(
          {
            type: fc.constant("string"),
            title: fc.string(),
            pattern: fc.constant("^a"),
            enum: fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 3 }),
          },
          { requiredKeys: ["type"] },
        ),
        fc.record({ type: fc.constantFrom("integer", "number", "boolean") }),
        // What no program can express: data types, maps, fields without a type, names with an underscore first.
        fc.record({ $ref: fc.webUrl() }),
        fc.record({ type: fc.constant("object"), additionalProperties: fc.constant({}) }),
        fc.record({ oneOf: fc.constant([{ type: "string" }]) }),
        fc.record({
          type: fc.constant("object"),
          properties: fc.dictionary(fc.oneof(name, fc.constant("_inner")), tie("field"), {
            maxKeys: 3,
          }),
        }),
        fc.record({ type: fc.constant("array"), items: tie("field") }),
      ),
      additions,
    )
    .map(([one, more]) => ({ ...more, ...one })),
}));

const fields = fc.dictionary(name, field, { maxKeys: 4 });

/** Below Adobe's standard paths, where the tenant's fields may be too. */
const standard = fc.dictionary(
  fc.constantFrom("web", "commerce", "productListItems"),
  fields.map((properties) => ({
    type: "object",
    properties: { [TENANT]: { type: "object", properties } },
  })),
  { maxKeys: 2 },
);

const definition = fc
  .record({ tenant: fc.option(fields), standard, additions })
  .map(({ tenant, standard: others, additions: more }) => ({
    ...more,
    type: "object",
    properties: {
      ...others,
      ...(tenant === null
        ? {}
        : { [TENANT]: { type: "object", "meta:note": "x", properties: tenant } }),
    },
  }));

const part = fc.oneof(
  fc.record({ $ref: fc.constantFrom("https://ns.adobe.com/xdm/context/experienceevent-web") }),
  fc.record({ $ref: fc.webUrl(), "meta:note": fc.string() }),
  fc.record({ type: fc.constant("object"), properties: fc.constant({}) }),
);

export interface GrownFieldGroup {
  readonly object: Json;
  /** The same object with another title of the field `id`, which is in it once. */
  readonly withTitle: (title: string) => Json;
}

/** Field groups as people and Adobe's UI make them, and as nobody has made them yet. */
export const grownFieldGroup: fc.Arbitrary<GrownFieldGroup> = fc
  .record({
    parts: fc.array(part, { maxLength: 4 }),
    definitions: fc.dictionary(
      fc.oneof(name, fc.constantFrom("customFields", "a/b~c", "__proto")),
      definition,
      { maxKeys: 3 },
    ),
    owner: fc.constantFrom("customFields", "own", "x/y~z"),
    classes: fc.uniqueArray(
      fc.constantFrom(EVENT_CLASS, "https://ns.adobe.com/xdm/context/profile"),
      {
        minLength: 1,
      },
    ),
    extendsGroups: fc.option(fc.uniqueArray(fc.webUrl(), { maxLength: 2 })),
    additions,
  })
  .map(({ parts, definitions, owner, classes, extendsGroups, additions: more }) => {
    const withTitle = (title: string): Json => {
      const all: Json = { ...structuredClone(withoutId(definitions)) };
      const holder = (all[owner] ??= { type: "object", properties: {} }) as { properties: Json };
      const tenant = (holder.properties[TENANT] ??= { type: "object", properties: {} }) as {
        properties: Json;
      };
      tenant.properties["id"] = { type: "string", title, "meta:xdmType": "string", "meta:note": 1 };
      const refs = Object.keys(all).map((key) => ({ $ref: `#/definitions/${key}` }));
      return {
        ...more,
        $id: "https://ns.adobe.com/acme/mixins/1f",
        "meta:altId": "_acme.mixins.1f",
        "meta:tenantNamespace": TENANT,
        version: "1.0",
        title: "By hand",
        description: "first",
        "meta:intendedToExtend": classes,
        ...(extendsGroups === null ? {} : { "meta:extends": extendsGroups }),
        definitions: all,
        allOf: [...parts, ...refs],
      };
    };
    return { object: withTitle("Id"), withTitle };
  });

/** `id` is in one place only, so that the test knows where it is changed. */
function withoutId(definitions: Json): Json {
  return JSON.parse(
    JSON.stringify(definitions, (key, value: unknown) => (key === "id" ? undefined : value)),
  ) as Json;
}
