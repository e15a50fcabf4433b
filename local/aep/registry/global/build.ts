import type { JsonObject } from "../../core/json";

export const ns = (path: string): string => `https://ns.adobe.com/xdm/${path}`;

export const text = (title: string, more: JsonObject = {}): JsonObject => ({
  title,
  type: "string",
  "meta:xdmType": "string",
  ...more,
});

export const choice = (title: string, values: readonly string[]): JsonObject =>
  text(title, { enum: [...values], "meta:enum": Object.fromEntries(values.map((v) => [v, v])) });

export const whole = (title: string): JsonObject => ({
  title,
  type: "integer",
  "meta:xdmType": "int",
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
    "meta:xdmType": "object",
    definitions: { [own]: { properties } },
    allOf: [
      ...(more.allOf ?? []).map(($ref) => ({ $ref })),
      { $ref: `#/definitions/${own}`, type: "object", "meta:xdmType": "object" },
    ],
    ...more.meta,
  };
};
