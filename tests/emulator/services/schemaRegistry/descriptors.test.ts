import { madeUpHeader } from "../../../../emulator/common/apiError";
import { code, registry, type ApiResponse } from "../../support/client";
import { useEmulator, withEmulator, useSchema } from "../../support/emulator";
import {
  experienceEvent,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
  tenant,
} from "../../support/objects";
import {
  full,
  idList,
  identity,
  identityMap,
  joinUnion,
  makeDescriptor,
  one,
} from "../../support/registry";

const message = `/${tenant}/chat/message`;
const email = `/${tenant}/chat/email`;

describe("relationships between schemas", () => {
  const client = useEmulator();
  let source: string;
  let destination: string;
  beforeEach(async () => {
    source = await makeSchema(client, [await makeFieldGroup(client), identityMap]);
    destination = await makeSchema(client, [await makeFieldGroup(client)]);
  });

  const relation = (more: object = {}): object => ({
    "@type": "xdm:descriptorOneToOne",
    "xdm:sourceSchema": source,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": message,
    "xdm:destinationSchema": destination,
    "xdm:destinationVersion": 1,
    ...more,
  });
  const reference = (namespace: string, more: object = {}): object => ({
    "@type": "xdm:descriptorReferenceIdentity",
    "xdm:sourceSchema": source,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": message,
    "xdm:identityNamespace": namespace,
    ...more,
  });
  const make = async (body: object): Promise<ApiResponse> => {
    const response = await makeDescriptor(client, body);
    expect(response.status).toBe(201);
    return response;
  };

  it("return everything that was sent, and the owner", async () => {
    const { body } = await make(relation({ "xdm:destinationProperty": email }));
    expect(body).toEqual({
      ...relation({ "xdm:destinationProperty": email }),
      "@id": expect.stringMatching(/^[0-9a-f]{40}$/u),
      imsOrg: expect.any(String),
      version: "1",
      "meta:containerId": "tenant",
      "meta:sandboxId": expect.any(String),
      "meta:sandboxType": "development",
      "meta:registryMetadata": expect.objectContaining({
        "repo:createdDate": expect.any(Number),
        eTag: expect.any(String),
      }),
    });
  });

  it.each<[string, object]>([
    ["a destination that is not there", { "xdm:destinationSchema": "https://ns.adobe.com/none" }],
    ["no destination", { "xdm:destinationSchema": undefined }],
    ["no version of the destination", { "xdm:destinationVersion": undefined }],
    ["a field the source has not", { "xdm:sourceProperty": `/${tenant}/none` }],
    ["a field the destination has not", { "xdm:destinationProperty": `/${tenant}/none` }],
    ["fields of different types", { "xdm:destinationProperty": `/${tenant}/chat/count` }],
    [
      "a cardinality nobody knows",
      { "@type": "xdm:descriptorRelationship", "xdm:cardinality": "M:M" },
    ],
    ["no cardinality", { "@type": "xdm:descriptorRelationship" }],
  ])("are rejected with %s", async (_what, more) => {
    expect((await makeDescriptor(client, relation(more))).status).toBe(400);
  });

  it.each(["1:1", "1:0", "M:1", "M:0"])("may be general ones of cardinality %s", async (value) => {
    await make(relation({ "@type": "xdm:descriptorRelationship", "xdm:cardinality": value }));
  });

  it.each<[string, object]>([
    ["a namespace that is not there", { "xdm:identityNamespace": "NoSuch" }],
    ["no namespace", { "xdm:identityNamespace": undefined }],
    ["a field that is not text", { "xdm:sourceProperty": `/${tenant}/chat/count` }],
  ])("need a reference identity without %s", async (_what, more) => {
    expect((await makeDescriptor(client, reference("Email", more))).status).toBe(400);
  });

  it("keep a schema out of the union until the field has a reference identity", async () => {
    await make(relation());
    const response = await joinUnion(client, source);
    expect([...code(response), response.body.title]).toEqual([
      400,
      "XDM-1526-400",
      "Union descriptor validation error",
    ]);
    await make(reference("Email"));
    expect((await joinUnion(client, source)).status).toBe(200);
  });

  it("need the namespace of the destination's primary identity once both are in the union", async () => {
    await make(relation());
    const wrong = await make(reference("Phone"));
    await make(identity(destination));
    expect((await joinUnion(client, source)).status).toBe(200);
    const response = await joinUnion(client, destination);
    expect([...code(response), response.body.title]).toEqual([
      400,
      "XDM-1527-400",
      "Union descriptor validation error",
    ]);
    await client.call("PUT", `${registry}/tenant/descriptors/${String(wrong.body["@id"])}`, {
      body: reference("Email"),
    });
    expect((await joinUnion(client, destination)).status).toBe(200);
  });

  it("compare namespaces in either way of naming them", async () => {
    await make(relation());
    await make(reference("EMAIL"));
    await make(identity(destination, { "xdm:namespace": 6, "xdm:property": "xdm:id" }));
    expect((await joinUnion(client, source)).status).toBe(200);
    expect((await joinUnion(client, destination)).status).toBe(200);
  });
});

