import { emulatorCredentials } from "../../../emulator";
import type { Client } from "./client";
import { contentType, makeDataset, makeFieldGroup, makeHttpApiFlow, makeSchema } from "./objects";

/** An authenticated endpoint of the HTTP API source for XDM, and the ids that its messages contain. */
export interface XdmInlet {
  readonly inlet: string;
  readonly schemaId: string;
  readonly datasetId: string;
  readonly flowId: string;
  /** A message around an entity; the second object changes the header. */
  readonly message: (entity: object, header?: object) => object;
}

export async function makeXdmInlet(client: Client): Promise<XdmInlet> {
  const schemaId = await makeSchema(client, [await makeFieldGroup(client)]);
  const datasetId = await makeDataset(client, schemaId);
  const { inlet, flowId } = await makeHttpApiFlow(client, datasetId);
  const schemaRef = { id: schemaId, contentType };
  return {
    inlet,
    schemaId,
    datasetId,
    flowId,
    message: (entity, header = {}) => ({
      header: { schemaRef, imsOrgId: emulatorCredentials.orgId, datasetId, flowId, ...header },
      body: { xdmMeta: { schemaRef }, xdmEntity: entity },
    }),
  };
}

/** An entity that fits, plus what is given. */
export function entity(id: string, more: object = {}): object {
  return {
    _id: id,
    timestamp: "2026-01-01T00:00:00.000Z",
    ...more,
  };
}
