import { code, registry } from "../../support/client";
import { useEmulator, withEmulator } from "../../support/emulator";
import {
  chatFields,
  experienceEvent,
  fieldGroupBody,
  makeFieldGroup,
  makeSchema,
  tenant,
  title,
} from "../../support/objects";
import { fieldPath, full, idList, identityMap, one, patch, xed } from "../../support/registry";

const web = "https://ns.adobe.com/xdm/context/experienceevent-web";

describe("the Schema Registry", () => {
  const client = useEmulator();

  it("returns tenant and counts", async () => {
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
    it("are made with 201, with everything that the server adds", async () => {
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

    it.each([
      [{}, "int"],
      [{ minimum: 1, maximum: 31 }, "byte"],
      [{ minimum: 1, maximum: 32_767 }, "short"],
      [{ minimum: 0, maximum: 2_147_483_648 }, "int"],
      [{ minimum: -(2 ** 53), maximum: 2 ** 53 }, "long"],
      [{ maximum: 10 }, "int"],
      [{ "meta:xdmType": "long" }, "long"],
    ])("say how wide an integer with %j is", async (bounds, width) => {
      const { body } = await client.call("POST", `${registry}/tenant/fieldgroups`, {
        body: fieldGroupBody({ number: { type: "integer", ...bounds } }),
      });
      const fields = body.definitions.customFields.properties[tenant].properties;
      expect(fields.number["meta:xdmType"]).toBe(width);
    });

    it("must be below the tenant", async () => {
      const body = {
        ...fieldGroupBody({}),
        definitions: { customFields: { properties: { message: { type: "string" } } } },
      };
      expect(code(await client.call("POST", `${registry}/tenant/fieldgroups`, { body }))).toEqual([
        400,
        "XDM-1021-400",
      ]);
    });

    it.each([
      [{ "has space": { type: "string" } }],
      [{ _underscore: { type: "string" } }],
      [{ odd: { type: "text" } }],
      [{ list: { type: "array" } }],
      [{ pattern: { type: "string", pattern: "(" } }],
      [{ limit: { type: "integer", minimum: "low" } }],
      [{ map: { type: "object", "meta:xdmType": "map" } }],
      [
        {
          map: {
            type: "object",
            "meta:xdmType": "map",
            properties: { a: { type: "string" } },
            additionalProperties: { type: "string" },
          },
        },
      ],
      [{ map: { type: "object", additionalProperties: { type: "text" } } }],
    ])("reject the fields %j", async (fields) => {
      const { status } = await client.call("POST", `${registry}/tenant/fieldgroups`, {
        body: fieldGroupBody(fields),
      });
      expect(status).toBe(400);
    });

    it("need a class they are meant for", async () => {
      const body = { ...fieldGroupBody(chatFields), "meta:intendedToExtend": undefined };
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
    it("are unique within a type, and the error names the holder", async () => {
      const name = title("Taken");
      const group = await client.call("POST", `${registry}/tenant/fieldgroups`, {
        body: fieldGroupBody(chatFields, name),
      });
      const again = await client.call("POST", `${registry}/tenant/fieldgroups`, {
        body: fieldGroupBody(chatFields, name),
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
      [[], "no class", 400],
      [[experienceEvent, "https://ns.adobe.com/xdm/context/profile"], "two classes", 400],
      [[experienceEvent, "https://ns.adobe.com/nothing"], "an unknown part", 404],
      [
        [experienceEvent, "https://ns.adobe.com/xdm/context/profile-person-details"],
        "a group of another class",
        400,
      ],
    ])("reject %j: %s", async (parts, _what, status) => {
      const body = {
        type: "object",
        title: title("S"),
        description: "",
        allOf: parts.map(($ref) => ({ $ref })),
      };
      const response = await client.call("POST", `${registry}/tenant/schemas`, { body });
      expect(response.status).toBe(status);
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

    it("reject parts that give one path two types", async () => {
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

  describe("lists", () => {
    it("continue by value, so a page contains all items that share the value of its last one", async () => {
      let now = Date.UTC(2026, 0, 1);
      await withEmulator({ now: () => now }, async (own) => {
        for (const name of ["one", "two", "three"]) {
          await own.call("POST", `${registry}/tenant/fieldgroups`, {
            body: fieldGroupBody(chatFields, name),
          });
          if (name === "two") now += 1000;
        }
        const page = (query: string) =>
          own.call("GET", `${registry}/tenant/fieldgroups?${query}`, { headers: idList });
        const first = await page("limit=1");
        expect(first.body).toMatchObject({
          results: [{ title: "one" }, { title: "two" }],
          _page: { orderby: "updated", count: 2, next: String(Date.UTC(2026, 0, 1)) },
        });
        const next = await page(`limit=1&start=${first.body._page.next}`);
        expect(next.body).toMatchObject({
          results: [{ title: "three" }],
          _page: { next: null },
          _links: { next: null },
        });
        const { pathname, search } = new URL(first.body._links.next.href);
        expect((await own.call("GET", `${pathname}${search}`, { headers: idList })).body).toEqual(
          next.body,
        );
        expect((await page("orderby=-title&start=two&limit=5")).body.results).toMatchObject([
          { title: "three" },
          { title: "one" },
        ]);
      });
    });

    it("filter, sort and page", async () => {
      await withEmulator({}, async (own) => {
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
      });
    });
  });

  describe("changes", () => {
    it("raise the minor version, by PATCH and by PUT", async () => {
      const id = await makeFieldGroup(client);
      const patched = await patch(client, "fieldgroups", id, {
        op: "add",
        path: fieldPath("more"),
        value: { type: "string" },
      });
      expect([patched.status, patched.body.version]).toEqual([200, "1.1"]);
      const replaced = await client.call("PUT", one("fieldgroups", id), {
        body: { ...fieldGroupBody(chatFields) },
      });
      expect([replaced.status, replaced.body.version]).toEqual([200, "1.2"]);
      expect(
        replaced.body.definitions.customFields.properties[tenant].properties,
      ).not.toHaveProperty("more");
    });

    it("by PATCH that do not fit are rejected", async () => {
      const id = await makeFieldGroup(client);
      expect(
        (await patch(client, "fieldgroups", id, { op: "remove", path: "/nothing/here" })).status,
      ).toBe(400);
    });

    it("add a field group to a schema as the guide does", async () => {
      const id = await makeSchema(client, [await makeFieldGroup(client)]);
      const { status, body } = await patch(
        client,
        "schemas",
        id,
        { op: "add", path: "/meta:extends/-", value: web },
        { op: "add", path: "/allOf/-", value: { $ref: web } },
      );
      expect(status).toBe(200);
      expect(body["meta:extends"]).toContain(web);
    });
  });

  it("makes up a record that fits", async () => {
    const schema = await makeSchema(client, [await makeFieldGroup(client)]);
    const { body } = await client.call(
      "GET",
      `${registry}/rpc/sampledata/${encodeURIComponent(schema)}`,
    );
    expect(body).toMatchObject({
      "@id": expect.any(String),
      "xdm:timestamp": expect.any(String),
      "xdm:identityMap": { key: [{ "xdm:id": expect.any(String) }] },
      [tenant]: { chat: { count: 1 } },
    });
    expect(
      code(await client.call("GET", `${registry}/rpc/sampledata/_localtenant.schemas.none`)),
    ).toEqual([404, "XDM-1012-404"]);
  });

  it("returns a body that is not JSON", async () => {
    expect((await client.call("POST", `${registry}/tenant/schemas`, { body: "{" })).status).toBe(
      400,
    );
  });
});