describe("other descriptors", () => {
  const client = useEmulator();
  const shared = useSchema(client);

  const descriptor = (type: string, more: object): object => ({
    "@type": type,
    "xdm:sourceSchema": shared.schemaId,
    "xdm:sourceVersion": 1,
    ...more,
  });

  it("find a standard field by its name in standard XDM too", async () => {
    for (const path of ["/xdm:eventType", "/eventType"]) {
      const body = descriptor("xdm:alternateDisplayInfo", {
        "xdm:sourceSchema": await makeSchema(client, []),
        "xdm:sourceProperty": path,
        "xdm:title": { en_us: "Kind" },
      });
      expect((await makeDescriptor(client, body)).status).toBe(201);
    }
  });

  it("label a field, but not the tenant's own object", async () => {
    const label = (path: string): object =>
      descriptor("xdm:descriptorLabel", {
        "xdm:sourceProperty": path,
        "xdm:labels": ["core/I1"],
      });
    expect((await makeDescriptor(client, label(email))).status).toBe(201);
    expect((await makeDescriptor(client, label(`/${tenant}`))).status).toBe(400);
  });

  it.each([[undefined], [[]], [["I1"]], [["core/I3"]]])("reject %j as labels", async (labels) => {
    const body = descriptor("xdm:descriptorLabel", {
      "xdm:sourceProperty": email,
      "xdm:labels": labels,
    });
    expect((await makeDescriptor(client, body)).status).toBe(400);
  });

  it.each<[string, object]>([
    ["a title that is not a text by language", { "xdm:title": "Kind" }],
    ["a description that is not a text by language", { "xdm:description": { en_us: 1 } }],
    [
      "suggested values of a number",
      { "xdm:sourceProperty": `/${tenant}/chat/count`, "meta:enum": { one: "One" } },
    ],
  ])("reject display info with %s", async (_what, more) => {
    const info = descriptor("xdm:alternateDisplayInfo", {
      "xdm:sourceProperty": email,
      "xdm:title": { en_us: "Address" },
    });
    expect((await makeDescriptor(client, { ...info, ...more })).status).toBe(400);
  });

  it("deprecate a field, which they name", async () => {
    const deprecated = (more: object): object => descriptor("xdm:descriptorDeprecated", more);
    expect((await makeDescriptor(client, deprecated({}))).status).toBe(400);
    const named = deprecated({ "xdm:sourceProperty": email });
    expect((await makeDescriptor(client, named)).status).toBe(201);
  });

  it.each(["xdm:sourceVersion", "xdm:sourceProperty", "xdm:namespace", "xdm:property"])(
    "need %s to be identities",
    async (key) => {
      expect(
        (await makeDescriptor(client, identity(shared.schemaId, { [key]: undefined }))).status,
      ).toBe(400);
    },
  );

  it("keep the primary identity of a schema of the union that has data", async () => {
    const pipeline = await makePipeline(client);
    const { body } = await makeDescriptor(client, identity(pipeline.schemaId));
    expect((await joinUnion(client, pipeline.schemaId)).status).toBe(200);
    const at = `${registry}/tenant/descriptors/${String(body["@id"])}`;
    const demote = (): Promise<ApiResponse> =>
      client.call("PUT", at, { body: identity(pipeline.schemaId, { "xdm:isPrimary": false }) });
    expect((await demote()).status).toBe(200);
    await client.call("PUT", at, { body: identity(pipeline.schemaId) });
    await postRecord(client, pipeline.flowId, record("one"));
    expect((await demote()).status).toBe(400);
    expect((await client.call("DELETE", at)).status).toBe(400);
  });

  it.each([
    ["200", 200],
    ["201", 201],
  ])("are rewritten with %s, by assumption", async (value, status) => {
    await withEmulator({ assume: { "descriptor-put": value } }, async (own) => {
      const of = await makeSchema(own, [await makeFieldGroup(own)]);
      const { body } = await makeDescriptor(own, identity(of));
      const put = await own.call("PUT", `${registry}/tenant/descriptors/${String(body["@id"])}`, {
        body: identity(of, { "xdm:namespace": "Phone" }),
      });
      expect([put.status, put.body]).toEqual([status, { "@id": body["@id"] }]);
    });
  });
});

