import {
  classRef,
  fieldGroupProperties,
  mappings,
  standardFieldGroups,
} from "../../handlers/model";
import { datasetProblems, schemaProblems as problemsOfStack } from "../../infra/platform/existing";
import { unfitFields } from "../../infra/platform/fieldCheck";
import { problems } from "./configuration";
import { runProgram } from "./program";

const wanted = mappings.map(({ destination }) => destination);

/** Every field of the event model, with the type that the provider names. */
const allFields: Readonly<Record<string, string>> = (() => {
  const types: Record<string, string> = {
    _id: "string",
    timestamp: "date-time",
    eventType: "string",
    web: "any",
    environment: "any",
  };
  const { missing } = unfitFields({ web: "any", environment: "any" }, wanted);
  for (const path of missing) {
    const { ofOtherType } = unfitFields({ [path]: "no type" }, [path]);
    types[path] = ofOtherType[0]?.needs ?? "";
  }
  return types;
})();

function schemaProblems(one: ReturnType<typeof schema>, paths: readonly string[]): string[] {
  return problemsOfStack(one, paths, "dev");
}

function schema(fields: Readonly<Record<string, string>>) {
  return {
    id: "https://ns.adobe.com/acme/schemas/1",
    altId: "_acme.schemas.1",
    title: "Chats of Acme",
    version: "1.0",
    class: classRef,
    tenantNamespace: "_acme",
    fields,
  };
}
const dataset = {
  id: "0123456789abcdef01234567",
  name: "Chats",
  description: "",
  schemaId: schema({}).id,
  profile: false,
};

function without(paths: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(allFields).filter(([path]) => !paths.includes(path)));
}

