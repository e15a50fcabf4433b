import { code, registry, startClient, type Client } from "./client";
import { makeFieldGroup, makeSchema } from "./world";

const idList = { accept: "application/vnd.adobe.xed-id+json" };

describe("the Schema Registry's forms", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.close());

  const one = (kind: string, id: string): string =>
    `${registry}/tenant/${kind}/${encodeURIComponent(id)}`;

  describe("the Accept header", () => {
    let id: string;
    beforeAll(async () => {
      id = await makeSchema(client, [await makeFieldGroup(client)]);
    });

    it.each([
      undefined,
      "application/json",
      "application/vnd.adobe.xed+json",
      "application/vnd.adobe.odd+json; version=1",
    ])("of a look-up refuses %s", async (accept) => {
      expect(code(await client.call("GET", one("schemas", id), { headers: { accept } }))).toEqual([
        400,
        "XDM-1007-400",
      ]);
    });

    it.each([
      "xed",
      "xed-full",
      "xed-notext",
      "xed-full-notext",
      "xed-full-desc",
      "xed-deprecatefield",
    ])("of a look-up takes %s", async (form) => {
      const accept = `application/vnd.adobe.${form}+json;version=1`;
      const { status, body } = await client.call("GET", one("schemas", id), {
        headers: { accept },
      });
      expect([status, body.$id]).toEqual([200, id]);
      expect("title" in body).toBe(!form.endsWith("notext"));
      expect("meta:descriptors" in body).toBe(form === "xed-full-desc");
      expect("allOf" in body).toBe(form === "xed" || form === "xed-notext");
    });

    it("of a look-up with a version that is not there answers 406", async () => {
      const accept = "application/vnd.adobe.xed+json; version=2";
      expect((await client.call("GET", one("schemas", id), { headers: { accept } })).status).toBe(
        406,
      );
    });

    it("of a list is without version", async () => {
      const list = `${registry}/tenant/schemas`;
      expect(
        code(await client.call("GET", list, { headers: { accept: "application/json" } })),
      ).toEqual([400, "XDM-1006-400"]);
      expect((await client.call("GET", list, { headers: idList })).body.results[0]).toEqual({
        $id: expect.any(String),
        "meta:altId": expect.any(String),
        version: expect.any(String),
        title: expect.any(String),
      });
    });

    it("of descriptors is of its own", async () => {
      const list = `${registry}/tenant/descriptors`;
      expect(code(await client.call("GET", list, { headers: idList }))).toEqual([
        400,
        "XDM-1008-400",
      ]);
    });
  });
});
