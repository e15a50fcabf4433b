import { code, registry } from "../../support/client";
import { useEmulator, withEmulator } from "../../support/emulator";
import {
  experienceEvent,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
  rowsOf,
  tenant,
  title,
} from "../../support/objects";
import { fieldPath, full, idList, one, patch, xed } from "../../support/registry";

function xdm(path: string): string {
  return `https://ns.adobe.com/xdm/${path}`;
}
const profile = xdm("context/profile");

describe("Adobe's standard library", () => {
  const client = useEmulator();

  const global = (kind: string, id: string): string =>
    `${registry}/global/${kind}/${encodeURIComponent(id)}`;

  it.each([
    ["classes", ["context/experienceevent", "context/profile"]],
    [
      "fieldgroups",
      [
        "context/identitymap",
        "context/experienceevent-web",
        "context/experienceevent-environment-details",
        "context/profile-person-details",
        "context/profile-personal-details",
      ],
    ],
    ["datatypes", ["context/webinfo", "context/person", "common/address"]],
    ["behaviors", ["data/record", "data/adhoc", "data/time-series"]],
  ])("contains %s", async (kind, paths) => {
    const { body } = await client.call("GET", `${registry}/global/${kind}`, { headers: idList });
    expect(body.results.map(({ $id }: { $id: string }) => $id)).toEqual(
      expect.arrayContaining(paths.map(xdm)),
    );
    const found = await client.call("GET", global(kind, xdm(paths[0] ?? "")), { headers: xed });
    expect(found.body).toMatchObject({
      $id: xdm(paths[0] ?? ""),
      "meta:altId": `_xdm.${(paths[0] ?? "").replaceAll("/", ".")}`,
      "meta:resourceType": kind === "fieldgroups" ? "mixins" : kind,
      "meta:containerId": "global",
      version: found.body["meta:registryMetadata"]["meta:globalLibVersion"],
    });
  });

  it("requires the same Accept for behaviors as for everything else", async () => {
    expect(code(await client.call("GET", `${registry}/global/behaviors`))).toEqual([
      400,
      "XDM-1006-400",
    ]);
    expect(code(await client.call("GET", global("behaviors", xdm("data/record"))))).toEqual([
      400,
      "XDM-1007-400",
    ]);
  });

  it("names each field as standard XDM does", async () => {
    const group = global("fieldgroups", xdm("context/experienceevent-web"));
    const { body } = await client.call("GET", group, { headers: full });
    expect(body.properties.web).toMatchObject({
      "meta:xdmField": "xdm:web",
      properties: { webPageDetails: { properties: { URL: { "meta:xdmField": "xdm:URL" } } } },
    });
  });

  it("composes a profile with its contact and demographic details", async () => {
    const made = await client.call("POST", `${registry}/tenant/schemas`, {
      body: {
        type: "object",
        title: title("Profile"),
        description: "",
        allOf: [
          profile,
          xdm("context/profile-person-details"),
          xdm("context/profile-personal-details"),
        ].map(($ref) => ({ $ref })),
      },
    });
    const { body } = await client.call("GET", one("schemas", made.body.$id), { headers: full });
    expect(body.properties.person.properties).toMatchObject({
      birthDayAndMonth: { pattern: "[0-1][0-9]-[0-9][0-9]" },
      birthYear: { minimum: 1, maximum: 32_767 },
      gender: { enum: ["male", "female", "not_specified", "non_specific"] },
      name: { properties: { firstName: { type: "string" } } },
    });
    expect(body.properties.personalEmail.properties).toMatchObject({
      address: { format: "email" },
      type: { "meta:enum": { work: "work" } },
    });
    // Open lists suggest values and reject none.
    expect(body.properties.personalEmail.properties.type).not.toHaveProperty("enum");
    expect(body.properties.homeAddress.properties).toMatchObject({
      street1: { type: "string" },
      countryCode: { pattern: "^[A-Z]{2}$" },
    });
  });

  it.each([
    ["an address of a page", "web.webPageDetails.URL", "https://example.com/", true],
    ["a referrer's type of the list", "web.webReferrer.type", "social", true],
    ["a referrer's type of no list", "web.webReferrer.type", "carrier-pigeon", false],
    ["an IPv4 address", "environment.ipV4", "203.0.113.7", true],
    ["what is not an IPv4 address", "environment.ipV4", "localhost", false],
    ["a type of device of no list", "device.type", "carrier-pigeon", true],
    ["a country by its code", "placeContext.geo.countryCode", "DE", true],
    ["a country by its name", "placeContext.geo.countryCode", "Germany", false],
  ])("checks rows against it: %s", async (_what, destination, value, fits) => {
    const { flowId, datasetId } = await makePipeline(
      client,
      [
        { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
        { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
        { sourceType: "ATTRIBUTE", source: "${message}", destination },
      ],
      undefined,
      [xdm("context/experienceevent-web"), xdm("context/experienceevent-environment-details")],
    );
    await postRecord(client, flowId, record("one", { message: value }));
    const { total } = await rowsOf(client, datasetId);
    expect(total).toEqual({ rows: fits ? 1 : 0, rejected: fits ? 0 : 1 });
  });
});

describe("custom classes", () => {
  const client = useEmulator();

  const make = (allOf: readonly string[]) =>
    client.call("POST", `${registry}/tenant/classes`, {
      body: {
        type: "object",
        title: title("Class"),
        description: "",
        definitions: {
          own: { properties: { [tenant]: { type: "object", properties: {} } } },
        },
        allOf: [...allOf, "#/definitions/own"].map(($ref) => ({ $ref })),
      },
    });

  it("are built upon one behavior, which their schemas extend too", async () => {
    expect((await make([])).status).toBe(400);
    expect((await make([xdm("data/record"), xdm("data/time-series")])).status).toBe(400);
    const base = await make([xdm("data/time-series")]);
    expect(base.body).toMatchObject({
      $id: expect.stringMatching(/\/localtenant\/classes\//u),
      "meta:extends": [xdm("data/time-series")],
    });
    const schema = await client.call("POST", `${registry}/tenant/schemas`, {
      body: {
        type: "object",
        title: title("Of it"),
        description: "",
        allOf: [{ $ref: base.body.$id }],
      },
    });
    expect(schema.body).toMatchObject({
      "meta:class": base.body.$id,
      "meta:extends": [base.body.$id, xdm("data/time-series")],
    });
  });
});

describe("the registry's statistics and audit log", () => {
  const client = useEmulator();

  it.each([
    ["list", [expect.objectContaining({ $id: experienceEvent, numberOfSchemas: 1 })]],
    [
      "by-class",
      { [experienceEvent]: [expect.objectContaining({ $id: expect.any(String) as string })] },
    ],
  ])("counts schemas by class as %s, by assumption", async (value, expected) => {
    await withEmulator({ assume: { "stats-class-usage": value } }, async (own) => {
      const schema = await makeSchema(own, [await makeFieldGroup(own)]);
      const { body } = await own.call("GET", `${registry}/stats`);
      expect(body).toMatchObject({
        tenantId: "localtenant",
        counts: { schemas: 1, mixins: 1, datatypes: 0, classes: 0, unions: 0 },
        classUsage: expected,
      });
      const [newest] = body.recentlyCreatedResources;
      expect(newest).toMatchObject({
        version: "1.0",
        "meta:created": expect.stringMatching(
          /^\w{3} \w{3} \d\d \d{4} \d\d:\d\d:\d\d GMT\+0000 \(UTC\)$/u,
        ),
      });
      expect(
        body.recentlyUpdatedResources.find(({ $id }: { $id: string }) => $id === schema),
      ).toMatchObject({
        "meta:resourceType": "schemas",
        "meta:updated": expect.any(String),
        "meta:class": experienceEvent,
        "meta:classTitle": "XDM ExperienceEvent",
      });
    });
  });

  it("logs each change of a resource and of its parts, the newest first", async () => {
    const group = await makeFieldGroup(client, { first: { type: "string" } });
    const schema = await makeSchema(client, [group]);
    await patch(client, "fieldgroups", group, {
      op: "add",
      path: fieldPath("second"),
      value: { type: "integer" },
    });
    const log = (id: string) =>
      client.call("GET", `${registry}/rpc/auditlog/${encodeURIComponent(id)}`);
    const ofGroup = (await log(group)).body;
    expect(ofGroup).toHaveLength(2);
    expect(ofGroup[0]).toEqual({
      id: group,
      updatedUser: expect.any(String),
      imsOrg: expect.any(String),
      updatedTime: expect.stringMatching(/^\d\d-\d\d-\d{4} \d\d:\d\d:\d\d$/u),
      requestId: expect.any(String),
      clientId: "local-client-id",
      sandBoxId: expect.any(String),
      updates: [
        {
          id: group,
          xdmType: "mixins",
          action: "add",
          path: fieldPath("second"),
          value: expect.objectContaining({ type: "integer" }),
        },
      ],
    });
    const [newest] = (await log(schema)).body;
    expect(newest).toMatchObject({ id: schema, updates: [{ id: group, action: "add" }] });
    expect(code(await log("https://ns.adobe.com/none"))).toEqual([404, "XDM-1012-404"]);
  });
});