describe("a schema that somebody else owns", () => {
  it("fits when it has every field with its type, also Adobe's own ones", () => {
    expect(schemaProblems(schema(allFields), wanted)).toEqual([]);
  });

  it("may have a text for a time, and a number for a whole number", () => {
    const wider = Object.fromEntries(
      Object.entries(allFields).map(([path, type]) => {
        if (path !== "timestamp" && type === "date-time") return [path, "string"];
        return [path, type === "integer" ? "number" : type];
      }),
    );
    expect(schemaProblems(schema(wider), wanted)).toEqual([]);
  });

  it("gets what it lacks as a field group for the registry, without what it has", () => {
    const path = "_tenant.chatlio.visitor.email";
    const { [path]: email, ...others } = allFields;
    expect(email).toBe("string");
    const [text = "", ...more] = schemaProblems(schema(others), wanted);
    expect(more).toEqual([]);
    expect(text).toContain("The schema Chats of Acme lacks a field. Its owner must create");
    expect(JSON.parse(text.slice(text.indexOf("{")))).toMatchObject({
      "meta:intendedToExtend": [classRef],
      definitions: {
        customFields: {
          properties: {
            _acme: {
              properties: { chatlio: { properties: { visitor: { properties: { email: {} } } } } },
            },
          },
        },
      },
    });
    expect(text).not.toContain('"transcript"');
  });

  it("gets counts that fit: of fields, and of Adobe's field groups", () => {
    const one = ["_tenant.chatlio.visitor.email", "web"];
    const [groups = "", fields = ""] = schemaProblems(schema(without(one)), wanted);
    expect(groups).toMatch(/^The schema Chats of Acme lacks a field group of Adobe, .*:\n {2}\S+$/);
    expect(fields).toContain("lacks a field. ");
    const two = [...one, "_tenant.chatlio.visitor.name", "environment"];
    const both = schemaProblems(schema(without(two)), wanted);
    expect(both[0]).toContain("lacks field groups of Adobe, ");
    expect(both[1]).toContain("lacks 2 fields. ");
  });

  it("that has nothing of it gets the whole field group, and the names of Adobe's", () => {
    const { _id, eventType, timestamp } = allFields;
    const [groups = "", text = ""] = schemaProblems(
      schema({ _id: _id ?? "", eventType: eventType ?? "", timestamp: timestamp ?? "" }),
      wanted,
    );
    for (const ref of standardFieldGroups) expect(groups).toContain(ref);
    const body = JSON.parse(text.slice(text.indexOf("{"))) as {
      definitions: { customFields: { properties: { _acme: { properties: unknown } } } };
    };
    expect(body.definitions.customFields.properties._acme.properties).toEqual(fieldGroupProperties);
  });

  it("with a field of another type cannot be used", () => {
    const other = { ...allFields, "_tenant.chatlio.message": "integer" };
    expect(schemaProblems(schema(other), wanted)).toEqual([
      "The schema Chats of Acme has fields of another type, which Adobe cannot change:\n  _acme.chatlio.message is integer, and must be string\nUse another schema.",
    ]);
  });

  it("with an object or list of another type cannot be used, and gets no fields to add", () => {
    const { _id = "", eventType = "", timestamp = "" } = allFields;
    const base = { _id, eventType, timestamp, web: "object", environment: "object" };
    const parents = [
      ["_tenant", "object"],
      ["_tenant.chatlio", "object"],
      ["_tenant.chatlio.visitor", "object"],
      ["_tenant.chatlio.transcript", "object"],
      ["_tenant.chatlio.transcript.messages", "array"],
      ["_tenant.chatlio.transcript.messages[*]", "object"],
    ] as const;
    for (const [path, needs] of parents)
      for (const is of ["string", "any", needs === "array" ? "object" : "array"]) {
        if (path === "_tenant" && is === "any") continue;
        const above = parents.filter(([one]) => path !== one && path.startsWith(one));
        const fields = { ...base, ...Object.fromEntries(above), [path]: is };
        expect(schemaProblems(schema(fields), wanted)).toEqual([
          expect.stringContaining(
            `another type, which Adobe cannot change:\n  ${path.replace("_tenant", "_acme")} is ${is === "any" ? "a map" : is}, and must be ${needs}\nUse another schema.`,
          ),
        ]);
      }
  });

  it("with a text where Adobe's own object is, or a list of numbers where texts go, cannot be used", () => {
    expect(schemaProblems(schema({ ...allFields, web: "string" }), wanted)).toEqual([
      expect.stringContaining("  web is string, and must be object\n"),
    ]);
    const list = "_tenant.chatlio.relay.cutFields";
    expect(allFields[list]).toBe("array");
    expect(schemaProblems(schema({ ...allFields, [`${list}[*]`]: "integer" }), wanted)).toEqual([
      expect.stringContaining("cutFields[*] is integer, and must be string\n"),
    ]);
  });

  it("with a tenant's object without fields only lacks them", () => {
    const [text, ...more] = schemaProblems(
      schema({ ...without(wanted), _tenant: "any", web: "any", environment: "any" }),
      wanted.filter((path) => path.startsWith("_tenant.")),
    );
    expect([text, more]).toEqual([expect.stringContaining("lacks 4"), []]);
  });

  it("of another class cannot be used", () => {
    const profile = { ...schema(allFields), class: "https://ns.adobe.com/xdm/context/profile" };
    expect(schemaProblems(profile, wanted)).toEqual([
      expect.stringContaining("is not of the class XDM ExperienceEvent"),
    ]);
  });
});

describe("a dataset that somebody else owns", () => {
  it("must have the schema, and Profile as the stack says", () => {
    expect(datasetProblems(schema({}), dataset, false)).toEqual([]);
    expect(datasetProblems(schema({}), { ...dataset, schemaId: "other" }, false)).toEqual([
      "The dataset 0123456789abcdef01234567 (Chats) has another schema than chatlio-aep:existing names: other. To use that one: pulumi config set --path 'chatlio-aep:existing.schemaId' other",
    ]);
    expect(datasetProblems(schema({}), { ...dataset, schemaId: "" }, false)).toEqual([
      expect.stringContaining("has no schema. Use another dataset: pulumi config set"),
    ]);
    expect(datasetProblems(schema({}), { ...dataset, profile: true }, false)).toEqual([
      expect.stringContaining("pulumi config set chatlio-aep:profile true"),
    ]);
    expect(datasetProblems(schema({}), dataset, true)).toEqual([
      expect.stringContaining("is not enabled for Profile"),
    ]);
  });
});

