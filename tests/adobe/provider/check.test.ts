import { checkHarness, group } from "../support/checkHarness";
import { mappings } from "../support/programs";

const check = checkHarness();
const { failures } = check;

const schemaId = "https://ns.adobe.com/localtenant/schemas/1";
const fields = {
  _id: "string",
  timestamp: "date-time",
  "_tenant.chat": "object",
  "_tenant.chat.email": "string",
  "_tenant.chat.score": "integer",
  "_tenant.chat.messages[*].text": "string",
  web: "any",
};

describe("field names and types", () => {
  test.each([
    ["an underscore first", { _own: { type: "string" } }, "properties._own", /underscore/],
    ["a dot", { "a.b": { type: "string" } }, 'properties["a.b"]', /letters, digits/],
    ["an unknown type", { a: { type: "text" } }, "properties.a.type", /must be one of "string"/],
    ["no type", { a: {} }, "properties.a.type", /./],
    ["an object with no fields", { a: { type: "object" } }, "properties.a.properties", /add one/],
    ["an array with no items", { a: { type: "array" } }, "properties.a.items", /elements/],
    [
      "items on a string",
      { a: { type: "string", items: { type: "string" } } },
      "properties.a.items",
      /remove it/,
    ],
    [
      "a bad pattern",
      { a: { type: "string", pattern: "(" } },
      "properties.a.pattern",
      /regular expression/,
    ],
    ["a misspelt key", { a: { type: "string", titel: "A" } }, "properties.a", /has no "titel"/],
    [
      "a required field that is not there",
      { a: { type: "object", properties: { b: { type: "string" } }, required: ["c"] } },
      "properties.a.required",
      /"c"/,
    ],
    [
      "lengths that exclude each other",
      { a: { type: "string", minLength: 5, maxLength: 2 } },
      "properties.a.minLength",
      /5 is above maxLength 2: .*correct one/,
    ],
    [
      "bounds that exclude each other",
      { a: { type: "number", minimum: 5, maximum: 2 } },
      "properties.a.minimum",
      /5 is above maximum 2/,
    ],
    [
      "an unknown format",
      { a: { type: "string", format: "datetime" } },
      "properties.a.format",
      /must be one of date, date-time, .*not "datetime"; correct it/,
    ],
    [
      "a required field that every object has by nature",
      { a: { type: "object", properties: { b: { type: "string" } }, required: ["toString"] } },
      "properties.a.required",
      /"toString"/,
    ],
  ])("%s", async (_, properties, property, reason) => {
    expect(await failures("xdm:FieldGroup", group(properties))).toEqual({
      [property]: expect.stringMatching(reason) as string,
    });
  });
});

describe("schema, identities, mappings", () => {
  test("a schema with no class", async () => {
    expect(await failures("xdm:Schema", { title: "S", fieldGroups: [] })).toEqual({
      class: expect.stringContaining("is required") as string,
    });
  });

  test("a label on a field that does not exist, or that is none", async () => {
    const ownerId = schemaId.replace("/schemas/", "/mixins/");
    const at = (property: string, labels: string[] = ["core/I1"]) =>
      failures("xdm:LabelDescriptor", { ownerId, fields, property, labels });
    expect(await at("_tenant.chat.email")).toEqual({});
    expect(await at("_tenant.chat.emial")).toEqual({
      property: expect.stringContaining("Did you mean _tenant.chat.email") as string,
    });
    expect(await at("_tenant")).toEqual({
      property: expect.stringContaining("label a field below it") as string,
    });
    for (const labels of [["I1"], []]) {
      const found = Object.values(await at("_tenant.chat.email", labels));
      expect(found).toEqual([expect.stringMatching(/`core\/I1`|at least one label/)]);
    }
  });

  test("an identity on a field that does not exist, or that cannot be one", async () => {
    const at = (property: string) =>
      failures("xdm:IdentityDescriptor", { schemaId, fields, property, namespace: "Email" });
    expect(await at("_tenant.chat.emial")).toEqual({
      property: expect.stringContaining("Did you mean _tenant.chat.email") as string,
    });
    expect(await at("_tenant.chat")).toEqual({
      property: expect.stringContaining("type object") as string,
    });
    expect(await at("_tenant.chat.messages[*].text")).toEqual({
      property: expect.stringContaining("elements of lists") as string,
    });
    expect(await at("constructor")).toEqual({
      property: expect.stringContaining("has no field constructor") as string,
    });
    expect(await at("_tenant.chat.email")).toEqual({});
    expect(await at("_localtenant.chat.email")).toEqual({});
  });

  test.each([
    [
      "a destination twice",
      [
        { source: "${a}", destination: "_id" },
        { source: "${b}", destination: "_id" },
      ],
      "mappings[1].destination",
      /already filled by mappings\[0\]/,
    ],
    [
      "one the schema has not",
      [{ source: "${a}", destination: "_tenant.chat.mail" }],
      "mappings[0].destination",
      /no field _tenant.chat.mail/,
    ],
    [
      "a destination twice, once below the real namespace",
      [
        { source: "${a}", destination: "_tenant.chat.email" },
        { source: "${b}", destination: "_localtenant.chat.email" },
      ],
      "mappings[1].destination",
      /already filled by mappings\[0\]/,
    ],
    ["none", [{ source: "${a}" }], "mappings[0].destination", /is required/],
    [
      "a reserved word",
      [{ source: "function.visitor", destination: "_id" }],
      "mappings[0].source",
      /\$\{function\}/,
    ],
    [
      "lists that do not match",
      [{ source: "${messages}[*].text", destination: "_id" }],
      "mappings[0].source",
      /same number/,
    ],
    [
      "an endless expression",
      [{ sourceType: "EXPRESSION", source: "x".repeat(5000), destination: "_id" }],
      "mappings[0].source",
      /4096/,
    ],
    [
      "a wrong source type",
      [{ sourceType: "FIELD", source: "a", destination: "_id" }],
      "mappings[0].sourceType",
      /must be one of/,
    ],
  ])("%s", async (_, given, property, reason) => {
    const list = given.map((one) => ({ sourceType: "ATTRIBUTE", ...one }));
    expect(await failures("dataprep:MappingSet", { schemaId, fields, mappings: list })).toEqual({
      [property]: expect.stringMatching(reason) as string,
    });
  });

  test.each(["timestamp", "page.size", "event.date", "visitor.function"])(
    "a source that is also a function or a reserved word only warns: %s",
    async (source) => {
      const list = [{ sourceType: "ATTRIBUTE", source, destination: "_id" }];
      expect(await failures("dataprep:MappingSet", { schemaId, fields, mappings: list })).toEqual(
        {},
      );
      const word = source.split(".").at(-1) ?? "";
      expect(check.harness.provider.said("warning").join("\n")).toContain(`\${${word}}`);
    },
  );

  test.each(["constructor", "toString", "__proto__.a"])(
    "a mapping to %s, which every object inherits",
    async (destination) => {
      const list = [{ sourceType: "ATTRIBUTE", source: "${a}", destination }];
      const found = await failures("dataprep:MappingSet", { schemaId, fields, mappings: list });
      expect(found["mappings[0].destination"]).toContain(`the schema has no field ${destination}`);
    },
  );

  test("a destination twice, when the fields are not known", async () => {
    const list = ["_tenant.chat.email", "_localtenant.chat.email"].map((destination) => ({
      sourceType: "ATTRIBUTE",
      source: "${a}",
      destination,
    }));
    const found = await failures("dataprep:MappingSet", { schemaId, mappings: list });
    expect(found).toEqual({
      "mappings[1].destination": expect.stringContaining("already filled") as string,
    });
  });

  test("below a part of Adobe's that the provider does not know, every field is valid", async () => {
    const list = [
      { sourceType: "ATTRIBUTE", source: "${url}", destination: "web.webPageDetails.URL" },
    ];
    expect(await failures("dataprep:MappingSet", { schemaId, fields, mappings: list })).toEqual({});
  });
});

