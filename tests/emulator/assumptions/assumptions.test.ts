import { deleteInUse, send, status, testSwitches } from "../support/assumptions";
import { catalog, conversion, flowservice, registry, type Client } from "../support/client";
import {
  contentType,
  experienceEvent,
  fieldGroupBody,
  chatFields,
  inletPath,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  record,
  rowsOf,
  title,
} from "../support/objects";
import { identityMap, xed } from "../support/registry";

describe("each assumption", () => {
  let clock = Date.now();
  const gone = async (client: Client): Promise<number> => {
    const { flowId } = await makePipeline(client);
    const path = await inletPath(client, flowId);
    await client.call("DELETE", `${flowservice}/flows/${flowId}`);
    return send(client, flowId, path);
  };
  const early = async (client: Client): Promise<unknown> => {
    const { flowId } = await makePipeline(client);
    const { body } = await client.call("GET", `${flowservice}/flows/${flowId}`);
    const { inletUrl } = body.items[0].options;
    return typeof inletUrl === "string" ? "url" : inletUrl;
  };

  testSwitches([
    [
      "flow-inlet-url",
      { late: undefined, "at-once": "url", "null-first": null },
      early,
      { settleMs: 60_000 },
    ],
    [
      "new-object-visible",
      { "at-once": [200, 201], late: [404, 404] },
      async (client: Client) => {
        const groupId = await makeFieldGroup(client);
        const path = `${registry}/tenant/fieldgroups/${encodeURIComponent(groupId)}`;
        const allOf = [experienceEvent, groupId].map(($ref) => ({ $ref }));
        const body = { type: "object", title: title("Schema"), allOf };
        return [
          await status(client.call("GET", path, { headers: xed })),
          await status(client.call("POST", `${registry}/tenant/schemas`, { body })),
        ];
      },
      { settleMs: 60_000 },
    ],
    [
      "union-visible",
      { "at-once": 201, late: 422 },
      async (client: Client) => {
        const schemaId = await makeSchema(client, [identityMap]);
        await client.call("PATCH", `${registry}/tenant/schemas/${encodeURIComponent(schemaId)}`, {
          body: [{ op: "add", path: "/meta:immutableTags", value: ["union"] }],
        });
        const schemaRef = { id: schemaId, contentType };
        const body = { name: "p", schemaRef, tags: { unifiedProfile: ["enabled:true"] } };
        return status(client.call("POST", `${catalog}/dataSets`, { body }));
      },
      { settleMs: 60_000 },
    ],
    [
      "deleted-reference",
      { "at-once": 204, late: 400 },
      async (client: Client) => {
        const groupId = await makeFieldGroup(client);
        const schemaId = await makeSchema(client, [groupId]);
        await client.call("DELETE", `${registry}/tenant/schemas/${encodeURIComponent(schemaId)}`);
        return status(
          client.call("DELETE", `${registry}/tenant/fieldgroups/${encodeURIComponent(groupId)}`),
        );
      },
      { settleMs: 60_000 },
    ],
    ["inlet-deleted-flow", { 400: 400, 404: 404, 200: 200 }, gone, {}],
    [
      "inlet-disabled-flow",
      { 200: 200, 400: 400 },
      async (client: Client) => {
        const { flowId } = await makePipeline(client);
        const path = await inletPath(client, flowId);
        await client.call("POST", `${flowservice}/flows/${flowId}/action?op=disable`);
        return send(client, flowId, path);
      },
      {},
    ],
    [
      "inlet-without-flow-id",
      { 400: 400, 200: 200 },
      async (client: Client) => {
        const { flowId } = await makePipeline(client);
        return status(client.bare("POST", await inletPath(client, flowId), { body: record("x") }));
      },
      {},
    ],
    [
      "inlet-url-survives",
      { yes: true, no: false },
      async (client: Client) => {
        const { flowId } = await makePipeline(client);
        const before = await inletPath(client, flowId);
        await client.call("POST", `${flowservice}/flows/${flowId}/action?op=disable`);
        await client.call("POST", `${flowservice}/flows/${flowId}/action?op=enable`);
        return before === (await inletPath(client, flowId));
      },
      {},
    ],
    [
      "raw-batch",
      { accepted: 207, refused: 400 },
      async (client: Client) => {
        const { flowId } = await makePipeline(client);
        const path = (await inletPath(client, flowId)).replace(
          "/collection/",
          "/collection/batch/",
        );
        return send(client, flowId, path, { messages: [record("x")] });
      },
      {},
    ],
    [
      "title-scope",
      { "all-types": 400, "per-type": 201 },
      async (client: Client) => {
        const name = title("T");
        await client.call("POST", `${registry}/tenant/fieldgroups`, {
          body: fieldGroupBody(chatFields, name),
        });
        return status(
          client.call("POST", `${registry}/tenant/schemas`, {
            body: {
              title: name,
              type: "object",
              description: "",
              allOf: [{ $ref: "https://ns.adobe.com/xdm/context/experienceevent" }],
            },
          }),
        );
      },
      {},
    ],
    [
      "registry-accept",
      { 400: 400, 406: 406 },
      (client: Client) => status(client.call("GET", `${registry}/tenant/schemas`)),
      {},
    ],
    [
      "schema-in-use",
      { refused: 400, allowed: 204 },
      (client: Client) =>
        deleteInUse(
          client,
          ({ schemaId }) => `${registry}/tenant/schemas/${encodeURIComponent(schemaId)}`,
        ),
      {},
    ],
    [
      "dataset-in-use",
      { allowed: 200, refused: 400 },
      (client: Client) =>
        deleteInUse(client, ({ datasetId }) => `${catalog}/dataSets/${datasetId}`),
      {},
    ],
    [
      "connection-in-use",
      { refused: 400, allowed: 204 },
      (client: Client) =>
        deleteInUse(client, ({ source }) => `${flowservice}/sourceConnections/${source}`),
      {},
    ],
    [
      "catalog-delete-missing",
      { 200: 200, 404: 404 },
      (client: Client) => status(client.call("DELETE", `${catalog}/dataSets/none`)),
      {},
    ],
    [
      "dataset-name",
      { free: 201, unique: 400 },
      async (client: Client) => {
        const schemaRef = {
          id: await makeSchema(client, [await makeFieldGroup(client)]),
          contentType: "application/vnd.adobe.xed+json;version=1",
        };
        await client.call("POST", `${catalog}/dataSets`, { body: { name: "same", schemaRef } });
        return status(
          client.call("POST", `${catalog}/dataSets`, { body: { name: "same", schemaRef } }),
        );
      },
      {},
    ],
    [
      "mapping-delete",
      { 204: 204, 405: 405, 403: 403 },
      (client: Client) =>
        deleteInUse(client, ({ mappingId }) => `${conversion}/mappingSets/${mappingId}`),
      {},
    ],
    [
      "mapping-get-default",
      { first: 0, latest: 1 },
      async (client: Client) => {
        const { mappingId } = await makePipeline(client);
        const at = `${conversion}/mappingSets/${mappingId}`;
        await client.call("PUT", at, { body: (await client.call("GET", `${at}?version=0`)).body });
        return (await client.call("GET", at)).body.version as number;
      },
      {},
    ],
    [
      "mapping-list-paging",
      { optional: 200, required: 400 },
      (client: Client) => status(client.call("GET", `${conversion}/mappingSets?limit=5`)),
      {},
    ],
    [
      "expression-validate",
      { boolean: true, object: "succeeded" },
      async (client: Client) => {
        const { body } = await client.call("POST", `${conversion}/languages/el/validate`, {
          body: { expression: "1 + 1" },
        });
        return typeof body === "boolean" ? body : (body.validationStatus as string);
      },
      {},
    ],
    [
      "mapping-tags",
      { kept: '{"tags":[{"name":"a","values":["b"]}]}', dropped: "{}" },
      async (client: Client) => {
        const { mappingId } = await makePipeline(client);
        const at = `${conversion}/mappingSets/${mappingId}`;
        const { body } = await client.call("GET", `${at}?version=0`);
        const tags = [{ name: "a", values: ["b"] }];
        const response = await client.call("PUT", at, { body: { ...body, tags } });
        return JSON.stringify({ tags: response.body.tags });
      },
      {},
    ],
    [
      "flow-sandbox-header",
      { required: 400, "default-sandbox": 200 },
      (client: Client) =>
        status(
          client.call("GET", `${flowservice}/flows`, { headers: { "x-sandbox-name": undefined } }),
        ),
      {},
    ],
    [
      "flow-not-found",
      { 1439: "FLOW-1439-404", 1101: "FLOW-1101-404" },
      async (client: Client) =>
        String((await client.call("GET", `${flowservice}/flows/none`)).body.type)
          .split("/")
          .at(-1),
      {},
    ],
    [
      "flow-delete",
      { "at-once": 404, finalizing: 200 },
      async (client: Client) => {
        const { flowId } = await makePipeline(client);
        clock += 1001;
        await client.call("DELETE", `${flowservice}/flows/${flowId}`);
        return status(client.call("GET", `${flowservice}/flows/${flowId}`));
      },
      { settleMs: 1000, now: () => clock },
    ],
    [
      "flow-runs",
      { yes: 1, no: 0 },
      async (client: Client) => {
        const { flowId } = await makePipeline(client);
        await send(client, flowId, await inletPath(client, flowId));
        return (await client.call("GET", `${flowservice}/runs`)).body.items.length as number;
      },
      {},
    ],
    [
      "empty-values",
      { rejected: 0, accepted: 1 },
      async (client: Client) => {
        const { flowId, datasetId } = await makePipeline(client);
        await send(client, flowId, await inletPath(client, flowId), record("x", { message: "" }));
        return (await rowsOf(client, datasetId)).rows.length as number;
      },
      {},
    ],
    [
      "future-timestamp",
      { rejected: 0, accepted: 1 },
      async (client: Client) => {
        const { flowId, datasetId } = await makePipeline(client);
        await send(
          client,
          flowId,
          await inletPath(client, flowId),
          record("x", { at: "2999-01-01T00:00:00.000Z" }),
        );
        return (await rowsOf(client, datasetId)).rows.length as number;
      },
      {},
    ],
    [
      "ref-property",
      { refused: 400, ignored: 201 },
      async (client: Client) => {
        const part = { $ref: await makeFieldGroup(client), "meta:refProperty": ["/missing"] };
        const allOf = [{ $ref: experienceEvent }, part];
        const body = { type: "object", title: title("Schema"), allOf };
        return status(client.call("POST", `${registry}/tenant/schemas`, { body }));
      },
      {},
    ],
    [
      "union-without-identity",
      { refused: 400, "class-identity-map": 200 },
      async (client: Client) => {
        const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
        return status(
          client.call("PATCH", `${registry}/tenant/schemas/${encodeURIComponent(schemaId)}`, {
            body: [{ op: "add", path: "/meta:immutableTags", value: ["union"] }],
          }),
        );
      },
      {},
    ],
  ]);
});
