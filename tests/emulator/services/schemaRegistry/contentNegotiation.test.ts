import { code, registry } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { makeFieldGroup, makeSchema } from "../../support/objects";
import { idList, identity, makeDescriptor, one } from "../../support/registry";

describe("the Schema Registry's forms", () => {
  const client = useEmulator();

  describe("the Accept header", () => {
    let id: string;
    beforeAll(async () => {
      id = await makeSchema(client, [await makeFieldGroup(client)]);
    });

    it.each([undefined, "application/json", "application/vnd.adobe.odd+json; version=1"])(
      "of a lookup rejects %s",
      async (accept) => {
        expect(code(await client.call("GET", one("schemas", id), { headers: { accept } }))).toEqual(
          [400, "XDM-1007-400"],
        );
      },
    );

    it.each([
      "xed",
      "xed-full",
      "xed-notext",
      "xed-full-notext",
      "xed-full-desc",
      "xed-deprecatefield",
    ])("of a lookup accepts %s", async (form) => {
      const accept = `application/vnd.adobe.${form}+json;version=1`;
      const { status, body } = await client.call("GET", one("schemas", id), {
        headers: { accept },
      });
      expect([status, body.$id]).toEqual([200, id]);
      expect("title" in body).toBe(!form.endsWith("notext"));
      expect("meta:descriptors" in body).toBe(form === "xed-full-desc");
      expect("allOf" in body).toBe(form === "xed" || form === "xed-notext");
    });

    it("of a lookup with a version that is not there returns 406", async () => {
      const accept = "application/vnd.adobe.xed+json; version=2";
      expect((await client.call("GET", one("schemas", id), { headers: { accept } })).status).toBe(
        406,
      );
    });

    it("of a list has no version", async () => {
      const list = `${registry}/tenant/schemas`;
      for (const accept of [
        undefined,
        "application/json",
        "application/vnd.adobe.xed+json;version=1",
      ]) {
        const response = await client.call("GET", list, { headers: { accept } });
        expect([...code(response), response.body.title]).toEqual([
          400,
          "XDM-1006-400",
          "Accept header invalid",
        ]);
      }
      expect((await client.call("GET", list, { headers: idList })).body.results[0]).toEqual({
        $id: expect.any(String),
        "meta:altId": expect.any(String),
        version: expect.any(String),
        title: expect.any(String),
      });
    });

    it("of descriptors has its own forms", async () => {
      const list = `${registry}/tenant/descriptors`;
      expect(code(await client.call("GET", list, { headers: idList }))).toEqual([
        400,
        "XDM-1008-400",
      ]);
    });

    it.each([
      ["xdm", { grouped: true, item: "object" }],
      ["xdm-id", { grouped: true, item: "string" }],
      ["xdm-link", { grouped: true, item: "string" }],
      ["xdm-v2", { grouped: false, item: "object" }],
      ["xdm-v2-id", { grouped: false, item: "string" }],
      ["xdm-v2-link", { grouped: false, item: "string" }],
    ])("of a list of descriptors accepts %s", async (form, { grouped, item }) => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      const made = await makeDescriptor(client, identity(schema));
      const { body } = await client.call("GET", `${registry}/tenant/descriptors`, {
        headers: { accept: `application/vnd.adobe.${form}+json` },
      });
      const list: unknown[] = grouped ? body["xdm:descriptorIdentity"] : body.results;
      const last = list.at(-1);
      expect(typeof last).toBe(item);
      expect(last).toEqual(
        form.endsWith("-id")
          ? made.body["@id"]
          : form.endsWith("-link")
            ? `/tenant/descriptors/${String(made.body["@id"])}`
            : made.body,
      );
    });

    it("of the lookup of a descriptor is not needed, but not another resource's", async () => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      const { body } = await makeDescriptor(client, identity(schema));
      const at = `${registry}/tenant/descriptors/${String(body["@id"])}`;
      const get = (accept: string | undefined) => client.call("GET", at, { headers: { accept } });
      for (const accept of [undefined, "*/*", "application/vnd.adobe.xdm+json"]) {
        expect((await get(accept)).body).toEqual(body);
      }
      expect(code(await get("application/vnd.adobe.xed+json;version=1"))).toEqual([
        400,
        "XDM-1009-400",
      ]);
    });
  });
});
