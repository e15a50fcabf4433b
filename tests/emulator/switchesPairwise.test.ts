import { assumptions } from "../../emulator";
import { coveringArray, type Choice } from "../support/coveringArray";
import { conversion, flowservice } from "./support/client";
import { withEmulator } from "./support/emulator";
import {
  eventMappings,
  makeDataset,
  makeFieldGroup,
  makeSchema,
  postRecord,
  record,
  rowsOf,
} from "./support/objects";

const every = coveringArray(
  Object.fromEntries(Object.entries(assumptions).map(([name, { values }]) => [name, values])),
);

// A client that follows the documents gets its rows under every pair of answers.
describe.each(every.map((choice, index) => ({ choice, index })))(
  "answers no. $index",
  ({ choice }: { choice: Choice }) => {
    it("let the tutorial reach its row", async () => {
      await withEmulator({ assume: choice }, async (client) => {
        const groupId = await makeFieldGroup(client);
        const schemaId = await makeSchema(client, [groupId]);
        const datasetId = await makeDataset(client, schemaId);
        const made = await client.call("POST", `${conversion}/mappingSets`, {
          body: {
            outputSchema: {
              schemaRef: {
                id: schemaId,
                contentType: "application/vnd.adobe.xed-full+json;version=1",
              },
            },
            mappings: eventMappings,
          },
        });
        expect([200, 201]).toContain(made.status);
        const post = async (path: string, body: object): Promise<string> =>
          (await client.call("POST", `${flowservice}/${path}`, { body })).body.id;
        const source = await post("sourceConnections", {
          name: "s",
          connectionSpec: { id: "073127a3-26e3-496c-9d94-9f48fb93fba8", version: "1.0" },
        });
        const target = await post("targetConnections", {
          name: "t",
          connectionSpec: { id: "c604ff05-7f1a-43c0-8e18-33bf874cb11c", version: "1.0" },
          data: { format: "json" },
          params: { dataSetId: datasetId },
        });
        const flowId = await post("flows", {
          name: "f",
          flowSpec: { id: "e77fde5a-22a8-11ed-861d-0242ac120002", version: "1.0" },
          sourceConnectionIds: [source],
          targetConnectionIds: [target],
          transformations: [
            {
              name: "Mapping",
              params: { mappingId: made.body.id, mappingVersion: made.body.version },
            },
          ],
        });
        const sent = await postRecord(client, flowId, record("row"));
        expect(sent.status).toBe(200);
        expect((await rowsOf(client, datasetId)).rows).toHaveLength(1);
        expect((await client.call("DELETE", `${flowservice}/flows/${flowId}`)).status).toBe(204);
      });
    });
  },
);
