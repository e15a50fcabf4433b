import { schemaFaults } from "../../../adobe/provider/resources/specSchema";
import { UNKNOWN } from "../../../provider-sdk";

const schema = {
  type: "object",
  properties: {
    path: { type: "string", minLength: 1, maxLength: 5 },
    type: { type: "string", enum: ["file", "folder"] },
    size: { type: "integer", minimum: 1, maximum: 9 },
    ratio: { type: ["number", "null"] },
    deep: { type: "object", properties: { on: { type: "boolean" } }, required: ["on"] },
    list: { type: "array", items: { type: "string" } },
  },
  // As specifications in Adobe's guides do, it requires a name that it does not have.
  required: ["path", "accessKeyId"],
};

test.each<[string, unknown, string[]]>([
  ["what fits", { path: "/in", type: "file", size: 5, ratio: 0.5, deep: { on: true } }, []],
  ["texts for other values", { path: "/in", size: "5", ratio: "0.5", deep: { on: "true" } }, []],
  ["what is not described", { path: "/in", more: { of: 1 } }, []],
  ["what is not known yet", { path: UNKNOWN, type: UNKNOWN, deep: { on: UNKNOWN } }, []],
  ["nothing", {}, ["params.path: is required"]],
  [
    "an empty text",
    { path: "" },
    ["params.path: is required", "params.path: must have at least 1 characters"],
  ],
  ["another type", { path: 5 }, ["params.path: must be of type string"]],
  ["another value", { path: "/", type: "none" }, ['params.type: must be one of "file", "folder"']],
  ["a small number", { path: "/", size: 0 }, ["params.size: must be at least 1"]],
  ["a large number", { path: "/", size: 10 }, ["params.size: must be at most 9"]],
  ["a long text", { path: "/12345" }, ["params.path: must have at most 5 characters"]],
  ["a broken number", { path: "/", size: 1.5 }, ["params.size: must be of type integer"]],
  ["two types", { path: "/", ratio: [] }, ["params.ratio: must be of type number or null"]],
  ["what lies deeper", { path: "/", deep: {} }, ["params.deep.on: is required"]],
  ["an element", { path: "/", list: ["a", 5] }, ["params.list[1]: must be of type string"]],
])("says what is wrong with %s", (_, value, faults) => {
  expect(schemaFaults(schema, value, "params")).toEqual(faults);
});

test.each([undefined, null, "text", [], {}, { type: 5, enum: "a", required: 5, properties: [] }])(
  "takes everything where the schema is %j",
  (odd) => {
    expect(schemaFaults(odd, { path: 5 }, "params")).toEqual([]);
  },
);

test("ends in a value without an end", () => {
  const value: Record<string, unknown> = {};
  value["of"] = value;
  const recursive: Record<string, unknown> = { type: "object" };
  recursive["properties"] = { of: recursive };
  expect(schemaFaults(recursive, value, "params")).toEqual([]);
});
