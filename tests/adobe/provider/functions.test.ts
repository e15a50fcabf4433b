import { specs } from "../../../adobe/sdk/specs";
import type { Properties } from "../../../provider-sdk";
import { startHarness } from "../support/harness";
import type { Harness } from "../support/harness";
import { makeAll } from "../support/programs";
import type { Whole } from "../support/programs";
import { failureOf } from "../support/provider";
import { up, urnOf } from "../support/stack";

let harness: Harness;
let whole: Whole;
beforeAll(async () => {
  harness = await startHarness();
  whole = await makeAll(harness.provider);
});
afterAll(() => harness.close());

test("getSchema returns every field by its path, whoever created the schema", async () => {
  const title = whole.schema.inputs["title"];
  const byTitle = await harness.provider.invoke("adobe-aep:xdm:getSchema", { title });
  const byId = await harness.provider.invoke("adobe-aep:xdm:getSchema", { id: whole.schema.id });
  expect(byTitle).toEqual(byId);
  expect(byId.result).toMatchObject({
    id: whole.schema.id,
    tenantNamespace: "_localtenant",
    fields: {
      timestamp: "date-time",
      "_tenant.chat.email": "string",
      "_tenant.chat.score": "integer",
      "_tenant.chat.messages[*].text": "string",
    },
  });
});

test("null for an optional argument means the same as no value", async () => {
  const invoke = (token: string, args: Properties) => harness.provider.invoke(token, args);
  const name = whole.dataset.inputs["name"];
  expect(await invoke("adobe-aep:catalog:getDataset", { name, id: null })).toEqual(
    await invoke("adobe-aep:catalog:getDataset", { name }),
  );
});

test("getDataset, getNamespace and getSandbox", async () => {
  const dataset = await harness.provider.invoke("adobe-aep:catalog:getDataset", {
    name: whole.dataset.inputs["name"],
  });
  expect(dataset.result).toMatchObject({ id: whole.dataset.id, schemaId: whole.schema.id });
  const namespace = await harness.provider.invoke("adobe-aep:identity:getNamespace", {
    code: "email",
  });
  expect(namespace.result).toMatchObject({ code: "Email", custom: false });
  const sandbox = await harness.provider.invoke("adobe-aep:index:getSandbox", {});
  expect(sandbox.result).toMatchObject({ name: "dev", tenantNamespace: "_localtenant" });
});

const S3_SOURCE = "ecadc60c-7455-4d87-84dc-2a0e293d997b";
const S3_TARGET = "4fce964d-3f37-408f-9778-e597338a21ee";
const BATCH_PROVIDER = "0ed90a81-07f4-4586-8190-b40eccef1c5a";

test("getConnectionSpec finds a source by its name, its name and provider, or its id", async () => {
  const invoke = async (args: Properties) =>
    (await harness.provider.invoke("adobe-aep:flow:getConnectionSpec", args)).result;
  expect(await invoke({ name: "azure-blob" })).toEqual({
    id: "4c10e202-c428-4796-9208-5f1f5732b1cf",
    name: "azure-blob",
    version: "1.0",
    spec: { id: "4c10e202-c428-4796-9208-5f1f5732b1cf", version: "1.0" },
    providerId: BATCH_PROVIDER,
    types: ["source"],
    authSpecNames: ["ConnectionString"],
  });
  const source = await invoke({ name: "amazon-s3", providerId: BATCH_PROVIDER });
  expect(source).toMatchObject({ id: S3_SOURCE, types: ["source"] });
  expect(await invoke({ id: S3_SOURCE })).toEqual(source);
  expect(await invoke({ id: S3_TARGET })).toMatchObject({
    name: "amazon-s3",
    types: ["target"],
    authSpecNames: ["Access Key", "Assumed Role"],
  });
  expect(await invoke({ name: "datalake" })).toMatchObject({
    types: ["target"],
    authSpecNames: [],
  });
});

