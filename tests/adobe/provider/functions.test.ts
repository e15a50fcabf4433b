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
