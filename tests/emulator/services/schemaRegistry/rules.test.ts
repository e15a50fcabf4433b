import { code, registry, type ApiResponse } from "../../support/client";
import { useEmulator } from "../../support/emulator";
import { makeDataset, makeFieldGroup, makeSchema, tenant } from "../../support/objects";
import {
  fieldPath,
  identity,
  identityMap,
  joinUnion,
  makeDescriptor,
  one,
  patch,
  xed,
} from "../../support/registry";

const web = "https://ns.adobe.com/xdm/context/experienceevent-web";

describe("the rules of the Schema Registry", () => {
  const client = useEmulator();

  describe("breaking changes of a schema that a dataset uses", () => {
    let group: string;
    beforeEach(async () => {
      group = await makeFieldGroup(client, {
        text: { type: "string" },
        kind: { type: "string", enum: ["a", "b"] },
        number: { type: "integer", minimum: 0 },
        inner: { type: "object", properties: { deep: { type: "string" } } },
      });
      await makeDataset(client, await makeSchema(client, [group]));
    });

    it.each([
      ["a removed field", { op: "remove", path: "/text" }],
      ["a removed deep field", { op: "remove", path: "/inner/properties/deep" }],
      ["a retyped field", { op: "replace", path: "/text/type", value: "integer" }],
      ["a list of values where there was none", { op: "add", path: "/text/enum", value: ["x"] }],
      ["a value less", { op: "replace", path: "/kind/enum", value: ["a"] }],
      ["a pattern", { op: "add", path: "/text/pattern", value: "^x" }],
      ["a higher minimum", { op: "replace", path: "/number/minimum", value: 1 }],
    ])("rejects %s", async (_what, { path, ...operation }) => {
      expect(
        (
          await patch(client, "fieldgroups", group, {
            ...operation,
            path: fieldPath(path.slice(1)),
          })
        ).status,
      ).toBe(400);
    });

    it.each([
      ["a new field", { op: "add", path: "/added", value: { type: "string" } }],
      ["a value more", { op: "replace", path: "/kind/enum", value: ["a", "b", "c"] }],
      ["a lower minimum", { op: "replace", path: "/number/minimum", value: -1 }],
      ["another title", { op: "add", path: "/text/title", value: "Text" }],
      ["deprecating a field", { op: "add", path: "/text/meta:status", value: "deprecated" }],
    ])("accepts %s", async (_what, { path, ...operation }) => {
      expect(
        (
          await patch(client, "fieldgroups", group, {
            ...operation,
            path: fieldPath(path.slice(1)),
          })
        ).status,
      ).toBe(200);
    });

    it("accepts everything while nothing uses the schema", async () => {
      const free = await makeFieldGroup(client, {
        text: { type: "string" },
        other: { type: "string" },
      });
      expect(
        (await patch(client, "fieldgroups", free, { op: "remove", path: fieldPath("text") }))
          .status,
      ).toBe(200);
    });
  });

  describe("deleting", () => {
    it("returns 204, then 404", async () => {
      const id = await makeFieldGroup(client);
      expect((await client.call("DELETE", one("fieldgroups", id))).status).toBe(204);
      expect(code(await client.call("GET", one("fieldgroups", id), { headers: xed }))).toEqual([
        404,
        "XDM-1010-404",
      ]);
      expect((await client.call("DELETE", one("fieldgroups", id))).status).toBe(404);
    });

    it("rejects what is in use", async () => {
      const group = await makeFieldGroup(client);
      const schema = await makeSchema(client, [group]);
      expect((await client.call("DELETE", one("fieldgroups", group))).status).toBe(400);
      const dataset = await makeDataset(client, schema);
      expect((await client.call("DELETE", one("schemas", schema))).status).toBe(400);
      await client.call("DELETE", `/data/foundation/catalog/dataSets/${dataset}`);
      expect((await client.call("DELETE", one("schemas", schema))).status).toBe(204);
      expect((await client.call("DELETE", one("fieldgroups", group))).status).toBe(204);
    });

    it("rejects what is Adobe's", async () => {
      expect(
        (await client.call("DELETE", `${registry}/global/fieldgroups/${encodeURIComponent(web)}`))
          .status,
      ).toBe(403);
    });
  });

  describe("descriptors and the union", () => {
    const make = (body: object): Promise<ApiResponse> => makeDescriptor(client, body);

    it("can be made, read, changed and deleted", async () => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      const made = await make(identity(schema));
      expect(made.status).toBe(201);
      const at = `${registry}/tenant/descriptors/${made.body["@id"]}`;
      expect((await client.call("GET", at)).body["xdm:isPrimary"]).toBe(true);
      const put = await client.call("PUT", at, {
        body: identity(schema, { "xdm:isPrimary": false }),
      });
      expect([put.status, put.body]).toEqual([200, { "@id": made.body["@id"] }]);
      const grouped = await client.call(
        "GET",
        `${registry}/tenant/descriptors?property=xdm:sourceSchema==${encodeURIComponent(schema)}`,
        {
          headers: { accept: "application/vnd.adobe.xdm+json" },
        },
      );
      expect(grouped.body["xdm:descriptorIdentity"]).toHaveLength(1);
      const paged = await client.call("GET", `${registry}/tenant/descriptors`, {
        headers: { accept: "application/vnd.adobe.xdm-v2-id+json" },
      });
      expect(paged.body).toMatchObject({
        results: expect.arrayContaining([made.body["@id"]]),
        _page: { next: null },
      });
      expect((await client.call("DELETE", at)).status).toBe(204);
      expect((await client.call("GET", at)).status).toBe(404);
    });

    it.each([
      [{ "xdm:sourceProperty": `/${tenant}/chat/nothing` }],
      [{ "xdm:sourceProperty": `/${tenant}/chat/` }],
      [{ "xdm:sourceProperty": `/${tenant}/chat/count` }],
      [{ "xdm:namespace": "NoSuch" }],
      [{ "xdm:sourceSchema": "https://ns.adobe.com/none" }],
    ])("reject %j", async (more) => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      expect((await make(identity(schema, more))).status).toBe(400);
    });

    it("allow one primary identity", async () => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      await make(identity(schema));
      expect(
        (await make(identity(schema, { "xdm:sourceProperty": `/${tenant}/chat/message` }))).status,
      ).toBe(400);
    });

    it("accept a schema into the union only with an identity, and never remove it", async () => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      expect(code(await joinUnion(client, schema))).toEqual([400, "XDM-1528-400"]);
      await make(identity(schema));
      const enabled = await joinUnion(client, schema);
      expect([enabled.status, enabled.body["meta:immutableTags"]]).toEqual([200, ["union"]]);
      expect(
        (await patch(client, "schemas", schema, { op: "remove", path: "/meta:immutableTags" }))
          .status,
      ).toBe(400);
    });

    it("reject a second schema in the union that gives a path another type", async () => {
      const texts = await makeFieldGroup(client, { shared: { type: "string" } });
      const numbers = await makeFieldGroup(client, { shared: { type: "integer" } });
      const first = await makeSchema(client, [texts, identityMap]);
      expect((await joinUnion(client, first)).status).toBe(200);
      const second = await makeSchema(client, [numbers, identityMap]);
      expect(code(await joinUnion(client, second))).toEqual([400, "XDM-1413-400"]);
    });
  });
});