test("getFlowSpec finds a way to move data, with what it connects", async () => {
  const invoke = async (args: Properties) =>
    (await harness.provider.invoke("adobe-aep:flow:getFlowSpec", args)).result;
  const batch = await invoke({ name: "CloudStorageToAEP" });
  expect(batch).toMatchObject({
    id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876",
    spec: { id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876", version: "1.0" },
    providerId: BATCH_PROVIDER,
    sourceConnectionSpecIds: expect.arrayContaining([S3_SOURCE]) as unknown,
    targetConnectionSpecIds: [specs.dataLake.id],
    transformations: ["Mapping"],
    scheduled: true,
  });
  expect(await invoke({ id: "9753525b-82c7-4dce-8a9b-5ccfce2b9876" })).toEqual(batch);
  const streaming = await invoke({ name: "Stream data with optional transformation" });
  expect(streaming).toMatchObject({ scheduled: false });
});

test("a specification costs one request, and one more for a name that Adobe's filter does not find", async () => {
  const costs = async (args: Properties) => {
    const before = (await harness.requests()).length;
    await harness.provider.invoke("adobe-aep:flow:getConnectionSpec", args).catch(() => undefined);
    return (await harness.requests()).slice(before).map(({ method, path }) => `${method} ${path}`);
  };
  const list = "GET /data/foundation/flowservice/connectionSpecs";
  expect(await costs({ name: "sftp", providerId: BATCH_PROVIDER })).toEqual([list]);
  expect(await costs({ id: S3_SOURCE })).toEqual([`${list}/${S3_SOURCE}`]);
  expect(await costs({ name: "none such" })).toEqual([list, list]);
});

test("a name is found although Adobe's filter does not, and specifications without a name do no harm", async () => {
  const items = [{ id: "a" }, { id: "b", name: 'Say "S3", please', version: null }];
  const path = "/data/foundation/flowservice/flowSpecs";
  await harness.fault({
    match: { method: "GET", path },
    times: 1,
    do: { status: 200, body: { items: [] } },
  });
  await harness.fault({
    match: { method: "GET", path },
    times: 1,
    do: { status: 200, body: { items } },
  });
  const { result } = await harness.provider.invoke("adobe-aep:flow:getFlowSpec", {
    name: 'Say "S3", please',
  });
  expect(result).toEqual({
    id: "b",
    name: 'Say "S3", please',
    version: "1.0",
    spec: { id: "b", version: "1.0" },
    providerId: "",
    sourceConnectionSpecIds: [],
    targetConnectionSpecIds: [],
    transformations: [],
    scheduled: false,
  });
  await harness.clearFaults();
});

test.each([
  ["flow:getConnectionSpec", { name: "S3" }, 'called "S3"; near ones are "amazon-s3". Give the'],
  ["flow:getConnectionSpec", { name: "Amazon S3" }, 'near ones are "amazon-s3"'],
  ["flow:getConnectionSpec", { name: "Event Hub" }, 'near ones are "Azure Event Hubs"'],
  ["flow:getConnectionSpec", { name: "HTTP API" }, 'near ones are "Streaming Connection"'],
  ["flow:getConnectionSpec", { name: "sftpp" }, 'near ones are "SFTP", "sftp"'],
  ["flow:getConnectionSpec", { name: "qqqq" }, 'there are "Adobe Campaign", '],
  ["flow:getFlowSpec", { name: "CloudStorage" }, 'near ones are "CloudStorageToAEP"'],
  [
    "flow:getConnectionSpec",
    { name: "amazon-s3" },
    `more than one connection specification called "amazon-s3" (${S3_SOURCE} of the provider ${BATCH_PROVIDER}, a source; ${S3_TARGET} of the provider 14e34fac-d307-11e9-bb65-2a2ae2dbcce4, a target); give the id`,
  ],
  [
    "flow:getConnectionSpec",
    { name: "sftp", providerId: "x" },
    'there is no connection specification called "sftp" of the provider x; there is b7bf2577',
  ],
  ["flow:getConnectionSpec", { id: "1-2" }, "there is no connection specification 1-2; check it"],
  [
    "flow:getConnectionSpec",
    { id: S3_SOURCE, providerId: "x" },
    `of the provider ${BATCH_PROVIDER}, not x; leave providerId out`,
  ],
  ["flow:getFlowSpec", { name: "a", id: "b" }, "id: give either name or id"],
])("%s(%j) says what there is", async (token, args, words) => {
  const { message } = await failureOf(harness.provider.invoke(`adobe-aep:${token}`, args));
  expect(message).toContain(words);
});

test("missing objects, and invalid arguments", async () => {
  const dataset = harness.provider.invoke("adobe-aep:catalog:getDataset", { name: "none" });
  await expect(dataset).rejects.toThrow('there is no dataset called "none"');
  const schema = harness.provider.invoke("adobe-aep:xdm:getSchema", {
    id: "_localtenant.schemas.1",
  });
  await expect(schema).rejects.toThrow("there is no schema");
  const both = harness.provider.invoke("adobe-aep:catalog:getDataset", { name: "a", id: "b" });
  await expect(both).rejects.toThrow("id: give either name or id");
});

const calls: [token: string, args: Properties][] = [
  ["xdm:getSchema", { title: "Chat" }],
  ["xdm:getSchema", { id: "_localtenant.schemas.1" }],
  ["catalog:getDataset", { name: "Chat" }],
  ["catalog:getDataset", { id: "0123456789abcdef01234567" }],
  ["identity:getNamespace", { code: "Email" }],
  ["index:getSandbox", {}],
  ["flow:getConnectionSpec", { name: "sftp" }],
  ["flow:getConnectionSpec", { id: "b7bf2577-4520-42c9-bae9-cad01560f7bc" }],
  ["flow:getFlowSpec", { name: "CloudStorageToAEP" }],
];

describe("a function that fails", () => {
  const failing = async (token: string, args: Properties) =>
    (await failureOf(harness.provider.invoke(`adobe-aep:${token}`, args))).message;
  afterEach(() => harness.clearFaults());

  test.each(calls)(
    "%s says which permission is missing, and shows no secret",
    async (token, args) => {
      const type = "http://ns.adobe.com/aep/errors/XDM-2010-403";
      const body = { type, title: "Not with Bearer eyJhbGciOi.eyJzdWIi.c2ln" };
      await harness.fault({ match: { method: "GET", path: "/data/*" }, do: { status: 403, body } });
      const message = await failing(token, args);
      expect(message).toMatch(/^cannot (read|look up|list) .*403 XDM-2010-403: Not with/);
      expect(message).toMatch(/In Adobe's Permissions, .* the permissions? [A-Z]/);
      expect(message).not.toContain("eyJ");
    },
  );

  test.each(calls)("%s does not treat a wrong route as a missing object", async (token, args) => {
    const fault = { status: 404, body: { error_code: "404000", message: "No such route" } };
    await harness.fault({ match: { method: "GET", path: "/data/*" }, do: fault });
    expect(await failing(token, args)).toContain("404000");
  });

  test("retries errors that pass", async () => {
    const match = { method: "GET", path: "/data/foundation/catalog/dataSets" };
    const fault = { status: 429, headers: { "retry-after": "1" } };
    await harness.fault({ match, times: 2, do: fault });
    const name = whole.dataset.inputs["name"];
    const { result } = await harness.provider.invoke("adobe-aep:catalog:getDataset", { name });
    expect(result["id"]).toBe(whole.dataset.id);
  });

  test("names all matches and says to give the id when there is more than one", async () => {
    const program = { name: "Twice", schemaId: whole.schema.id };
    const one = await up(harness.provider, urnOf("catalog:Dataset", "one"), program);
    const contentType = "application/vnd.adobe.xed+json;version=1";
    const body = { name: "Twice", schemaRef: { id: whole.schema.id, contentType } };
    const two = await harness.ui.catalog.create(body);
    const message = await failing("catalog:getDataset", { name: "Twice" });
    expect(message).toContain('more than one dataset called "Twice"');
    expect(message).toContain(one.id);
    expect(message).toContain(two);
    expect(message).toContain("give the id");
  });

  test.each([
    ["index:getSandbox", { name: "nosuch" }, /there is no sandbox nosuch; check its spelling/],
    ["identity:getNamespace", { code: "nosuch" }, /there is no identity namespace nosuch/],
    ["xdm:getSchema", { title: "nosuch" }, /there is no schema called "nosuch"/],
  ])("%s of an object that does not exist", async (token, args, words) => {
    expect(await failing(token, args)).toMatch(words);
  });

  test.each([
    ["xdm:getSchema", {}, /^id: give either title or id$/],
    ["xdm:getSchema", { title: "" }, /^title: is empty; give it a value/],
    ["catalog:getDataset", { nam: "x" }, /^has no "nam".*; id: give either name or id$/],
    ["identity:getNamespace", {}, /^code: is required/],
    ["index:getSandbox", { name: 5 }, /^name: must be of type string/],
  ])("%s(%j) is rejected with the argument's name", async (token, args, words) => {
    const before = (await harness.requests()).length;
    expect(await failing(token, args)).toMatch(words);
    expect((await harness.requests()).length).toBe(before);
  });

  test("a function that does not exist", async () => {
    expect(await failing("xdm:getNothing", {})).toContain("has no function");
  });
});
