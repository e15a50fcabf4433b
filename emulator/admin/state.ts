import { assumptions, assumptionNames } from "../assumptions";
import { arrayOf, objectOf, stringOf, type JsonObject } from "../common/json";
import { currentFlow } from "../services/flowService/lifecycle";
import { datasetIdOf } from "../services/flowService/references";
import { composedById } from "../services/schemaRegistry/compose";
import type { Dataset } from "../state/entities";
import type { Organization } from "../state/organization";
import type { Sandbox } from "../state/sandbox";
import { tableOf } from "./columns";
import { visibleRows } from "./visible";

/** The newest rows of each dataset and the newest requests are all that the page shows. */
const maxRows = 20;
const maxRequests = 500;

function dataset(organization: Organization, sandbox: Sandbox, { id, body }: Dataset): JsonObject {
  const { rows, total } = visibleRows(sandbox.rows(id), organization.now(), maxRows);
  const rejected = sandbox.rejected(id);
  const latest = [...rows].reverse();
  const { columns, cells } = tableOf(latest.map(({ row }) => row));
  return {
    id,
    name: stringOf(body["name"]) ?? id,
    schemaId: objectOf(body["schemaRef"])["id"],
    total,
    rejectedTotal: rejected.total,
    columns,
    latest: latest.map(({ at, row }, index) => {
      return { at, row, cells: cells[index], key: `${id}/${total - index}` };
    }),
    rejected: rejected.latest(maxRows).map(({ at, row, reason }, index) => ({
      at,
      row,
      reason,
      key: `${id}/rejected/${rejected.total - index}`,
    })),
  };
}

function flows(organization: Organization, sandbox: Sandbox): JsonObject[] {
  return sandbox.flows
    .values()
    .map((flow) => currentFlow(organization, sandbox, flow))
    .filter((flow) => flow !== undefined)
    .map((flow) => {
      const counts = sandbox.flowCounts.get(flow.id);
      return {
        id: flow.id,
        name: flow.name,
        state: flow.state,
        dataset: datasetIdOf(sandbox, flow),
        received: counts?.received ?? 0,
        delivered: counts?.delivered ?? 0,
        rejected: counts?.refused ?? 0,
      };
    });
}

function identities(sandbox: Sandbox, schemaId: string): JsonObject[] {
  return sandbox.descriptors
    .values()
    .filter(
      ({ body }) =>
        body["@type"] === "xdm:descriptorIdentity" && body["xdm:sourceSchema"] === schemaId,
    )
    .map(({ body }) => ({
      path: body["xdm:sourceProperty"],
      namespace: body["xdm:namespace"],
      primary: body["xdm:isPrimary"] === true,
    }));
}

function schemas(sandbox: Sandbox): JsonObject[] {
  return sandbox.resources
    .values()
    .filter(({ type }) => type === "schemas")
    .map(({ $id, title, version }) => {
      const schema: JsonObject = composedById(sandbox, $id)?.schema ?? {};
      return {
        id: $id,
        title,
        version,
        properties: objectOf(schema["properties"]),
        required: arrayOf(schema["required"]),
        identities: identities(sandbox, $id),
      };
    });
}

/** Everything the page shows, in one response. */
export function pageState(organization: Organization): JsonObject {
  const sandboxes = organization.allSandboxes.map((sandbox) => ({
    name: sandbox.info.name,
    datasets: sandbox.datasets.values().map((one) => dataset(organization, sandbox, one)),
    flows: flows(organization, sandbox),
    schemas: schemas(sandbox),
  }));
  const [busiest] = [...sandboxes].sort((a, b) => b.datasets.length - a.datasets.length);
  return {
    sandboxes,
    /** The sandbox with the most datasets: the page opens with it. */
    busiest: busiest?.name,
    requests: organization.requests.latest(maxRequests),
    requestTotal: organization.requests.total,
    faults: organization.faults.list(),
    assumptions: assumptionNames.map((name) => ({
      name,
      value: organization.assume[name],
      values: assumptions[name].values,
      question: assumptions[name].question,
    })),
  };
}