test("the configuration names both by their ids", () => {
  const existing = (value: object) =>
    problems({ "chatlio-aep:existing": JSON.stringify(value) }).map(({ key }) => key);
  const { id: datasetId, schemaId } = dataset;
  expect(existing({ schemaId, datasetId })).toEqual([]);
  expect(existing({ schemaId: "Chats", datasetId: "Chats" })).toEqual([
    "chatlio-aep:existing.schemaId",
    "chatlio-aep:existing.datasetId",
  ]);
  expect(
    problems({
      "chatlio-aep:existing": JSON.stringify({ schemaId, datasetId }),
      "chatlio-aep:retention": "90d",
    }),
  ).toEqual([
    {
      key: "chatlio-aep:retention",
      reason:
        "cannot be used with chatlio-aep:existing: only its owner decides how long a dataset keeps rows",
      fix: "pulumi config rm chatlio-aep:retention",
    },
  ]);
  expect(
    problems({
      "chatlio-aep:existing": JSON.stringify({ schemaId, datasetId }),
      "chatlio-aep:labels": "true",
    }),
  ).toEqual([expect.objectContaining({ fix: "pulumi config rm chatlio-aep:labels" })]);
  expect(existing({ schemaId })).toEqual(["chatlio-aep:existing.datasetId"]);
});

