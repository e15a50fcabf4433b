import type { EmulatorClient } from "../../../emulator";
import { sandbox } from "./simulated";

const registry = "/data/foundation/schemaregistry/tenant";
const flows = "/data/foundation/flowservice";

/** The lists of all kinds of objects that anybody can make in a sandbox, with the header that each wants. */
const lists: Readonly<Record<string, readonly [path: string, accept?: string]>> = {
  flows: [`${flows}/flows?limit=100`],
  sources: [`${flows}/sourceConnections?limit=100`],
  targets: [`${flows}/targetConnections?limit=100`],
  connections: [`${flows}/connections?limit=100`],
  mappingSets: ["/data/foundation/conversion/mappingSets?limit=100&start=0"],
  datasets: ["/data/foundation/catalog/dataSets?limit=100"],
  schemas: [`${registry}/schemas`, "application/vnd.adobe.xed+json"],
  fieldGroups: [`${registry}/fieldgroups`, "application/vnd.adobe.xed+json"],
  classes: [`${registry}/classes`, "application/vnd.adobe.xed+json"],
  dataTypes: [`${registry}/datatypes`, "application/vnd.adobe.xed+json"],
  descriptors: [`${registry}/descriptors`, "application/vnd.adobe.xdm+json"],
  mergePolicies: ["/data/core/ups/config/mergePolicies?limit=100"],
  segments: ["/data/core/ups/segment/definitions?limit=100"],
  computedAttributes: ["/data/core/ca/attributes?limit=40"],
  keyPairs: ["/data/foundation/connectors/encryption/keys"],
  queryTemplates: ["/data/foundation/query/query-templates?limit=1000"],
  marketingActions: ["/data/foundation/dulepolicy/marketingActions/custom?limit=100"],
  governancePolicies: ["/data/foundation/dulepolicy/policies/custom?limit=100"],
  querySchedules: ["/data/foundation/query/schedules?limit=1000"],
  expirations: ["/data/core/hygiene/ttl"],
  namespaces: ["/data/core/idnamespace/identities"],
};

/** Every object of the sandbox, whole, by kind: equal before and after when nothing was made or changed. */
export async function allObjects(
  emulator: EmulatorClient,
): Promise<Readonly<Record<string, unknown>>> {
  const headers = { ...(await emulator.headers()), "x-sandbox-name": sandbox };
  const found: Record<string, unknown> = {};
  for (const [kind, [path, accept]] of Object.entries(lists)) {
    const response = await fetch(`${emulator.url}${path}`, {
      headers: { ...headers, ...(accept === undefined ? {} : { accept }) },
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    found[kind] = withoutPaging(await response.json());
  }
  return found;
}

/** A page without its links: they name the time and the page. */
function withoutPaging(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => !key.startsWith("_")));
}

/** The same without the kinds that an assumption does not let anybody delete. */
export function without(
  objects: Readonly<Record<string, unknown>>,
  kinds: readonly string[],
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(objects).filter(([kind]) => !kinds.includes(kind)));
}
