import { assumptions } from "../../../emulator";
import { coveringArray, deviations } from "../../support/coveringArray";
import { sample } from "../../support/full";
import { conversion, flowservice } from "../support/client";
import { withEmulator } from "../support/emulator";
import {
  contentType,
  eventMappings,
  makeConnections,
  makeDataset,
  makeFieldGroup,
  makeSchema,
  postRecord,
  record,
  rowsOf,
  streamingFlowSpec,
} from "../support/objects";

/** A client that follows the documents does not wait: it would meet 404, 422 and "in use". */
const delays = new Set(["new-object-visible", "union-visible", "deleted-reference"]);

const rows = coveringArray(
  Object.fromEntries(
    Object.entries(assumptions)
      .filter(([name]) => !delays.has(name))
      .map(([name, { values }]) => [name, values]),
  ),
);
const sampled = sample(rows, 6).map((row) => [deviations(row, rows[0]), row] as const);

// A client that follows the documents gets its rows under every pair of assumptions.
it.each(sampled)("the tutorial reaches its row under %s", (_name, assume) =>
  withEmulator({ assume }, async (client) => {
    const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
    const datasetId = await makeDataset(client, schemaId);
    const made = await client.call("POST", `${conversion}/mappingSets`, {
      body: {
        outputSchema: { schemaRef: { id: schemaId, contentType } },
        mappings: eventMappings,
      },
    });
    expect([200, 201]).toContain(made.status);
    const { source, target } = await makeConnections(client, schemaId, datasetId);
    const { id: mappingId, version: mappingVersion } = made.body;
    const { body: flow } = await client.call("POST", `${flowservice}/flows`, {
      body: {
        name: "f",
        flowSpec: streamingFlowSpec,
        sourceConnectionIds: [source],
        targetConnectionIds: [target],
        transformations: [{ name: "Mapping", params: { mappingId, mappingVersion } }],
      },
    });
    expect((await postRecord(client, flow.id, record("row"))).status).toBe(200);
    expect((await rowsOf(client, datasetId)).rows).toHaveLength(1);
    expect((await client.call("DELETE", `${flowservice}/flows/${flow.id}`)).status).toBe(204);
  }),
);
