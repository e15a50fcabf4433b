import { emulatorCredentials } from "../../../local/aep";
import { flowservice, type Client } from "./client";
import { contentType, lakeSpec, makeDataset, makeFieldGroup, makeSchema } from "./world";

export const httpSpec = { id: "bc7b00d6-623a-4dfc-9fdb-f1240aeadaeb", version: "1.0" };

/** An authenticated inlet of the HTTP API source for XDM, and what its messages name. */
export interface XdmInlet {
  readonly inlet: string;
  readonly schemaId: string;
  readonly datasetId: string;
  readonly flowId: string;
  /** A message around an entity; the second object changes the header. */
  readonly message: (entity: object, header?: object) => object;
}

export const makeXdmInlet = async (client: Client): Promise<XdmInlet> => {
  const post = async (path: string, body: object): Promise<string> =>
    (await client.call("POST", `${flowservice}/${path}`, { body })).body.id;
  const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
  const datasetId = await makeDataset(client, schemaId);
  const base = await post("connections", {
    name: "base",
    connectionSpec: httpSpec,
    auth: {
      specName: "Streaming Connection",
      params: { dataType: "xdm", authenticationRequired: true },
    },
  });
  const source = await post("sourceConnections", {
    name: "s",
    baseConnectionId: base,
    connectionSpec: httpSpec,
  });
  const target = await post("targetConnections", {
    name: "t",
    connectionSpec: lakeSpec,
    data: { format: "json" },
    params: { dataSetId: datasetId },
  });
  const flowId = await post("flows", {
    name: "f",
    flowSpec: { id: "d8a6f005-7eaf-4153-983e-e8574508b877", version: "1.0" },
    sourceConnectionIds: [source],
    targetConnectionIds: [target],
  });
  const { body } = await client.call("GET", `${flowservice}/connections/${base}`);
  const schemaRef = { id: schemaId, contentType };
  return {
    inlet: new URL(String(body.items[0].auth.params.inletUrl)).pathname,
    schemaId,
    datasetId,
    flowId,
    message: (entity, header = {}) => ({
      header: { schemaRef, imsOrgId: emulatorCredentials.orgId, datasetId, flowId, ...header },
      body: { xdmMeta: { schemaRef }, xdmEntity: entity },
    }),
  };
};

/** An entity that fits, plus what is given. */
export const entity = (id: string, more: object = {}): object => ({
  _id: id,
  timestamp: "2026-01-01T00:00:00.000Z",
  ...more,
});
