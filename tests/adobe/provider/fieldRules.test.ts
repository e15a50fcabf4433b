import { isObject } from "../../../adobe/client/json";
import { UNKNOWN } from "../../../provider-sdk";
import { checkHarness, group } from "../support/checkHarness";
import { chatFields } from "../support/programs";

const { failures } = checkHarness();

describe("values, maps, data types and widths", () => {
  test.each([
    [
      "a value that is no integer",
      { a: { type: "integer", enum: ["1", "1.5"] } },
      "properties.a.enum",
      /"1.5", which is no integer/,
    ],
    [
      "a title of a value that is no number",
      { a: { type: "number", enumTitles: { high: "High" } } },
      "properties.a.enumTitles",
      /"high", which is no number/,
    ],
    [
      "a default that is no boolean",
      { a: { type: "boolean", default: "yes" } },
      "properties.a.default",
      /"yes", which is no boolean/,
    ],
    [
      "a map with fields of its own",
      {
        a: {
          type: "object",
          properties: { b: { type: "string" } },
          additionalProperties: { type: "string" },
        },
      },
      "properties.a.properties",
      /together with additionalProperties/,
    ],
    [
      "a data type by its name",
      { a: { type: "object", ref: "address" } },
      "properties.a.ref",
      /must be the \$id of a data type/,
    ],
    [
      "a width of a string",
      { a: { type: "string", xdmType: "long" } },
      "properties.a.xdmType",
      /remove it/,
    ],
    [
      "values of a map without a type",
      { a: { type: "object", additionalProperties: {} } },
      "properties.a.additionalProperties.type",
      /./,
    ],
  ])("%s", async (_, properties, property, reason) => {
    expect(await failures("xdm:FieldGroup", group(properties))).toEqual({
      [property]: expect.stringMatching(reason) as string,
    });
  });
});

describe("the content of a field group next to its fields", () => {
  const field = { a: { type: "string" } };
  const WEB = "https://ns.adobe.com/xdm/context/experienceevent-web";
  test.each<[string, object, string, RegExp]>([
    [
      "a required field that is not there",
      { required: ["mood"] },
      "required",
      /"mood", which is not/,
    ],
    [
      "a path with a slash",
      { standardProperties: { "/web": field } },
      'standardProperties["/web"]',
      /names joined by dots/,
    ],
    [
      "a path that ends at the tenant",
      { standardProperties: { "web._tenant": field } },
      'standardProperties["web._tenant"]',
      /take it away/,
    ],
    [
      "a field inside one of Adobe's objects",
      { standardProperties: { web: { _a: { type: "string" } } } },
      "standardProperties.web._a",
      /underscore/,
    ],
    ["a group by its name", { extendedGroups: ["web"] }, "extendedGroups[0]", /must be the \$id/],
    ["a group twice", { extendedGroups: [WEB, WEB] }, "extendedGroups[1]", /occurs twice/],
  ])("%s", async (_, more, property, reason) => {
    const found = await failures("xdm:FieldGroup", group(chatFields, { ...more }));
    expect(found[property]).toMatch(reason);
  });
});

/** The value with each part of it in turn not known yet, with the part's path. */
function unknownParts(value: unknown, path: readonly string[] = []): [string, unknown][] {
  const here: [string, unknown][] = path.length === 0 ? [] : [[path.join("."), UNKNOWN]];
  if (!isObject(value) && !Array.isArray(value)) return here;
  const inner = Object.entries(value).flatMap(([key, part]) =>
    unknownParts(part, [...path, key]).map(([at, changed]): [string, unknown] => {
      if (Array.isArray(value)) return [at, value.with(Number(key), changed)];
      return [at, { ...value, [key]: changed }];
    }),
  );
  return [...here, ...inner];
}

const rich = {
  mood: {
    type: "string",
    title: "Mood",
    description: "How it went",
    enum: ["good", "bad"],
    enumTitles: { good: "Good", bad: "Bad" },
    default: "good",
  },
  score: { type: "integer", enum: ["1", "2"], enumTitles: { 1: "One" }, xdmType: "int" },
  code: { type: "string", minLength: 1, maxLength: 9, pattern: "^[A-Z]+$" },
  size: { type: "number", minimum: 0, maximum: 9 },
  at: { type: "string", format: "date-time" },
  deep: { type: "object", properties: { a: { type: "string" } }, required: ["a"] },
  map: { type: "object", additionalProperties: { type: "string" } },
  list: { type: "array", items: { type: "string", enum: ["x", "y"] } },
};

test.each(unknownParts(rich))("fields with %s not known yet break no rule", async (_, changed) => {
  expect(await failures("xdm:FieldGroup", group(changed as object))).toEqual({});
});

test("two values that are not known yet may be different ones", async () => {
  const properties = { a: { type: "string", enum: [UNKNOWN, UNKNOWN] } };
  expect(await failures("xdm:FieldGroup", group(properties))).toEqual({});
});
