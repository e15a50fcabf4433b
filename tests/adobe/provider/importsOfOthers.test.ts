import { isObject } from "../../../adobe/client/json";
import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { startChangingProxy } from "../support/changingProxy";
import { expectNoChange as expectNoChangeIn } from "../support/expectNoChange";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import {
  connectionOfTutorial,
  connectionParams,
  fieldGroupOfUi,
  fieldGroupProgramOfUi,
  WEB,
  WEB_DETAILS,
} from "../support/madeInUi";
import { EVENT_CLASS, flowProgram, makeAll, sourceProgram } from "../support/programs";
import type { Whole } from "../support/programs";
import { importOne, refresh, up, upAgain, urnOf } from "../support/stack";

/**
 * Objects as Adobe's tutorials and UI make them. After an import, what the program gives is compared
 * with what Adobe shows; what it does not give is not a change, at this run and at every later one.
 */
let harness: Harness;
let whole: Whole;
beforeAll(async () => {
  harness = await startHarness();
  whole = await makeAll(harness.provider);
});
afterAll(() => harness.close());

function expectNoChange(type: string, id: string, program: Properties) {
  return expectNoChangeIn(harness, type, id, program);
}

describe("a base connection of the HTTP API tutorial", () => {
  const params = connectionParams;
  const { auth } = connectionOfTutorial;
  const make = (name = connectionOfTutorial.name) =>
    harness.ui.flows.create("connections", { ...connectionOfTutorial, name });

  test.each([
    ["gives all parameters", params],
    ["gives some", { dataType: "raw" }],
    ["gives none", undefined],
  ])("is not replaced when the program %s", async (name, given) => {
    await expectNoChange("flow:Connection", await make(name), {
      name,
      connectionSpec: specs.httpApi,
      auth: { specName: auth.specName, ...(given === undefined ? {} : { params: given }) },
    });
  });

  test("is replaced when the program gives another value", async () => {
    const urn = urnOf("flow:Connection", "imported");
    const imported = await importOne(harness.provider, urn, await make());
    const { diff } = await upAgain(harness.provider, imported, {
      connectionSpec: specs.httpApi,
      auth: { ...auth, params: { ...params, dataType: "xdm" } },
    });
    expect(diff.changes).toEqual({ "auth.params.dataType": "update-replace" });
  });
});

test("a base connection that is created gets a sourceId that no other one has", async () => {
  const program = {
    connectionSpec: specs.httpApi,
    auth: { specName: "Streaming Connection", params: { dataType: "xdm" } },
  };
  const sourceIds = [];
  for (const name of ["one", "another"]) {
    const { id } = await up(harness.provider, urnOf("flow:Connection", name), program);
    const made = await harness.ui.flows.get("connections", id);
    sourceIds.push((made?.["auth"] as { params: { sourceId: string } }).params.sourceId);
  }
  const ownName = expect.stringMatching(/^shop base connection \(dev\) [0-9a-f-]{19}$/) as string;
  expect(sourceIds).toEqual([ownName, ownName]);
  expect(new Set(sourceIds).size).toBe(2);
});

test("a source connection with parameters and a format that the program does not give", async () => {
  const id = await harness.ui.flows.create("sourceConnections", {
    name: "By hand",
    connectionSpec: specs.chatlio,
    data: { format: "json" },
    params: { path: "/chats" },
  });
  await expectNoChange("flow:SourceConnection", id, { ...sourceProgram, name: "By hand" });
});

test("a dataflow without error diagnostics", async () => {
  const id = await harness.ui.flows.create("flows", {
    name: "By hand",
    flowSpec: specs.streamingFlow,
    sourceConnectionIds: [whole.source.id],
    targetConnectionIds: [whole.target.id],
    transformations: [
      {
        name: "Mapping",
        params: { mappingId: whole.mapping.id, mappingVersion: whole.mapping.outputs["version"] },
      },
    ],
    options: { errorDiagnosticsEnabled: false },
  });
  await expectNoChange("flow:Dataflow", id, { ...flowProgram(whole), name: "By hand" });
});

test("a primary identity that the program does not declare as primary", async () => {
  const made = await harness.ui.registry.createDescriptor({
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": whole.schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": "/_localtenant/chat/email",
    "xdm:namespace": "Phone",
    "xdm:property": "xdm:code",
    "xdm:isPrimary": true,
  });
  const program = { schemaId: whole.schema.id, property: "_tenant.chat.email", namespace: "Phone" };
  const { first, urn } = await expectNoChange("xdm:IdentityDescriptor", made["@id"], program);
  // What the program gives counts, as ever.
  const { inputs } = await harness.provider.check(
    urn,
    { ...program, primary: false },
    first.inputs,
  );
  const diff = await harness.provider.diff(urn, {
    id: first.id,
    oldInputs: first.inputs,
    oldOutputs: first.outputs,
    newInputs: inputs,
  });
  expect(diff.changes).toEqual({ primary: "update-replace" });
});

