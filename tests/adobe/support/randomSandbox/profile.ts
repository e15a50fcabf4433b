import type { AdobeClient } from "../../../../adobe/client";
import type { Json } from "../../../../adobe/client/json";
import type { Draw } from "./draw";

const PROFILE = { name: "_xdm.context.profile" };

/** Merge policies of profiles. @returns ids */
export async function makeMergePolicies(
  ui: AdobeClient,
  draw: Draw,
  datasetIds: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let count = draw.below(3); count > 0; count--) {
    const order = datasetIds.filter(() => draw.chance(0.5));
    const { id } = await ui.mergePolicies.create({
      name: draw.name(),
      schema: PROFILE,
      identityGraph: { type: draw.pick(["none", "pdg"]) },
      attributeMerge:
        order.length > 0 ? { type: "dataSetPrecedence", order } : { type: "timestampOrdered" },
      ...draw.maybe({ isActiveOnEdge: draw.chance(0.5) }),
    });
    ids.push(id);
  }
  return ids;
}

/** Audiences, some of which name others. @returns ids */
export async function makeSegments(
  ui: AdobeClient,
  draw: Draw,
  policyIds: readonly string[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let count = 1 + draw.below(4); count > 0; count--) {
    const kinds = ["batch", "continuous", "synchronous"];
    const enabled = draw.pick(kinds);
    const { id } = await ui.segments.create({
      name: draw.name(),
      ...draw.maybe({ description: draw.name(), ttlInDays: 30 }),
      schema: PROFILE,
      expression: { type: "PQL", ...segmentExpression(draw, ids) },
      ...(policyIds.length === 0 || draw.chance(0.3)
        ? {}
        : { mergePolicyId: draw.pick(policyIds) }),
      evaluationInfo: Object.fromEntries(
        kinds.map((kind) => [kind, { enabled: kind === enabled }]),
      ),
      ...draw.maybe({ dataGovernancePolicy: { excludeOptOut: draw.chance(0.5) } }),
    });
    ids.push(id);
  }
  return ids;
}

function segmentExpression(draw: Draw, ids: readonly string[]): Json {
  const other = ids.length === 0 ? undefined : draw.pick(ids);
  if (draw.chance(0.3)) {
    const node = {
      nodeType: "fnApply",
      fnName: "inSegment",
      params: [{ nodeType: "literal", literalType: "String", value: other ?? "5f00" }],
    };
    return { format: "pql/json", value: JSON.stringify(node) };
  }
  const compared = `person.name.lastName = "${draw.pick(["Doe", "O'Brien", "Ünal"])}"`;
  return {
    format: "pql/text",
    value: other === undefined ? compared : `inSegment("${other}") and ${compared}`,
  };
}

export async function makeComputed(ui: AdobeClient, draw: Draw): Promise<void> {
  for (let count = draw.below(3); count > 0; count--) {
    const isPublished = draw.chance(0.5);
    await ui.computed.create({
      name: draw.code(),
      displayName: draw.name(),
      description: draw.pick(["", draw.name()]),
      expression: {
        type: "PQL",
        format: "pql/text",
        value: draw.pick([
          'xEvent[eventType = "visit"].count()',
          "xEvent[eventType = 'order'].sum(commerce.order.priceTotal)",
        ]),
      },
      duration: draw.pick([
        { count: 7, unit: "DAYS" },
        { count: 24, unit: "HOURS" },
        { count: 6, unit: "MONTHS" },
      ]),
      ...draw.maybe({ keepCurrent: draw.chance(0.5) }),
      status: isPublished ? "NEW" : "DRAFT",
    });
  }
}

export async function makeQueries(ui: AdobeClient, draw: Draw): Promise<void> {
  const templateIds: string[] = [];
  for (let count = draw.below(3); count > 0; count--) {
    const { id } = await ui.queryTemplates.create({
      name: draw.name(),
      ...draw.pick([
        { sql: "SELECT 1" },
        {
          sql: "SELECT * FROM visits WHERE page = '$page' LIMIT $least -- ${x} `y`",
          queryParameters: { page: draw.name(), least: draw.pick([5, "5"]) },
        },
      ]),
    });
    templateIds.push(id);
  }
  for (let count = draw.below(3); count > 0; count--) {
    const query =
      templateIds.length > 0 && draw.chance(0.5)
        ? { templateId: draw.pick(templateIds) }
        : { sql: "SELECT '$page'", queryParameters: { page: draw.name() } };
    await ui.querySchedules.create({
      query: {
        dbName: "prod:all",
        name: draw.name(),
        ...query,
        ...draw.maybe({ description: draw.name() }),
        ...draw.maybe({
          ctasParameters: {
            datasetName: draw.code(),
            ...draw.maybe({ description: draw.name(), targetSchemaTitle: draw.name() }),
          },
        }),
      },
      schedule: {
        schedule: draw.pick(["@daily", "30 6 * * 1-5", "*/15 * * * *"]),
        startDate: "2026-12-01T06:00:00Z",
        ...draw.maybe({ endDate: "2027-12-01T06:00:00.000Z", maxActiveRuns: 2 }),
      },
    });
  }
}

export async function makeGovernance(ui: AdobeClient, draw: Draw): Promise<void> {
  const refs = ["../marketingActions/core/emailTargeting"];
  for (let count = draw.below(3); count > 0; count--) {
    const name = draw.chance(0.3) ? `${draw.code()} with space` : draw.code();
    await ui.policies.putAction("create", {
      name,
      ...draw.maybe({ description: draw.name() }),
    });
    refs.push(`../marketingActions/custom/${encodeURIComponent(name)}`);
  }
  for (let count = draw.below(3); count > 0; count--) {
    const chosen = refs.filter(() => draw.chance(0.6));
    await ui.policies.createPolicy({
      name: draw.name(),
      status: draw.pick(["DRAFT", "ENABLED", "DISABLED"]),
      marketingActionRefs: chosen.length === 0 ? refs.slice(0, 1) : chosen,
      ...draw.maybe({ description: draw.name() }),
      deny: expression(draw, 3),
    });
  }
}

function expression(draw: Draw, depth: number): Json {
  const label = () => ({ label: draw.pick(["C1", "C2", "I1", "S2", "RHD"]) });
  if (depth === 0 || draw.chance(0.4)) return label();
  const operands = Array.from({ length: 1 + draw.below(3) }, () => expression(draw, depth - 1));
  return { operator: draw.pick(["AND", "OR"]), operands };
}