test.each<[string, string, string, string]>([
  [
    "existing.datasetId",
    '{"schemaId":"https://ns.adobe.com/acme/schemas/1"}',
    "is not set",
    "pulumi config set --path 'chatlio-aep:existing.datasetId' 0123456789abcdef01234567",
  ],
  [
    "existing.schemaId",
    '{"datasetId":"0123456789abcdef01234567"}',
    "is not set",
    "pulumi config set --path 'chatlio-aep:existing.schemaId' https://ns.adobe.com/acme/schemas/0123456789abcdef",
  ],
  [
    "existing.datasetId",
    '{"schemaId":"https://ns.adobe.com/acme/schemas/1","datasetId":"Chats"}',
    "must be the dataset's id, 24 hex digits",
    "pulumi config set --path 'chatlio-aep:existing.datasetId' 0123456789abcdef01234567",
  ],
  [
    "existing.schema",
    '{"schemaId":"https://ns.adobe.com/acme/schemas/1","datasetId":"0123456789abcdef01234567","schema":"x"}',
    "is not a part of it; there are schemaId and datasetId",
    "pulumi config rm --path 'chatlio-aep:existing.schema'",
  ],
  [
    "identities[1].from",
    '[{"namespace":"CRMID","from":"userId"},{"namespace":"ECID"}]',
    expect.any(String) as string,
    "pulumi config set --path 'chatlio-aep:identities[1].from' userId",
  ],
])("a wrong %s in %s gets a value to copy", (part, value, reason, fix) => {
  const [key = ""] = part.split(/[.[]/);
  expect(problems({ [`chatlio-aep:${key}`]: value })).toEqual([
    { key: `chatlio-aep:${part}`, reason, fix },
  ]);
});

test("the stack then has mapping, connections and dataflow, and nothing else at Adobe", async () => {
  const { id: datasetId, schemaId } = dataset;
  const run = await runProgram(
    { "chatlio-aep:existing": JSON.stringify({ schemaId, datasetId }) },
    "test",
    {},
    {
      "adobe-aep:xdm:getSchema": schema(allFields),
      "adobe-aep:catalog:getDataset": dataset,
    },
  );
  expect(
    run.resources.map(({ type }) => type).filter((type) => type.startsWith("adobe-aep:")),
  ).toEqual(
    expect.arrayContaining([
      "adobe-aep:flow:SourceConnection",
      "adobe-aep:flow:TargetConnection",
      "adobe-aep:dataprep:MappingSet",
      "adobe-aep:flow:Dataflow",
    ]),
  );
  for (const type of ["xdm:FieldGroup", "xdm:Schema", "xdm:IdentityDescriptor", "catalog:Dataset"])
    expect([type, run.all(`adobe-aep:${type}`)]).toEqual([type, []]);
  expect(run.one("adobe-aep:flow:TargetConnection").inputs).toMatchObject({ datasetId, schemaId });
  expect(run.outputs).toMatchObject({ datasetId, schemaId, datasetName: "Chats" });
});

test("adopted dataflows need a dataset that exists, and a webhook that the stack has", () => {
  const { id: datasetId, schemaId } = dataset;
  const adopted = (more: Readonly<Record<string, string>>) =>
    problems({
      "chatlio-aep:mode": "direct",
      "chatlio-aep:adopted": '["main/feedback-left"]',
      ...more,
    }).map(({ key, fix }) => [key, fix]);
  expect(adopted({ "chatlio-aep:adopted": '["schema", "main/feedback-left"]' })).toEqual([]);
  const existing = { "chatlio-aep:existing": JSON.stringify({ schemaId, datasetId }) };
  expect(adopted(existing)).toEqual([]);
  // Either the stack owns schema and dataset, or somebody else does.
  expect(adopted({ ...existing, "chatlio-aep:adopted": '["schema"]' })).toEqual([
    ["chatlio-aep:adopted[0]", "pulumi config rm --path 'chatlio-aep:adopted[0]'"],
  ]);
  expect(adopted({})).toEqual([["chatlio-aep:adopted", "pulumi config rm chatlio-aep:adopted"]]);
  expect(adopted({ ...existing, "chatlio-aep:events": '["offline-message"]' })).toEqual([
    [
      "chatlio-aep:adopted[0]",
      "pulumi config set --path 'chatlio-aep:adopted[0]' main/feedback-left",
    ],
  ]);
  expect(adopted({ ...existing, "chatlio-aep:adopted": '["other"]' })[0]).toEqual([
    "chatlio-aep:adopted[0]",
    "pulumi config set --path 'chatlio-aep:adopted[0]' main/feedback-left",
  ]);
});

describe("an adopted schema", () => {
  // Direct mode warns about Profile.
  beforeEach(() => void jest.spyOn(console, "warn").mockImplementation(() => undefined));
  afterEach(() => void jest.restoreAllMocks());

  /** A program whose schema was made by hand: the identities, and what Pulumi ignores of each object. */
  async function keptBy(config: Readonly<Record<string, string>>) {
    const run = await runProgram({
      "chatlio-aep:mode": "direct",
      "chatlio-aep:events": '["feedback-left"]',
      "chatlio-aep:adopted": '["schema", "main/feedback-left"]',
      ...config,
    });
    const [fieldGroup, schema, dataset] = ["xdm:FieldGroup", "xdm:Schema", "catalog:Dataset"].map(
      (type) => run.one(`adobe-aep:${type}`).ignoreChanges,
    );
    return { fieldGroup, schema, dataset, run };
  }

  it("stays as it is while all dataflows are adopted too", async () => {
    const { dataset, fieldGroup, run, schema } = await keptBy({});
    expect(fieldGroup).toEqual(["title", "description", "intendedToExtend", "properties"]);
    expect(schema).toEqual(["title", "description", "class", "fieldGroups"]);
    expect(dataset).toContain("retentionDays");
    expect(run.all("adobe-aep:xdm:IdentityDescriptor")).toEqual([]);
  });

  it.each([
    ["another event", { "chatlio-aep:events": '["feedback-left", "offline-message"]' }],
    ["the relay", { "chatlio-aep:mode": "both" }],
    ["Profile", { "chatlio-aep:profile": "true" }],
  ])("gets the fields that %s needs, and keeps the rest", async (_, config) => {
    const { fieldGroup, run, schema } = await keptBy(config);
    expect(fieldGroup).toEqual(["title", "description", "intendedToExtend"]);
    expect(schema).toEqual(["title", "description", "class"]);
    expect(run.all("adobe-aep:xdm:IdentityDescriptor")).not.toEqual([]);
  });

  it("takes a retention that the configuration has", async () => {
    const { dataset } = await keptBy({ "chatlio-aep:retention": "90d" });
    expect(dataset).not.toContain("retentionDays");
  });
});