test.each([6, "6"])("an identity that names its namespace by the id %j", async (id) => {
  const property = typeof id === "number" ? "chat/mood" : "chat/startedAt";
  const made = await harness.ui.registry.createDescriptor({
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": whole.schema.id,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": `/_localtenant/${property}`,
    "xdm:namespace": id,
    "xdm:property": "xdm:id",
    "xdm:isPrimary": false,
  });
  await expectNoChange("xdm:IdentityDescriptor", made["@id"], {
    schemaId: whole.schema.id,
    property: `_tenant.${property.replace("/", ".")}`,
    namespace: "Email",
  });
});

test("a dataset in Profile and without error diagnostics", async () => {
  const id = await harness.ui.catalog.create({
    name: "By hand",
    schemaRef: { id: whole.schema.id, contentType: "application/vnd.adobe.xed+json;version=1" },
    enableErrorDiagnostics: false,
    tags: { unifiedIdentity: ["enabled: true"] },
  });
  await expectNoChange("catalog:Dataset", id, { name: "By hand", schemaId: whole.schema.id });
});

describe("a field group of Adobe's UI", () => {
  const make = () => harness.ui.registry.create("fieldgroups", fieldGroupOfUi);
  const program = fieldGroupProgramOfUi;

  let id: string;
  beforeAll(async () => {
    id = (await make()).$id;
  });

  test("is not a change, and its other fields are known to what maps into them", async () => {
    const { first } = await expectNoChange("xdm:FieldGroup", id, program);
    expect(first.outputs["fields"]).toMatchObject({
      "_tenant.id": "string",
      "_tenant.page": "any",
      "web._tenant.score": "integer",
    });
  });

  test("keeps them all when another field is added", async () => {
    const { first } = await expectNoChange("xdm:FieldGroup", id, program);
    const more = { ...program.properties, more: { type: "boolean" } };
    const added = await upAgain(harness.provider, first, { ...program, properties: more });
    expect(added.diff.changes).toEqual({ "properties.more": "add" });
    const text = JSON.stringify(await harness.ui.registry.get("fieldgroups", id));
    for (const part of [WEB_DETAILS, "score", '"more"', WEB]) expect(text).toContain(part);
    expect(added.outputs["fields"]).toMatchObject({
      "_tenant.page": "any",
      "_tenant.more": "boolean",
      "web._tenant.score": "integer",
    });
  });
});

test("a field group whose fields have empty titles and descriptions, nested ones too", async () => {
  const empty = { title: "", description: "" };
  const inner = { type: "object", ...empty, properties: { a: { type: "string", ...empty } } };
  const made = await harness.ui.registry.create("fieldgroups", {
    ...fieldGroupOfUi,
    title: "Empty texts",
    definitions: {
      customFields: {
        type: "object",
        properties: { _localtenant: { type: "object", properties: { inner } } },
      },
    },
  });
  await expectNoChange("xdm:FieldGroup", made.$id, {
    ...fieldGroupProgramOfUi,
    title: "Empty texts",
    properties: { inner: { type: "object", properties: { a: { type: "string" } } } },
  });
});

test("a schema of Adobe's UI, which is in the union", async () => {
  const made = await harness.ui.registry.create("schemas", {
    type: "object",
    title: "By hand",
    description: "From the UI",
    "meta:class": EVENT_CLASS,
    "meta:extends": [EVENT_CLASS, WEB, "https://ns.adobe.com/xdm/context/identitymap"],
    allOf: [
      { $ref: EVENT_CLASS, type: "object", "meta:xdmType": "object" },
      { $ref: WEB, type: "object", "meta:xdmType": "object" },
      { $ref: "https://ns.adobe.com/xdm/context/identitymap", type: "object" },
    ],
  });
  const program = {
    title: "By hand",
    description: "From the UI",
    class: EVENT_CLASS,
    fieldGroups: [{ ref: WEB }, { ref: "https://ns.adobe.com/xdm/context/identitymap" }],
  };
  await expectNoChange("xdm:Schema", made.$id, program);
  await harness.ui.registry.patch("schemas", made.$id, [
    { op: "add", path: "/meta:immutableTags", value: ["union"] },
  ]);
  await expectNoChange("xdm:Schema", made.$id, program);
  await expectNoChange("xdm:ProfileUnion", made.$id, { schemaId: made.$id });
});

test("a mapping set of the Chatlio tutorial, in the older words", async () => {
  const made = await harness.ui.dataPrep.create({
    name: "By hand",
    xdmSchema: whole.schema.id,
    xdmVersion: "1.0",
    mappings: [
      { destinationXdmPath: "_id", sourceAttribute: "id", identity: false, version: 0 },
      { destinationXdmPath: "timestamp", sourceAttribute: "at", identity: false, version: 0 },
      { destinationXdmPath: "_localtenant.chat.email", sourceAttribute: "email", identity: true },
    ],
  });
  await expectNoChange("dataprep:MappingSet", made.id, {
    name: "By hand",
    schemaId: whole.schema.id,
    mappings: [
      { sourceType: "ATTRIBUTE", source: "id", destination: "_id" },
      { sourceType: "ATTRIBUTE", source: "at", destination: "timestamp" },
      { sourceType: "ATTRIBUTE", source: "email", destination: "_tenant.chat.email" },
    ],
  });
});

