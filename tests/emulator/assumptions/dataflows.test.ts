import { flowItem, status, testSwitches } from "../support/assumptions";
import { conversion, flowservice, type Client } from "../support/client";
import {
  adding,
  makeDestinationFlow,
  patchFlow,
  selected,
  selectors,
} from "../support/destinations";
import {
  eventMappings,
  inletPath,
  makeConnections,
  makeDataset,
  makeFieldGroup,
  makePipeline,
  makeSchema,
  postRecord,
  record,
  rowsOf,
  streamingFlowSpec,
} from "../support/objects";
import { entity, makeXdmInlet } from "../support/xdmInlet";

async function mappingBody(client: Client): Promise<object> {
  return {
    outputSchema: {
      schemaRef: {
        id: await makeSchema(client, [await makeFieldGroup(client)]),
        contentType: "application/vnd.adobe.xed-full+json;version=1",
      },
    },
    mappings: eventMappings,
  };
}

async function bearer(client: Client): Promise<{ authorization: string }> {
  return {
    authorization: `Bearer ${await client.token()}`,
  };
}

describe("each assumption of Data Prep, Flow Service and the streaming endpoints", () => {
  let clock = Date.parse("2026-07-01T00:00:00Z");
  testSwitches([
    [
      "inlet-bad-token",
      { 401: 401, 403: 403 },
      async (client) => {
        const { inlet, message } = await makeXdmInlet(client);
        const headers = { authorization: "Bearer nobody" };
        return status(client.bare("POST", inlet, { body: message(entity("x")), headers }));
      },
    ],
    [
      "sync-validation",
      { supported: 200, unsupported: 501 },
      async (client) => {
        const { inlet, message } = await makeXdmInlet(client);
        return status(
          client.bare("POST", `${inlet}?syncValidation=true`, {
            body: message(entity("x")),
            headers: await bearer(client),
          }),
        );
      },
    ],
    [
      "unknown-xdm-fields",
      { dropped: [1, 0], refused: [0, 1] },
      async (client) => {
        const { inlet, message, datasetId } = await makeXdmInlet(client);
        await client.bare("POST", inlet, {
          body: message(entity("x", { unknown: 1 })),
          headers: await bearer(client),
        });
        const { total } = await rowsOf(client, datasetId);
        return [total.rows, total.rejected];
      },
    ],
    [
      "inlet-id-name",
      {
        inletId: ["inletId", "xactionId", "receivedTimeMs", "syncValidation"],
        inletID: ["inletID", "xactionId", "receivedTimeMs", "syncValidation"],
      },
      async (client) => {
        const { flowId } = await makePipeline(client);
        const { body } = await postRecord(client, flowId, record("x"));
        return Object.keys(body);
      },
    ],
    [
      "draft-flow-connections",
      { required: [400], optional: [201, 400, 200, 200] },
      async (client) => {
        const { source, target, mappingId } = await makePipeline(client);
        const at = `${flowservice}/flows`;
        const made = await client.call("POST", `${at}?mode=draft`, {
          body: { name: "draft", flowSpec: streamingFlowSpec },
        });
        if (made.status !== 201) return [made.status];
        const one = `${at}/${String(made.body.id)}`;
        const publish = (): Promise<number> =>
          status(client.call("POST", `${one}/action?op=publish`));
        const early = await publish();
        const params = { mappingId, mappingVersion: 0 };
        const changed = await client.call("PATCH", one, {
          headers: { "if-match": made.body.etag },
          body: [
            { op: "add", path: "/sourceConnectionIds", value: [source] },
            { op: "add", path: "/targetConnectionIds", value: [target] },
            { op: "add", path: "/transformations", value: [{ name: "Mapping", params }] },
          ],
        });
        return [made.status, early, changed.status, await publish()];
      },
    ],
    [
      "connection-reuse",
      { allowed: 201, refused: 400 },
      async (client) => {
        const { source, target, mappingId } = await makePipeline(client);
        return status(
          client.call("POST", `${flowservice}/flows`, {
            body: {
              name: "second",
              flowSpec: streamingFlowSpec,
              sourceConnectionIds: [source],
              targetConnectionIds: [target],
              transformations: [{ name: "Mapping", params: { mappingId, mappingVersion: 0 } }],
            },
          }),
        );
      },
    ],
    [
      "batch-item-status",
      { statusCode: ["statusCode", "message"], status: ["status", "message"] },
      async (client) => {
        const { flowId } = await makePipeline(client);
        const path = (await inletPath(client, flowId)).replace("/collection", "$&/batch");
        const { body } = await client.bare("POST", path, {
          body: { messages: [7] },
          headers: { "x-adobe-flow-id": flowId },
        });
        return Object.keys(body.responses[0]);
      },
    ],
    [
      "mapping-create-status",
      { 200: 200, 201: 201 },
      async (client) =>
        status(
          client.call("POST", `${conversion}/mappingSets`, { body: await mappingBody(client) }),
        ),
    ],
    [
      "mapping-preview",
      { array: true, object: false },
      async (client) => {
        const { body } = await client.call("POST", `${conversion}/mappingSets/preview`, {
          body: { data: [record("x")], mappingSet: await mappingBody(client) },
        });
        return Array.isArray(body);
      },
    ],
    [
      "mapping-static-type",
      { "text/plain": "text/plain", STATIC: "STATIC", "text/x.constant": "text/x.constant" },
      async (client) => {
        const { mappingId } = await makePipeline(client);
        const { body } = await client.call("GET", `${conversion}/mappingSets/${mappingId}`);
        const found = (body.mappings as { source: string; sourceType: string }[]).find(
          ({ source }) => source === "chatlio.test",
        );
        return found?.sourceType;
      },
    ],
    [
      "mapping-version-type",
      { string: "0", number: 0 },
      async (client) => {
        const { flowId } = await makePipeline(client);
        return (await flowItem(client, flowId)).transformations[0].params.mappingVersion;
      },
    ],
    [
      "mapping-schema-version",
      { major: 201, exact: 400 },
      async (client) => {
        const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
        const { source, target } = await makeConnections(
          client,
          schemaId,
          await makeDataset(client, schemaId),
        );
        const { body } = await client.call("POST", `${conversion}/mappingSets`, {
          body: { xdmSchema: schemaId, xdmVersion: "1.0", mappings: eventMappings },
        });
        return status(
          client.call("POST", `${flowservice}/flows`, {
            body: {
              name: "f",
              flowSpec: streamingFlowSpec,
              sourceConnectionIds: [source],
              targetConnectionIds: [target],
              transformations: [
                { name: "Mapping", params: { mappingId: body.id, mappingVersion: 0 } },
              ],
            },
          }),
        );
      },
    ],
    [
      "flow-update",
      { "at-once": ["enabled", 200], transition: ["updating", 400] },
      async (client) => {
        const { flowId } = await makePipeline(client);
        clock += 1001;
        const rename = async (): Promise<number> =>
          status(
            client.call("PATCH", `${flowservice}/flows/${flowId}`, {
              body: [{ op: "replace", path: "/name", value: "n" }],
              headers: { "if-match": (await flowItem(client, flowId)).etag },
            }),
          );
        await rename();
        return [(await flowItem(client, flowId)).state, await rename()];
      },
      { settleMs: 1000, now: () => clock },
    ],
    [
      "flow-delete-supported",
      { yes: true, no: false },
      async (client) => {
        const { body } = await client.call(
          "GET",
          `${flowservice}/flowSpecs/${streamingFlowSpec.id}`,
        );
        return body.items[0].attributes.uiAttributes.apiFeatures.deleteSupported;
      },
    ],
    [
      "attribute-mapping",
      { added: "a.b", "as-sent": undefined },
      async (client) => {
        const id = await makeDestinationFlow(client, "stream");
        const value = { type: "JSON_PATH", value: { path: "a.b" } };
        const path = selectors.replace("segment", "profile");
        await patchFlow(client, id, [{ op: "add", path: `${path}/-`, value }]);
        return (await selected(client, id, "profileSelectors"))[0].mapping?.destination;
      },
      { settleMs: 0 },
    ],
    [
      "selector-indices",
      { sequential: ["b"], original: ["c"] },
      async (client) => {
        const id = await makeDestinationFlow(client, "stream");
        await patchFlow(client, id, adding("a", "b", "c"));
        const removing = [0, 1].map((index) => ({ op: "remove", path: `${selectors}/${index}` }));
        await patchFlow(client, id, removing);
        return (await selected(client, id, "segmentSelectors")).map((one) => one.id);
      },
      { settleMs: 0 },
    ],
  ]);
});
