import { registryFieldTypes } from "../../adobe/provider/xdm/fieldPaths";
import { mappings } from "../../handlers/model";
import { schemaProblems } from "../../infra/platform/existing";
import { registry, startClient, type Client } from "../emulator/support/client";
import { experienceEvent, makeFieldGroup, makeSchema, tenant } from "../emulator/support/objects";

const wanted = mappings
  .map(({ destination }) => destination)
  .filter((path) => path.startsWith("_tenant."));
const first = wanted.slice(0, 10);

let client: Client;
beforeEach(async () => {
  client = await startClient();
});
afterEach(() => client.close());

interface RegistryObject {
  readonly $id: string;
  readonly title: string;
  readonly version: string;
  readonly properties?: unknown;
}

/** Sends a request to the registry, which succeeds. */
async function call(
  method: string,
  path: string,
  more: Parameters<Client["call"]>[2],
): Promise<RegistryObject> {
  const response = await client.call(method, `${registry}/tenant/${path}`, more);
  if (response.status >= 300) throw new Error(JSON.stringify(response.body));
  return response.body as RegistryObject;
}

/** What a preview says of the schema as the registry has it now. */
async function said(id: string, paths: readonly string[]): Promise<string[]> {
  const { properties, title, version } = await call("GET", `schemas/${encodeURIComponent(id)}`, {
    headers: { accept: "application/vnd.adobe.xed-full+json; version=1" },
  });
  const fields = registryFieldTypes(properties, tenant);
  const schema = { id, altId: id, title, version, class: experienceEvent };
  return schemaProblems({ ...schema, tenantNamespace: tenant, fields }, paths, "dev");
}

/** Does what the message says: creates the field group, and adds it to the schema. */
async function handOver(id: string, [text = ""]: readonly string[]): Promise<string> {
  const group = JSON.parse(text.slice(text.indexOf("{"))) as object;
  const { $id: $ref, title } = await call("POST", "fieldgroups", { body: group });
  await call("PATCH", `schemas/${encodeURIComponent(id)}`, {
    body: [{ op: "add", path: "/allOf/-", value: { $ref } }],
  });
  return title;
}

test("each field group that is printed can be created and added: for a further mode or release, and another schema", async () => {
  const id = await makeSchema(client, []);
  const titles = [await handOver(id, await said(id, first))];
  expect(await said(id, first)).toEqual([]);
  const more = await said(id, wanted);
  expect(more[0]).toContain("an earlier preview already");
  titles.push(await handOver(id, more));
  expect(await said(id, wanted)).toEqual([]);
  const other = await makeSchema(client, []);
  titles.push(await handOver(other, await said(other, wanted)));
  expect(await said(other, wanted)).toEqual([]);
  for (const title of titles) expect(title).toMatch(/^Chatlio events dev [0-9a-f]{8}$/);
  expect(new Set(titles).size).toBe(3);
});

test("two previews that lack the same print the same field group", async () => {
  const id = await makeSchema(client, []);
  expect(await said(id, wanted)).toEqual(await said(id, wanted));
});

test.each<[string, object, string]>([
  ["a text", { chatlio: { type: "string" } }, "chatlio is string, and must be object"],
  [
    "a map",
    { chatlio: { type: "object", additionalProperties: { type: "string" } } },
    "chatlio is a map, and must be object",
  ],
  [
    "a text and a list of texts in the object",
    {
      chatlio: {
        type: "object",
        properties: {
          visitor: { type: "string" },
          transcript: {
            type: "object",
            properties: { messages: { type: "array", items: { type: "string" } } },
          },
        },
      },
    },
    `chatlio.visitor is string, and must be object\n  ${tenant}.chatlio.transcript.messages[*] is string, and must be object`,
  ],
])("a schema in which chatlio is %s gets no field group", async (_, fields, text) => {
  const id = await makeSchema(client, [await makeFieldGroup(client, fields)]);
  expect(await said(id, wanted)).toEqual([
    expect.stringMatching(/has fields of another type, [^{]*Use another schema\.$/),
  ]);
  expect((await said(id, wanted))[0]).toContain(`  ${tenant}.${text}\n`);
});