test.each<[string, (schemaId: string) => object]>([
  ["with the schema's id", (id) => ({ format: "parquet_xdm", schema: { id, version: "1.0" } })],
  ["with the schema in other words", (schemaId) => ({ format: "json", schema: { schemaId } })],
  ["without a schema", () => ({ format: "parquet_xdm" })],
])("a target connection of the HTTP API tutorial, %s", async (name, data) => {
  const schemaId = whole.schema.id;
  const id = await harness.ui.flows.create("targetConnections", {
    name,
    connectionSpec: specs.dataLake,
    data: data(schemaId),
    params: { dataSetId: whole.dataset.id },
  });
  const program = { name, datasetId: whole.dataset.id, schemaId };
  await expectNoChange("flow:TargetConnection", id, program);
});

test("a source connection of the HTTP API tutorial, without data", async () => {
  const baseConnectionId = await harness.ui.flows.create("connections", {
    name: "Inlet",
    connectionSpec: specs.httpApi,
    auth: { specName: "Streaming Connection", params: { dataType: "xdm" } },
  });
  const id = await harness.ui.flows.create("sourceConnections", {
    name: "Without data",
    connectionSpec: specs.httpApi,
    baseConnectionId,
  });
  const program = { name: "Without data", connectionSpec: specs.httpApi, baseConnectionId };
  await expectNoChange("flow:SourceConnection", id, program);
});

test("a dataset of Adobe's guide without fileDescription, with tags of its own and retention", async () => {
  const id = await harness.ui.catalog.create({
    name: "With tags",
    schemaRef: { id: whole.schema.id, contentType: "application/vnd.adobe.xed+json;version=1" },
    tags: { owner: ["marketing"] },
  });
  await harness.ui.catalog.setRetention(id, 90);
  const program = { name: "With tags", schemaId: whole.schema.id, retentionDays: 90 };
  await expectNoChange("catalog:Dataset", id, program);
});

describe("a source connection of which Adobe shows more than the program gives", () => {
  const program = { name: "Shows more", connectionSpec: specs.chatlio };

  test("is not replaced after an import", async () => {
    const base = await harness.ui.flows.create("connections", connectionOfTutorial);
    const id = await harness.ui.flows.create("sourceConnections", {
      ...program,
      providerId: specs.streamingProviderId,
      baseConnectionId: base,
      data: { format: "json" },
      params: { a: "b" },
    });
    const { first, urn } = await expectNoChange("flow:SourceConnection", id, program);
    const given = { ...program, providerId: "another" };
    const again = await importOne(harness.provider, urn, id);
    expect((await upAgain(harness.provider, again, given)).diff.replaces).toEqual(["providerId"]);
    expect(first.id).toBe(id);
  });

  test("is not replaced by the provider that Adobe does not show, however late the program gives it", async () => {
    const id = await harness.ui.flows.create("sourceConnections", {
      ...program,
      name: "Without provider",
      data: { format: "json" },
    });
    const without = { ...program, name: "Without provider" };
    const { first, urn } = await expectNoChange("flow:SourceConnection", id, without);
    const read = await refresh(harness.provider, await upAgain(harness.provider, first, without));
    if (read === undefined) throw new Error("gone");
    const providerId = specs.streamingProviderId;
    const given = await upAgain(harness.provider, read, { ...without, providerId });
    expect(given.diff.changes).toEqual({});
    // From then on another one is a change, and so is a control of the provider at any time.
    const other = await importOne(harness.provider, urn, id);
    for (const [known, replaced] of [
      [given, { ...without, providerId: "another" }],
      [await upAgain(harness.provider, other, without), { ...without, generation: "2" }],
    ] as const)
      expect((await upAgain(harness.provider, known, replaced)).diff.replaces).toHaveLength(1);
  });

  test("is not replaced after a refresh, when the platform has added it", async () => {
    const proxy = await startChangingProxy(harness.url);
    const provider = await harness.another({ platformUrl: proxy.url });
    const grown = { ...program, name: "Grown" };
    const added = { providerId: specs.streamingProviderId, baseConnectionId: "added" };
    proxy.change = (body) =>
      isObject(body) && Array.isArray(body["items"])
        ? { ...body, items: body["items"].map((one: object) => ({ ...added, ...one })) }
        : body;
    const made = await up(provider, urnOf("flow:SourceConnection", "grown"), grown);
    const read = await refresh(provider, made);
    if (read === undefined) throw new Error("gone");
    expect((await upAgain(provider, read, grown)).diff.changes).toEqual({});
    await proxy.close();
  });
});
