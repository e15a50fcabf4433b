import { emulatorCredentials } from "../../../emulator";
import type { Client } from "../../emulator/support/client";
import {
  contentType,
  makeDataset,
  makeHttpApiFlow,
  makeSchema,
} from "../../emulator/support/objects";

const commerce = "https://ns.adobe.com/xdm/context/experienceevent-commerce";

/** The events of a shop: each a purchase of a visitor at a time of November 2026. */
export async function makeWebDataset(
  aep: Client,
  sales: readonly (readonly [time: string, ecid: string])[],
) {
  const schemaId = await makeSchema(aep, [commerce]);
  const datasetId = await makeDataset(aep, schemaId);
  const { flowId, inlet } = await makeHttpApiFlow(aep, datasetId);
  const schemaRef = { id: schemaId, contentType };
  for (const [index, [time, id]] of sales.entries()) {
    const xdmEntity = {
      _id: `purchase-${index}`,
      timestamp: `2026-11-${time}Z`,
      eventType: "commerce.purchases",
      identityMap: { ECID: [{ id, primary: true }] },
      commerce: { purchases: { value: 1 } },
    };
    const header = { schemaRef, imsOrgId: emulatorCredentials.orgId, datasetId, flowId };
    const { status } = await aep.call("POST", inlet, {
      body: { header, body: { xdmMeta: { schemaRef }, xdmEntity } },
    });
    expect(status).toBe(200);
  }
  return { schemaId, datasetId };
}
