import { status, testSwitches } from "../support/assumptions";
import { code, registry, type Client } from "../support/client";
import {
  fieldGroupBody,
  makeDataset,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
  tenant,
  title,
} from "../support/objects";
import {
  fieldPath,
  identity,
  joinUnion,
  makeDescriptor,
  one,
  patch,
  xed,
} from "../support/registry";

const profile = "https://ns.adobe.com/xdm/context/profile";

/** The status of removing a field: with a schema only, and with a dataset of it. */
async function removals(client: Client): Promise<number[]> {
  const statuses: number[] = [];
  for (const withDataset of [false, true]) {
    const group = await makeFieldGroup(client, { a: { type: "string" }, b: { type: "string" } });
    const schema = await makeSchema(client, [group]);
    if (withDataset) await makeDataset(client, schema);
    statuses.push(
      await status(patch(client, "fieldgroups", group, { op: "remove", path: fieldPath("a") })),
    );
  }
  return statuses;
}

const addition = [{ op: "add", path: fieldPath("more"), value: { type: "string" } }];

async function change(client: Client, headers: Readonly<Record<string, string>>): Promise<number> {
  const group = await makeFieldGroup(client);
  return status(client.call("PATCH", one("fieldgroups", group), { body: addition, headers }));
}

/** A schema of the class in the union, whose field `score` has the type. */
async function inUnion(client: Client, type: string, base?: string): Promise<[number, string]> {
  const body = fieldGroupBody({
    chat: { type: "object", properties: { email: { type: "string" } } },
    score: { type },
  });
  const group = await client.call("POST", `${registry}/tenant/fieldgroups`, {
    body: base === undefined ? body : { ...body, "meta:intendedToExtend": [base] },
  });
  const schema =
    base === undefined
      ? await makeSchema(client, [group.body.$id])
      : (
          await client.call("POST", `${registry}/tenant/schemas`, {
            body: {
              type: "object",
              title: title("Profile"),
              description: "",
              allOf: [{ $ref: base }, { $ref: group.body.$id }],
            },
          })
        ).body.$id;
  await makeDescriptor(client, identity(schema));
  return code(await joinUnion(client, schema));
}

async function errorCodes(client: Client): Promise<unknown> {
  const { flowId, datasetId } = await makePipeline(client);
  await postRecord(client, flowId, record("x", { at: undefined }));
  const batches = await client.call(
    "GET",
    `/data/foundation/catalog/batches?dataSet=${datasetId}&status=failed`,
  );
  const [batch] = Object.keys(batches.body as object);
  const file = await client.call(
    "GET",
    `/data/foundation/export/batches/${String(batch)}/failed?path=conversion_errors_0.json`,
  );
  return file.body._errors;
}

describe("each assumption of what people saw", () => {
  testSwitches([
    ["breaking-from", { schema: [400, 400], dataset: [200, 400], data: [200, 200] }, removals],
    [
      "registry-patch-type",
      { 415: 415, accepted: 200 },
      (client) => change(client, { "content-type": "application/json-patch+json" }),
    ],
    [
      "registry-if-match",
      { 412: [412, 200], 409: [409, 200], 428: [428, 200] },
      async (client) => [
        await change(client, { "if-match": "0.9" }),
        await change(client, { "if-match": "1.0" }),
      ],
    ],
    [
      "schema-put-as-read",
      { unchanged: [400, 200, 200], refused: [400, 400, 200], accepted: [200, 200, 200] },
      async (client) => {
        const schema = one("schemas", await makeSchema(client, []));
        const { body } = await client.call("GET", schema, { headers: xed });
        const { title: name, description, type, allOf } = body;
        const sent = [
          body,
          { ...body, description: "new" },
          { title: name, description, type, allOf },
        ];
        const statuses: number[] = [];
        for (const whole of sent) {
          statuses.push(await status(client.call("PUT", schema, { body: whole })));
        }
        return statuses;
      },
    ],
    [
      "put-definitions",
      { accepted: [[200], [200]], refused: [[422, "XDM-1406-422"], [200]] },
      async (client) => {
        const group = await makeFieldGroup(client, { a: { type: "string" } });
        const { body } = await client.call("GET", one("fieldgroups", group), { headers: xed });
        const inProperties = {
          ...body,
          ...body.definitions.customFields,
          definitions: undefined,
          allOf: undefined,
        };
        const seen = [];
        for (const sent of [body, inProperties]) {
          const response = await client.call("PUT", one("fieldgroups", group), { body: sent });
          seen.push(response.status === 200 ? [200] : code(response));
        }
        return seen;
      },
    ],
    [
      "union-merge",
      { "all-classes": [400, "XDM-1413-400"], "one-class": [200, "object"] },
      async (client) => {
        await inUnion(client, "string");
        return inUnion(client, "integer", profile);
      },
    ],
    [
      "union-schema-delete",
      { events: 204, never: 400 },
      async (client) => {
        const schema = await makeSchema(client, [await makeFieldGroup(client)]);
        await makeDescriptor(client, identity(schema));
        await joinUnion(client, schema);
        return status(client.call("DELETE", one("schemas", schema)));
      },
    ],
    [
      "descriptor-namespace",
      { kept: "Email", "lower-case": "email" },
      async (client) => {
        const schema = await makeSchema(client, [await makeFieldGroup(client)]);
        const made = await makeDescriptor(client, identity(schema, { "xdm:namespace": "Email" }));
        return made.body["xdm:namespace"] as string;
      },
    ],
    [
      "label-owner",
      { any: [201, 201], "field-group": [201, 400] },
      async (client) => {
        const group = await makeFieldGroup(client);
        const schema = await makeSchema(client, [group]);
        const label = (owner: string) =>
          makeDescriptor(client, {
            "@type": "xdm:descriptorLabel",
            "xdm:sourceSchema": owner,
            "xdm:sourceVersion": 1,
            "xdm:sourceProperty": `/${tenant}/chat/email`,
            "xdm:labels": ["core/I1"],
          });
        return [(await label(group)).status, (await label(schema)).status];
      },
    ],
    [
      "sandbox-view",
      {
        allowed: [200, 200, "development"],
        forbidden: [200, 403, "SMS-2010-403"],
      },
      async (client) => {
        const at = "/data/foundation/sandbox-management";
        const found = await client.call("GET", `${at}/sandboxes/dev`);
        return [await status(client.call("GET", `${at}/`)), ...code(found)];
      },
    ],
    [
      "gateway-token-error",
      {
        text: { error_code: "401013", message: "Oauth token is not valid" },
        number: {
          title: "ErrInvalidOauthToken",
          status: 401,
          error_code: 401013,
          message: "Oauth token is not valid",
        },
      },
      async (client) => {
        const headers = { authorization: "Bearer none" };
        return (await client.call("GET", `${registry}/stats`, { headers })).body as unknown;
      },
    ],
    [
      "streaming-codes",
      {
        lab: [{ code: "DCVS-1106-400", message: "/: required key [timestamp] not found" }],
        notebook: [{ code: "DCVS-1111-400", message: "/: required key [timestamp] not found" }],
      },
      errorCodes,
    ],
  ]);
});