describe("unions", () => {
  const union = `${experienceEvent}__union`;

  it("are one for each class, and can be looked up as schemas", async () => {
    await withEmulator({}, async (client) => {
      const list = `${registry}/tenant/unions`;
      expect((await client.call("GET", list, { headers: idList })).body.results).toEqual([]);
      const group = await makeFieldGroup(client);
      const schema = await makeSchema(client, [group, identityMap]);
      await joinUnion(client, schema);
      expect((await client.call("GET", list, { headers: idList })).body.results).toEqual([
        {
          $id: union,
          "meta:altId": "_xdm.context.experienceevent__union",
          version: "1.0",
          title: "XDM ExperienceEvent",
        },
      ]);
      const xed = { accept: "application/vnd.adobe.xed+json; version=1" };
      const raw = await client.call("GET", one("unions", union), { headers: xed });
      expect(raw.body).toMatchObject({
        "meta:resourceType": "unions",
        "meta:class": experienceEvent,
        "meta:containerId": "tenant",
        allOf: [experienceEvent, group, identityMap].map(($ref) => ({ $ref })),
        "meta:extends": expect.arrayContaining([schema, group]),
      });
      expect((await client.call("GET", one("schemas", union), { headers: xed })).body).toEqual(
        raw.body,
      );
      const whole = await client.call("GET", one("unions", union), { headers: full });
      expect(Object.keys(whole.body.properties)).toEqual(
        expect.arrayContaining([tenant, "identityMap", "segmentMembership", "timeSeriesEvents"]),
      );
      const inIt = await client.call(
        "GET",
        `${registry}/tenant/schemas?property=meta:immutableTags==union&property=meta:class==${experienceEvent}`,
        { headers: idList },
      );
      expect(inIt.body.results).toMatchObject([{ $id: schema }]);
      const none = one("unions", "https://ns.adobe.com/xdm/context/profile__union");
      expect((await client.call("GET", none, { headers: xed })).status).toBe(404);
    });
  });
});

describe("a descriptor that is there already", () => {
  const client = useEmulator();
  const taken = [400, "XDM-1811-400"];

  it.each<[string, object, object]>([
    ["its namespace in another case", { "xdm:namespace": "Phone" }, { "xdm:namespace": "phone" }],
    [
      "the number of its namespace",
      { "xdm:namespace": "Phone" },
      { "xdm:namespace": "7", "xdm:property": "xdm:id" },
    ],
    [
      "the name that its field has in standard XDM",
      { "xdm:sourceProperty": "/eventMergeId" },
      { "xdm:sourceProperty": "/xdm:eventMergeId" },
    ],
    [
      "the items of its list marked",
      { "xdm:sourceProperty": `/${tenant}/chat/lines/text` },
      { "xdm:sourceProperty": `/${tenant}/chat/lines[*]/text` },
    ],
  ])("is rejected with %s", async (_what, first, second) => {
    const schema = await makeSchema(client, [await makeFieldGroup(client)]);
    const make = (more: object) =>
      makeDescriptor(client, identity(schema, { "xdm:isPrimary": false, ...more }));
    expect((await make(first)).status).toBe(201);
    const rejected = await make(second);
    expect(code(rejected)).toEqual(taken);
    expect(rejected.headers[madeUpHeader]).toBe("use");
    expect((await make(first)).headers[madeUpHeader]).toBeUndefined();
    expect((await make({ "xdm:namespace": "email" })).status).toBe(201);
  });

  it("is rejected with its destination by the other kind of id", async () => {
    const schema = await makeSchema(client, [await makeFieldGroup(client)]);
    const other = await makeSchema(client, [await makeFieldGroup(client)]);
    const { body } = await client.call("GET", one("schemas", other), { headers: full });
    const relation = (destination: string) =>
      makeDescriptor(client, {
        "@type": "xdm:descriptorOneToOne",
        "xdm:sourceSchema": schema,
        "xdm:sourceVersion": 1,
        "xdm:sourceProperty": message,
        "xdm:destinationSchema": destination,
        "xdm:destinationVersion": 1,
      });
    expect((await relation(other)).body["xdm:destinationSchema"]).toBe(other);
    expect(code(await relation(body["meta:altId"]))).toEqual(taken);
  });

  it("may be put back with its namespace in another case", async () => {
    const schema = await makeSchema(client, [await makeFieldGroup(client)]);
    const made = await makeDescriptor(client, identity(schema, { "xdm:namespace": "Phone" }));
    const body = identity(schema, { "xdm:namespace": "phone" });
    const put = await client.call("PUT", one("descriptors", made.body["@id"]), { body });
    expect(put.status).toBeLessThan(300);
  });
});
