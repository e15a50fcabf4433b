import fc from "fast-check";

import type { Json } from "../../../adobe/client/json";

/** Names of fields as Adobe takes them. */
const name = fc.stringMatching(/^[a-z][A-Za-z0-9_-]{0,5}$/);

const texts = fc.record(
  { title: fc.string(), description: fc.string(), "meta:status": fc.constant("deprecated") },
  { requiredKeys: [] },
);

const values = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { minLength: 1, maxLength: 3 });
function titled(all: readonly (string | number)[]): Json {
  return Object.fromEntries(all.map((one) => [String(one), `The ${one}`]));
}

const text: fc.Arbitrary<Json> = fc.oneof(
  fc.record(
    { pattern: fc.constant("^a"), minLength: fc.nat(3), maxLength: fc.integer({ min: 3, max: 9 }) },
    { requiredKeys: [] },
  ),
  fc.record({ format: fc.constantFrom("date", "date-time", "uri") }),
  values.map((all) => ({ enum: all, "meta:enum": titled(all), default: all[0] })),
  // Suggested values.
  values.map((all) => ({ "meta:enum": titled(all) })),
).map((more) => ({ type: "string", ...more })); // prettier-ignore

const whole: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom(0, 128, 32_768, 2_147_483_648, 2 ** 53).map((bound) => ({
    ...(bound === 0 ? {} : { minimum: -bound, maximum: bound }),
  })),
  fc.record({ minimum: fc.integer({ max: 0 }), maximum: fc.integer({ min: 1 }) }),
  // A width that does not follow from the bounds.
  fc.record({ "meta:xdmType": fc.constantFrom("byte", "short", "long") }),
  fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 3 }).map((all) => ({
    enum: all, "meta:enum": titled(all), default: all[0],
  })),
).map((more) => ({ type: "integer", ...more })); // prettier-ignore

const other: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ type: fc.constant("number"), default: fc.double({ noNaN: true, noDefaultInfinity: true }) }, { requiredKeys: ["type"] }),
  fc.record({ type: fc.constant("boolean"), default: fc.boolean() }, { requiredKeys: ["type"] }),
  fc.record({
    type: fc.constant("object"),
    $ref: fc.constantFrom("https://ns.adobe.com/xdm/common/address", "https://ns.adobe.com/xdm/context/webinfo"),
  }),
  fc.constantFrom("string", "integer").map((type) => ({
    type: "object", "meta:xdmType": "map", additionalProperties: { type },
  })),
); // prettier-ignore

const { field } = fc.letrec<{ field: Json }>((tie) => ({
  field: fc
    .tuple(
      fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        text,
        whole,
        other,
        fc.record({ type: fc.constant("array"), items: tie("field") }),
        fc.dictionary(name, tie("field"), { minKeys: 1, maxKeys: 3 }).map((properties) => ({
          type: "object",
          properties,
          required: Object.keys(properties).slice(0, 1),
        })),
      ),
      texts,
    )
    .map(([one, more]) => ({ ...more, ...one })),
}));

/** Fields in the registry's form: everything that a program can write. */
export const registryFields: fc.Arbitrary<Json> = fc.dictionary(name, field, {
  minKeys: 1,
  maxKeys: 4,
});
