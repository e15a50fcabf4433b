import { registry, type Client } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { fieldGroupBody, makeFieldGroup, makeSchema } from "../../support/objects";
import { identity, makeDescriptor, one } from "../../support/registry";

const stale = { "if-match": '"another-version"' };

async function fieldGroup(client: Client): Promise<string> {
  return one("fieldgroups", await makeFieldGroup(client));
}

async function descriptor(client: Client): Promise<{ path: string; body: object; eTag: string }> {
  const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
  const body = identity(schemaId);
  const made = await makeDescriptor(client, body);
  const path = `${registry}/tenant/descriptors/${String(made.body["@id"])}`;
  return { path, body, eTag: made.body["meta:registryMetadata"].eTag };
}

describe("If-Match at the registry", () => {
  const client = useEmulator();

  it.each(["PUT", "PATCH", "DELETE"])(
    "a stale one is rejected by %s of a resource",
    async (method) => {
      const path = await fieldGroup(client);
      const body = method === "PUT" ? fieldGroupBody({}) : method === "PATCH" ? [] : undefined;
      const { status } = await client.call(method, path, { body, headers: stale });
      expect(status).toBe(412);
      expect((await client.call("DELETE", path, { headers: { "if-match": "1.0" } })).status).toBe(
        204,
      );
    },
  );

  it.each(["PUT", "DELETE"])("a stale one is rejected by %s of a descriptor", async (method) => {
    const { path, body, eTag } = await descriptor(client);
    const send = method === "PUT" ? { body } : {};
    expect((await client.call(method, path, { ...send, headers: stale })).status).toBe(412);
    const headers = { "if-match": eTag };
    expect((await client.call(method, path, { ...send, headers })).status).toBeLessThan(300);
  });
});
