import { makeAll } from "../support/programs";
import type { Whole } from "../support/programs";
import { startWorld } from "../support/world";
import type { World } from "../support/world";

let world: World;
let whole: Whole;
beforeAll(async () => {
  world = await startWorld();
  whole = await makeAll(world.provider);
});
afterAll(() => world.close());

test("getSchema gives every field by its path, whoever made the schema", async () => {
  const title = whole.schema.inputs["title"];
  const byTitle = await world.provider.invoke("adobe-aep:xdm:getSchema", { title });
  const byId = await world.provider.invoke("adobe-aep:xdm:getSchema", { id: whole.schema.id });
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

test("getDataset, getNamespace and getSandbox", async () => {
  const dataset = await world.provider.invoke("adobe-aep:catalog:getDataset", {
    name: whole.dataset.inputs["name"],
  });
  expect(dataset.result).toMatchObject({ id: whole.dataset.id, schemaId: whole.schema.id });
  const namespace = await world.provider.invoke("adobe-aep:identity:getNamespace", {
    code: "email",
  });
  expect(namespace.result).toMatchObject({ code: "Email", custom: false });
  const sandbox = await world.provider.invoke("adobe-aep:index:getSandbox", {});
  expect(sandbox.result).toMatchObject({ name: "dev", tenantNamespace: "_localtenant" });
});

test("what is not there, and arguments that make no sense", async () => {
  const dataset = world.provider.invoke("adobe-aep:catalog:getDataset", { name: "none" });
  await expect(dataset).rejects.toThrow('there is no dataset called "none"');
  const schema = world.provider.invoke("adobe-aep:xdm:getSchema", { id: "_localtenant.schemas.1" });
  await expect(schema).rejects.toThrow("there is no schema");
  const both = await world.provider.invoke("adobe-aep:catalog:getDataset", { name: "a", id: "b" });
  expect(both.failures).toEqual([{ property: "id", reason: "give either name or id" }]);
});
