import { objectOf, type JsonObject } from "../../../common/json";

export function ns(path: string): string {
  return `https://ns.adobe.com/xdm/${path}`;
}

export function text(title: string, more: JsonObject = {}): JsonObject {
  return {
    title,
    type: "string",
    "meta:xdmType": "string",
    ...more,
  };
}

/** A closed list: other values are rejected. */
export function choice(title: string, values: readonly string[]): JsonObject {
  return {
    ...suggestion(title, values),
    enum: [...values],
  };
}

/** An open list: XDM's `meta:enum` alone suggests values and rejects none. */
export function suggestion(
  title: string,
  values: readonly string[],
  more: JsonObject = {},
): JsonObject {
  return text(title, {
    "meta:enum": Object.fromEntries(values.map((value) => [value, value])),
    ...more,
  });
}

export function whole(title: string, more: JsonObject = {}): JsonObject {
  return {
    title,
    type: "integer",
    "meta:xdmType": "int",
    ...more,
  };
}

export function decimal(title: string): JsonObject {
  return {
    title,
    type: "number",
    "meta:xdmType": "number",
  };
}

export function flag(title: string): JsonObject {
  return {
    title,
    type: "boolean",
    "meta:xdmType": "boolean",
  };
}

export function moment(title: string): JsonObject {
  return {
    title,
    type: "string",
    format: "date-time",
    "meta:xdmType": "date-time",
  };
}

export function day(title: string): JsonObject {
  return {
    title,
    type: "string",
    format: "date",
    "meta:xdmType": "date",
  };
}

export function group(title: string, properties: JsonObject): JsonObject {
  return {
    title,
    type: "object",
    "meta:xdmType": "object",
    properties,
  };
}

export function list(title: string, items: JsonObject): JsonObject {
  return {
    title,
    type: "array",
    "meta:xdmType": "array",
    items,
  };
}

export function ref(title: string, id: string): JsonObject {
  return { title, $ref: id };
}

/** What Compatibility Mode adds to a field: the name it has in standard XDM, `xdm:` before it. */
function named(properties: JsonObject): JsonObject {
  return Object.fromEntries(
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
          ...(objectOf(field["items"])["properties"] === undefined
            ? {}
            : {
                items: {
                  ...objectOf(field["items"]),
                  properties: named(objectOf(objectOf(field["items"])["properties"])),
                },
              }),
        },
      ];
    }),
  );
}

/** A document whose own properties sit in one definition, as all of Adobe's do. */
export function piece(
  id: string,
  title: string,
  properties: JsonObject,
  more: { readonly allOf?: readonly string[]; readonly meta?: JsonObject } = {},
): JsonObject {
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
}
