import { assumptions, assumptionNames } from "../assumptions";
import { arrayOf, objectOf, stringOf, type JsonObject } from "../common/json";
import { datasetIdOf } from "../services/flowService/references";
import { currentFlow } from "../services/flowService/lifecycle";
import { composedById } from "../services/schemaRegistry/compose";
import type { Dataset } from "../state/entities";
import type { Sandbox } from "../state/sandbox";
import { visibleRows } from "./visible";
import type { Organization } from "../state/organization";

/** How many rows of each dataset the page shows. */
const shownRows = 20;
const shownRequests = 500;

const dataset = (
  organization: Organization,
  sandbox: Sandbox,
  { id, body }: Dataset,
): JsonObject => {
  const { rows, total } = visibleRows(sandbox.rows(id), organization.now(), shownRows);
  const refused = sandbox.rejected(id);
  return {
    id,
    name: stringOf(body["name"]) ?? id,
    schemaId: objectOf(body["schemaRef"])["id"],
    total,
    refusedTotal: refused.total,
    latest: [...rows]
      .reverse()
      .map(({ at, row }, index) => ({ at, row, key: `${id}/${total - index}` })),
    refused: refused.latest(shownRows).map(({ at, row, reason }, index) => ({
      at,
      row,
      reason,
      key: `${id}/refused/${refused.total - index}`,
    })),
  };
};

const flows = (organization: Organization, sandbox: Sandbox): JsonObject[] =>
  sandbox.flows
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
        refused: counts?.refused ?? 0,
      };
    });

const identities = (sandbox: Sandbox, schemaId: string): JsonObject[] =>
  sandbox.descriptors
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

const schemas = (sandbox: Sandbox): JsonObject[] =>
  sandbox.resources
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

/** Everything the web page shows, in one answer. */
export const pageState = (organization: Organization): JsonObject => {
  const sandboxes = organization.allSandboxes.map((sandbox) => ({
    name: sandbox.info.name,
    datasets: sandbox.datasets.values().map((one) => dataset(organization, sandbox, one)),
    flows: flows(organization, sandbox),
    schemas: schemas(sandbox),
  }));
  const [busiest] = [...sandboxes].sort((a, b) => b.datasets.length - a.datasets.length);
  return {
    sandboxes,
    /** Where most is going on: what a visitor wants to see first. */
    busiest: busiest?.name,
    requests: organization.requests.latest(shownRequests),
    requestTotal: organization.requests.total,
    faults: organization.faults.list(),
    assumptions: assumptionNames.map((name) => ({
      name,
      value: organization.assume[name],
      values: assumptions[name].values,
      question: assumptions[name].question,
    })),
  };
};
