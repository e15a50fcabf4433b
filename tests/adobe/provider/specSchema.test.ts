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

const more = {
  properties: {
    share: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
    step: { type: "number", multipleOf: 0.1 },
    names: { type: "array", uniqueItems: true },
    pair: { type: "array", items: [{ type: "string" }, { type: "integer" }] },
    rest: { type: "array", items: [{ type: "string" }], additionalItems: { type: "boolean" } },
    some: { type: "array", contains: { const: "id" } },
    few: { type: "object", minProperties: 1, maxProperties: 2 },
    codes: { type: "object", propertyNames: { pattern: "^[a-z]+$", maxLength: 3 } },
    headers: {
      patternProperties: { "^x-": { type: "integer" } },
      additionalProperties: { enum: ["a"] },
    },
    user: { type: "string" },
    password: { type: "string" },
  },
  dependentRequired: { user: ["password", "notDescribed"] },
  dependencies: { share: ["step"], step: { properties: { user: { const: "root" } } } },
};

test.each<[string, unknown, string[]]>([
  ["bounds that are not reached", { share: 0, step: 1 }, ["params.share: must be more than 0"]],
  ["the other bound", { share: 1, step: 1 }, ["params.share: must be less than 1"]],
  ["a multiple", { step: 0.3 }, []],
  ["no multiple", { step: 0.35 }, ["params.step: must be a multiple of 0.1"]],
  [
    "an element twice",
    { names: ["a", "b", "a"] },
    ["params.names: must not have an element twice"],
  ],
  ["elements that are not known", { names: ["a", UNKNOWN, UNKNOWN], some: [UNKNOWN] }, []],
  ["elements by place", { pair: ["a", "b", "c"] }, ["params.pair[1]: must be of type integer"]],
  ["the elements after them", { rest: ["a", 5] }, ["params.rest[1]: must be of type boolean"]],
  ["a missing element", { some: ["a"] }, ["params.some: has no element that must be there"]],
  ["the element that must be there", { some: ["a", "id"] }, []],
  ["too few names", { few: {} }, ["params.few: must have at least 1 names"]],
  [
    "too many names",
    { few: { a: 1, b: 2, c: UNKNOWN } },
    ["params.few: must have at most 2 names"],
  ],
  [
    "names",
    { codes: { ab: 1, A: 2, abcd: 3 } },
    [
      "params.codes.A: its name must match the pattern ^[a-z]+$",
      "params.codes.abcd: its name must have at most 3 characters",
    ],
  ],
  [
    "what a pattern describes",
    { headers: { "x-a": "b", y: "a" } },
    ["params.headers.x-a: must be of type integer"],
  ],
  ["all else", { headers: { y: "b" } }, ['params.headers.y: must be one of "a"']],
  ["what another one needs", { user: "root" }, ["params.password: is required with user"]],
  ["what another one needs, older", { share: 0.5 }, ["params.step: is required with share"]],
  ["what is not known", { user: UNKNOWN, password: UNKNOWN }, []],
  [
    "what another one decides",
    { step: 1, user: "x", password: "y" },
    ['params.user: must be "root"'],
  ],
])("says what is wrong with %s", (_, value, faults) => {
  expect(schemaFaults(more, value, "params")).toEqual(faults);
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

/** Parts of the specifications that Adobe's guides print: of a schedule, and of an S3 destination. */
const schedule = {
  properties: {
    frequency: { type: "string", enum: ["once", "minute", "hour"] },
    interval: { type: "integer" },
    backfill: { type: "boolean" },
  },
  required: ["frequency"],
  if: { properties: { frequency: { const: "once" } } },
  then: { allOf: [{ not: { required: ["interval"] } }, { not: { required: ["backfill"] } }] },
  else: {
    required: ["interval"],
    if: { properties: { frequency: { const: "minute" } } },
    then: { properties: { interval: { minimum: 15 } } },
    else: { properties: { interval: { minimum: 1 } } },
  },
};
const bucket = {
  properties: {
    bucketName: { $ref: "#/definitions/name" },
    fileType: { enum: ["CSV", "JSON"] },
    datasetFileType: {
      conditional: {
        field: "flowSpec.attributes._workflow",
        operator: "CONTAINS",
        value: "DATASETS",
      },
    },
    csvOptions: {
      conditional: { field: "fileType", operator: "EQUALS", value: "CSV" },
      properties: { delimiter: { oneOf: [{ const: "," }, { const: "|" }] } },
    },
    tags: { type: "array", minItems: 1, maxItems: 2 },
    place: { anyOf: [{ type: "string", maxLength: 3 }, { type: "object" }] },
  },
  required: ["bucketName", "fileType", "datasetFileType", "csvOptions"],
  definitions: { name: { type: "string", pattern: "^[a-z]{3,9}$" } },
};
const csv = { bucketName: "acme", fileType: "CSV", csvOptions: { delimiter: "," } };

test.each<[string, object, unknown, string[]]>([
  ["a single run", schedule, { frequency: "once" }, []],
  [
    "a single run with an interval",
    schedule,
    { frequency: "once", interval: 5 },
    ["at.interval: is not for these values; leave it out"],
  ],
  ["no interval", schedule, { frequency: "hour" }, ["at.interval: is required"]],
  [
    "a short interval",
    schedule,
    { frequency: "minute", interval: 5 },
    ["at.interval: must be at least 15"],
  ],
  ["an hour", schedule, { frequency: "hour", interval: 1 }, []],
  ["a frequency that is not known yet", schedule, { frequency: UNKNOWN, interval: 5 }, []],
  ["what fits a destination", bucket, csv, []],
  [
    "what another value makes required",
    bucket,
    { bucketName: "acme", fileType: "CSV" },
    ["at.csvOptions: is required"],
  ],
  ["what another value does not need", bucket, { bucketName: "acme", fileType: "JSON" }, []],
  [
    "a text that does not match its pattern, by reference",
    bucket,
    { ...csv, bucketName: "Acme" },
    ["at.bucketName: must match the pattern ^[a-z]{3,9}$"],
  ],
  [
    "none of some texts",
    bucket,
    { ...csv, csvOptions: { delimiter: ";" } },
    ['at.csvOptions.delimiter: must be one of ",", "|"'],
  ],
  ["too few", bucket, { ...csv, tags: [] }, ["at.tags: must have at least 1 elements"]],
  ["too many", bucket, { ...csv, tags: [1, 2, 3] }, ["at.tags: must have at most 2 elements"]],
  [
    "none of two forms",
    bucket,
    { ...csv, place: "long" },
    ["at.place: must have at most 3 characters"],
  ],
  ["one of two forms", bucket, { ...csv, place: {} }, []],
])("knows the keywords of Adobe's own schemas: %s", (_, its, value, faults) => {
  expect(schemaFaults(its, value, "at")).toEqual(faults);
});

test("says nothing where a schema leads nowhere, is not a valid pattern, or takes too long", () => {
  const endless = { allOf: Array.from({ length: 9 }, () => ({ $ref: "#" })) };
  const slow = { pattern: "^(a+)+$" };
  const another = { pattern: "^\\p{Lower}+$" };
  for (const odd of [endless, { $ref: "#/nothing" }, { pattern: "(" }, another, slow])
    expect(schemaFaults(odd, `${"a".repeat(40)}!`, "at")).toEqual([]);
});
