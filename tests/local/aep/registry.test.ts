import { registry, startClient, type Answer, type Client } from "./client";
import {
  chatFields,
  experienceEvent,
  fieldGroupBody,
  makeDataset,
  makeFieldGroup,
  makeSchema,
  tenant,
  title,
} from "./world";

const xed = { accept: "application/vnd.adobe.xed+json; version=1" };
const full = { accept: "application/vnd.adobe.xed-full+json;version=1" };
const idList = { accept: "application/vnd.adobe.xed-id+json" };
const web = "https://ns.adobe.com/xdm/context/experienceevent-web";
const identityMap = "https://ns.adobe.com/xdm/context/identitymap";

describe("the Schema Registry", () => {
  let client: Client;
  beforeAll(async () => {
    client = await startClient();
  });
  afterAll(() => client.close());

  const one = (kind: string, id: string): string =>
    `${registry}/tenant/${kind}/${encodeURIComponent(id)}`;
  const code = ({ status, body }: Answer): [number, string] => [
    status,
    String(body.type).split("/").at(-1) ?? "",
  ];
  const patch = (kind: string, id: string, ...operations: object[]): Promise<Answer> =>
    client.call("PATCH", one(kind, id), { body: operations });
  const fieldPath = (name: string): string =>
    `/definitions/customFields/properties/${tenant}/properties/${name}`;

  it("gives tenant and counts", async () => {
    const { status, body } = await client.call("GET", `${registry}/stats`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      tenantId: "localtenant",
      imsOrg: expect.any(String),
      counts: { schemas: expect.any(Number), mixins: expect.any(Number) },
      recentlyCreatedResources: expect.any(Array),
    });
  });

  describe("field groups", () => {
    it("are made with 201 and everything the server adds", async () => {
      const sent = fieldGroupBody(chatFields);
      const { status, body } = await client.call("POST", `${registry}/tenant/fieldgroups`, {
        body: { ...sent, $id: "https://ns.adobe.com/mine", "meta:altId": "_mine" },
      });
      expect(status).toBe(201);
      expect(body).toMatchObject({
        $id: expect.stringMatching(
          /^https:\/\/ns\.adobe\.com\/localtenant\/mixins\/[0-9a-f]{48}$/u,
        ),
        "meta:altId": expect.stringMatching(/^_localtenant\.mixins\.[0-9a-f]{48}$/u),
        "meta:resourceType": "mixins",
        version: "1.0",
        "meta:tenantNamespace": tenant,
        "meta:containerId": "tenant",
        "meta:registryMetadata": { eTag: expect.any(String), "meta:usageCount": 0 },
        allOf: [{ $ref: "#/definitions/customFields", type: "object", "meta:xdmType": "object" }],
      });
      expect(body.definitions.customFields.properties[tenant].properties.chat).toMatchObject({
        "meta:xdmType": "object",
        isRequired: false,
      });
    });

    it("must lie below the tenant", async () => {
      const body = {
        ...fieldGroupBody({}),
        definitions: { customFields: { properties: { message: { type: "string" } } } },
      };
      expect(code(await client.call("POST", `${registry}/tenant/fieldgroups`, { body }))).toEqual([
        400,
        "XDM-1020-400",
      ]);
    });

    it.each([
      [{ "has space": { type: "string" } }],
      [{ _underscore: { type: "string" } }],
      [{ odd: { type: "text" } }],
      [{ list: { type: "array" } }],
    ])("refuse the fields %j", async (fields) => {
      const { status } = await client.call("POST", `${registry}/tenant/fieldgroups`, {
        body: fieldGroupBody(fields),
      });
      expect(status).toBe(400);
    });

    it("need a class they are meant for", async () => {
      const { "meta:intendedToExtend": _, ...body } = fieldGroupBody(chatFields) as Record<
        string,
        unknown
      >;
      expect((await client.call("POST", `${registry}/tenant/fieldgroups`, { body })).status).toBe(
        400,
      );
    });

    it("are listed under /mixins too", async () => {
      const id = await makeFieldGroup(client);
      expect((await client.call("GET", one("mixins", id), { headers: xed })).body.$id).toBe(id);
    });
  });

  describe("titles", () => {
    it("are unique across types, and the error names the holder", async () => {
      const name = title("Taken");
      const group = await client.call("POST", `${registry}/tenant/fieldgroups`, {
        body: fieldGroupBody(chatFields, name),
      });
      const again = await client.call("POST", `${registry}/tenant/schemas`, {
        body: { type: "object", title: name, description: "", allOf: [{ $ref: experienceEvent }] },
      });
      expect(code(again)).toEqual([400, "XDM-1521-400"]);
      expect(again.body.detail).toContain(group.body.$id);
      expect(again.body).toEqual({
        type: expect.any(String),
        title: "Title not unique",
        status: 400,
        detail: expect.any(String),
        report: {
          registryRequestId: expect.any(String),
          timestamp: expect.stringMatching(/^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d$/u),
          "detailed-message": expect.any(String),
          "sub-errors": [],
        },
      });
    });
  });

  describe("schemas", () => {
    it("derive class, parents and references", async () => {
      const group = await makeFieldGroup(client);
      const { body } = await client.call("POST", `${registry}/tenant/schemas`, {
        body: {
          type: "object",
          title: title("S"),
          description: "d",
          allOf: [{ $ref: experienceEvent }, { $ref: group }],
        },
      });
      expect(body).toMatchObject({
        "meta:class": experienceEvent,
        "meta:extends": [
          experienceEvent,
          group,
          "https://ns.adobe.com/xdm/data/time-series",
          identityMap,
        ],
        refs: [experienceEvent, group],
        version: "1.0",
        required: ["@id", "xdm:timestamp"],
        "meta:extensible": false,
        "meta:abstract": false,
      });
    });

    it.each([
      [[], "no class"],
      [[experienceEvent, "https://ns.adobe.com/xdm/context/profile"], "two classes"],
      [[experienceEvent, "https://ns.adobe.com/nothing"], "an unknown part"],
      [
        [experienceEvent, "https://ns.adobe.com/xdm/context/profile-person-details"],
        "a group of another class",
      ],
    ])("refuse %j: %s", async (parts) => {
      const body = {
        type: "object",
        title: title("S"),
        description: "",
        allOf: parts.map(($ref) => ({ $ref })),
      };
      expect((await client.call("POST", `${registry}/tenant/schemas`, { body })).status).toBe(400);
    });

    it("are composed for real in the full form, with the standard pieces", async () => {
      const id = await makeSchema(client, [
        await makeFieldGroup(client),
        web,
        "https://ns.adobe.com/xdm/context/experienceevent-environment-details",
      ]);
      const { body } = await client.call("GET", one("schemas", id), { headers: full });
      expect(body).not.toHaveProperty("allOf");
      expect(body.required).toEqual(["@id", "xdm:timestamp"]);
      expect(body.properties.web.properties.webPageDetails.properties.URL.type).toBe("string");
      expect(body.properties.environment.properties.browserDetails.properties.userAgent.type).toBe(
        "string",
      );
      expect(body.properties.environment.properties.ipV4.format).toBe("ipv4");
      expect(body.properties.identityMap.additionalProperties.items.properties.id.type).toBe(
        "string",
      );
      expect(body.properties.timestamp.format).toBe("date-time");
      expect(body.properties[tenant].properties.chat.properties.lines.items.properties.n.type).toBe(
        "integer",
      );
    });

    it("refuse parts that give one path two types", async () => {
      const first = await makeFieldGroup(client, { clash: { type: "string" } });
      const second = await makeFieldGroup(client, { clash: { type: "integer" } });
      const body = {
        type: "object",
        title: title("S"),
        description: "",
        allOf: [experienceEvent, first, second].map(($ref) => ({ $ref })),
      };
      expect(code(await client.call("POST", `${registry}/tenant/schemas`, { body }))).toEqual([
        400,
        "XDM-1413-400",
      ]);
    });
  });

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

  describe("lists", () => {
    it("filter, sort and page", async () => {
      const own = await startClient();
      try {
        for (const name of ["b one", "a two", "c three"]) {
          await own.call("POST", `${registry}/tenant/fieldgroups`, {
            body: fieldGroupBody(chatFields, name),
          });
        }
        const titles = async (query: string): Promise<[string[], string | null]> => {
          const { body } = await own.call("GET", `${registry}/tenant/fieldgroups?${query}`, {
            headers: idList,
          });
          return [body.results.map((item: { title: string }) => item.title), body._page.next];
        };
        expect((await titles("orderby=title"))[0]).toEqual(["a two", "b one", "c three"]);
        expect((await titles("orderby=-title"))[0]).toEqual(["c three", "b one", "a two"]);
        expect((await titles(`property=${encodeURIComponent("title==b one")}`))[0]).toEqual([
          "b one",
        ]);
        expect(
          (await titles(`property=${encodeURIComponent("title!=b one")}&orderby=title`))[0],
        ).toEqual(["a two", "c three"]);
        const [page, next] = await titles("orderby=title&limit=2");
        expect(page).toEqual(["a two", "b one"]);
        expect(await titles(`orderby=title&limit=2&start=${next ?? ""}`)).toEqual([
          ["c three"],
          null,
        ]);
      } finally {
        await own.close();
      }
    });
  });

  describe("changes", () => {
    it("raise the minor version, by PATCH and by PUT", async () => {
      const id = await makeFieldGroup(client);
      const patched = await patch("fieldgroups", id, {
        op: "add",
        path: fieldPath("more"),
        value: { type: "string" },
      });
      expect([patched.status, patched.body.version]).toEqual([200, "1.1"]);
      const replaced = await client.call("PUT", one("fieldgroups", id), {
        body: { ...(fieldGroupBody(chatFields) as object) },
      });
      expect([replaced.status, replaced.body.version]).toEqual([200, "1.2"]);
      expect(
        replaced.body.definitions.customFields.properties[tenant].properties,
      ).not.toHaveProperty("more");
    });

    it("by PATCH that do not fit are refused", async () => {
      const id = await makeFieldGroup(client);
      expect((await patch("fieldgroups", id, { op: "remove", path: "/nothing/here" })).status).toBe(
        400,
      );
    });

    it("add a field group to a schema as the guide does", async () => {
      const id = await makeSchema(client, [await makeFieldGroup(client)]);
      const { status, body } = await patch(
        "schemas",
        id,
        { op: "add", path: "/meta:extends/-", value: web },
        { op: "add", path: "/allOf/-", value: { $ref: web } },
      );
      expect(status).toBe(200);
      expect(body["meta:extends"]).toContain(web);
    });
  });

  describe("breaking changes of a schema that a dataset uses", () => {
    let group: string;
    beforeAll(async () => {
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
    ])("refuses %s", async (_what, { path, ...operation }) => {
      expect(
        (await patch("fieldgroups", group, { ...operation, path: fieldPath(path.slice(1)) }))
          .status,
      ).toBe(400);
    });

    it.each([
      ["a new field", { op: "add", path: "/added", value: { type: "string" } }],
      ["a value more", { op: "replace", path: "/kind/enum", value: ["a", "b", "c"] }],
      ["a lower minimum", { op: "replace", path: "/number/minimum", value: -1 }],
      ["another title", { op: "add", path: "/text/title", value: "Text" }],
      ["deprecating a field", { op: "add", path: "/text/meta:status", value: "deprecated" }],
    ])("lets %s through", async (_what, { path, ...operation }) => {
      expect(
        (await patch("fieldgroups", group, { ...operation, path: fieldPath(path.slice(1)) }))
          .status,
      ).toBe(200);
    });

    it("lets everything through while nobody uses it", async () => {
      const free = await makeFieldGroup(client, {
        text: { type: "string" },
        other: { type: "string" },
      });
      await makeSchema(client, [free]);
      expect(
        (await patch("fieldgroups", free, { op: "remove", path: fieldPath("text") })).status,
      ).toBe(200);
    });
  });

  describe("deleting", () => {
    it("answers 204, then 404", async () => {
      const id = await makeFieldGroup(client);
      expect((await client.call("DELETE", one("fieldgroups", id))).status).toBe(204);
      expect(code(await client.call("GET", one("fieldgroups", id), { headers: xed }))).toEqual([
        404,
        "XDM-1010-404",
      ]);
      expect((await client.call("DELETE", one("fieldgroups", id))).status).toBe(404);
    });

    it("refuses what is in use", async () => {
      const group = await makeFieldGroup(client);
      const schema = await makeSchema(client, [group]);
      expect((await client.call("DELETE", one("fieldgroups", group))).status).toBe(400);
      const dataset = await makeDataset(client, schema);
      expect((await client.call("DELETE", one("schemas", schema))).status).toBe(400);
      await client.call("DELETE", `/data/foundation/catalog/dataSets/${dataset}`);
      expect((await client.call("DELETE", one("schemas", schema))).status).toBe(204);
      expect((await client.call("DELETE", one("fieldgroups", group))).status).toBe(204);
    });

    it("refuses what is Adobe's", async () => {
      expect(
        (await client.call("DELETE", `${registry}/global/fieldgroups/${encodeURIComponent(web)}`))
          .status,
      ).toBe(403);
    });
  });

  describe("descriptors and the union", () => {
    const identity = (schema: string, more: object = {}): object => ({
      "@type": "xdm:descriptorIdentity",
      "xdm:sourceSchema": schema,
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": `/${tenant}/chat/email`,
      "xdm:namespace": "email",
      "xdm:property": "xdm:code",
      "xdm:isPrimary": true,
      ...more,
    });
    const make = (body: object): Promise<Answer> =>
      client.call("POST", `${registry}/tenant/descriptors`, { body });

    it("live their life", async () => {
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
    ])("refuse %j", async (more) => {
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

    it("let a schema into the union only with an identity, and never out again", async () => {
      const schema = await makeSchema(client, [await makeFieldGroup(client)]);
      const union = { op: "add", path: "/meta:immutableTags", value: ["union"] };
      expect(code(await patch("schemas", schema, union))).toEqual([400, "XDM-1528-400"]);
      await make(identity(schema));
      const enabled = await patch("schemas", schema, union);
      expect([enabled.status, enabled.body["meta:immutableTags"]]).toEqual([200, ["union"]]);
      expect(
        (await patch("schemas", schema, { op: "remove", path: "/meta:immutableTags" })).status,
      ).toBe(400);
      const unions = await client.call("GET", `${registry}/tenant/unions`, { headers: idList });
      expect(
        unions.body.results.map((one_: { "meta:class": string }) => one_["meta:class"]),
      ).toContain(experienceEvent);
    });

    it("refuse a second schema in the union that gives a path another type", async () => {
      const texts = await makeFieldGroup(client, { shared: { type: "string" } });
      const numbers = await makeFieldGroup(client, { shared: { type: "integer" } });
      const union = { op: "add", path: "/meta:immutableTags", value: ["union"] };
      const first = await makeSchema(client, [texts, identityMap]);
      expect((await patch("schemas", first, union)).status).toBe(200);
      const second = await makeSchema(client, [numbers, identityMap]);
      expect(code(await patch("schemas", second, union))).toEqual([400, "XDM-1413-400"]);
    });
  });

  it("makes up a record that fits", async () => {
    const schema = await makeSchema(client, [await makeFieldGroup(client)]);
    const { body } = await client.call(
      "GET",
      `${registry}/rpc/sampledata/${encodeURIComponent(schema)}`,
    );
    expect(body).toMatchObject({
      _id: expect.any(String),
      timestamp: expect.any(String),
      [tenant]: { chat: { count: 1 } },
    });
    const log = await client.call("GET", `${registry}/rpc/auditlog/${encodeURIComponent(schema)}`);
    expect(log.body[0].id).toBe(schema);
  });

  it("answers a body that is no JSON", async () => {
    expect((await client.call("POST", `${registry}/tenant/schemas`, { body: "{" })).status).toBe(
      400,
    );
  });
});
