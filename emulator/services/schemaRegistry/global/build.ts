import { objectOf, type JsonObject } from "../../../common/json";

export const ns = (path: string): string => `https://ns.adobe.com/xdm/${path}`;

export const text = (title: string, more: JsonObject = {}): JsonObject => ({
  title,
  type: "string",
  "meta:xdmType": "string",
  ...more,
});

/** A closed list: other values are rejected. */
export const choice = (title: string, values: readonly string[]): JsonObject => ({
  ...suggestion(title, values),
  enum: [...values],
});

/** An open list: XDM's `meta:enum` alone suggests values and rejects none. */
export const suggestion = (
  title: string,
  values: readonly string[],
  more: JsonObject = {},
): JsonObject =>
  text(title, { "meta:enum": Object.fromEntries(values.map((value) => [value, value])), ...more });

export const whole = (title: string, more: JsonObject = {}): JsonObject => ({
  title,
  type: "integer",
  "meta:xdmType": "int",
  ...more,
});

export const decimal = (title: string): JsonObject => ({
  title,
  type: "number",
  "meta:xdmType": "number",
});

export const flag = (title: string): JsonObject => ({
  title,
  type: "boolean",
  "meta:xdmType": "boolean",
});

export const moment = (title: string): JsonObject => ({
  title,
  type: "string",
  format: "date-time",
  "meta:xdmType": "date-time",
});

export const day = (title: string): JsonObject => ({
  title,
  type: "string",
  format: "date",
  "meta:xdmType": "date",
});

export const group = (title: string, properties: JsonObject): JsonObject => ({
  title,
  type: "object",
  "meta:xdmType": "object",
  properties,
});

export const ref = (title: string, id: string): JsonObject => ({ title, $ref: id });

/** What Compatibility Mode adds to a field: the name it has in standard XDM, `xdm:` before it. */
const named = (properties: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(properties).map(([name, value]) => {
      const field = objectOf(value);
      return [
        name,
        {
          ...field,
          ...(name.startsWith("_") ? {} : { "meta:xdmField": `xdm:${name}` }),
          ...(field["meta:xdmField"] === undefined
            ? {}
            : { "meta:xdmField": field["meta:xdmField"] }),
          ...(field["properties"] === undefined
            ? {}
            : { properties: named(objectOf(field["properties"])) }),
        },
      ];
    }),
  );

/** A document whose own properties sit in one definition, as all of Adobe's do. */
export const piece = (
  id: string,
  title: string,
  properties: JsonObject,
  more: { readonly allOf?: readonly string[]; readonly meta?: JsonObject } = {},
): JsonObject => {
  const own = id.slice(id.lastIndexOf("/") + 1);
  return {
    $id: id,
    title,
    type: "object",
    "meta:extensible": true,
    "meta:abstract": true,
    "meta:xdmType": "object",
    "meta:status": "stable",
    $schema: "http://json-schema.org/draft-06/schema#",
    definitions: { [own]: { properties: named(properties) } },
    allOf: [
      ...(more.allOf ?? []).map(($ref) => ({ $ref })),
      { $ref: `#/definitions/${own}`, type: "object", "meta:xdmType": "object" },
    ],
    ...more.meta,
  };
};