test.each([
  ["flow:Dataflow", { settleSeconds: -1 }, "settleSeconds", /must be at least 0, not -1/],
  [
    "flow:Dataflow",
    { flowSpec: { id: "", version: "1.0" } },
    "flowSpec.id",
    /is empty; give it a value$/,
  ],
  ["flow:SourceConnection", { format: "" }, "format", /is empty; give it a value or leave it out/],
  ["flow:Dataflow", { mapping: { id: "a", version: 1.5 } }, "mapping.version", /whole number, not/],
  ["flow:Dataflow", { sourceConnectionIds: [] }, "sourceConnectionIds", /name one connection/],
  [
    "flow:Dataflow",
    { enabled: "yes" },
    "enabled",
    /must be of type boolean, not string; correct it/,
  ],
  ["catalog:Dataset", { retentionDays: "90" }, "retentionDays", /of days, not the string "90"/],
  ["flow:Dataflow", { settleSeconds: "9" }, "settleSeconds", /of type number, not the string "9"/],
  [
    "flow:Dataflow",
    { datasetExport: {} },
    "datasetExport.timeUnit",
    /^is required; give one of "hour", "day"$/,
  ],
  ["xdm:FieldGroup", { properties: [] }, "properties", /^must be a map, not array; correct it$/],
  ["xdm:FieldGroup", { properties: undefined }, "properties", /^is required \(map\); give/],
  ["catalog:Dataset", { retentionDays: 29.5 }, "retentionDays", /whole number of days; correct it/],
  ["xdm:FieldGroup", { intendedToExtend: ["experienceevent"] }, "intendedToExtend[0]", /\$id of/],
  ["catalog:Dataset", { retentionDays: 7 }, "retentionDays", /at least 30, Adobe's minimum/],
  [
    "catalog:Dataset",
    { profileRetentionDays: 0, profile: true },
    "profileRetentionDays",
    /at least 1, Adobe's minimum/,
  ],
  [
    "catalog:Dataset",
    { schemaId: "https://ns.adobe.com/acme/schemas/1f", profileRetentionDays: 7 },
    "profileRetentionDays",
    /set profile: true/,
  ],
  ["identity:Namespace", { code: "a-b" }, "code", /letters and digits only; correct it/],
  ["identity:Namespace", { idType: "People" }, "idType", /must be one of "Cookie"/],
])("%s %j: property, rule and fix", async (type, program, property, reason) => {
  const found = await failures(type, program);
  expect(found[property]).toMatch(reason);
});

test("every error of the mapping set at once", async () => {
  const wrong = [...mappings, { sourceType: "ATTRIBUTE", source: "", destination: "nowhere" }];
  const found = await failures("dataprep:MappingSet", { schemaId, mapings: [], mappings: wrong });
  expect(Object.keys(found).sort()).toEqual(["", "mappings[4].source"]);
  expect(found[""]).toContain('has no "mapings"');
});
