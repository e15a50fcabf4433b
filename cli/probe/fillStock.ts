import {
  datasetBody,
  fieldGroupBody,
  flowBody,
  schemaBody,
  sourceBody,
  targetBody,
} from "./bodies";
import { ignoreDisturbance, SetupError, type Created, type ProbeContext } from "./context";
import {
  eventSchema,
  fieldGroup,
  mappingSet,
  tenantOf,
  timeOpening,
  type Connections,
} from "./fixtures";
import type { Json } from "./json";
import { sentRecord } from "./records";

/** How many of each sort the experiments need. One that needs another makes it itself. */
const amounts = { fieldGroup: 8, schema: 5, dataset: 9, connections: 6, pipeline: 5 } as const;

/**
 * Makes in advance what the experiments need, all objects of a kind before the next kind: where new objects
 * are not known at once, the run waits once for each kind and not for each object. What cannot be made is
 * left to the experiment that needs it, which says why.
 */
export async function fillStock(context: ProbeContext): Promise<void> {
  try {
    const tenant = await tenantOf(context);
    const groups = times(amounts.fieldGroup, (name) => fieldGroupBody(name, { tenant }));
    context.stock.put("fieldGroup", await context.createMany("fieldGroup", groups));
    const { id: groupId } = await fieldGroup(context);
    const schemas = times(amounts.schema, (name) => schemaBody(name, groupId));
    context.stock.put("schema", await context.createMany("schema", schemas));
    const { id: schemaId } = await eventSchema(context);
    await mappingSet(context);
    const datasetBodies = times(amounts.dataset + amounts.connections, (name) =>
      datasetBody(name, schemaId),
    );
    const datasets = await context.createMany("dataset", datasetBodies);
    context.stock.put("dataset", datasets.slice(amounts.connections));
    await sentRecord(context, "valid");
    const connections = await makeMany(context, schemaId, datasets.slice(0, amounts.connections));
    context.stock.put("connections", connections.slice(amounts.pipeline));
    await fillPipelines(context, connections.slice(0, amounts.pipeline));
  } catch (error) {
    if (!(error instanceof SetupError)) ignoreDisturbance(error);
  }
}

/** A target connection to each dataset, and a source connection for it. */
async function makeMany(
  context: ProbeContext,
  schemaId: string,
  datasets: readonly (Created | undefined)[],
): Promise<readonly Connections[]> {
  const made = datasets.filter((one) => one !== undefined);
  const targets = await context.createMany(
    "target",
    made.map(
      ({ id }) =>
        (name) =>
          targetBody(name, schemaId, id),
    ),
  );
  const sources = await context.createMany("source", times(made.length, sourceBody));
  return made.flatMap(({ id: datasetId }, index) => {
    const [source, target] = [sources[index], targets[index]];
    if (source === undefined || target === undefined) return [];
    return [{ sourceId: source.id, targetId: target.id, datasetId }];
  });
}

/** A dataflow for each pair of connections. */
async function fillPipelines(
  context: ProbeContext,
  connections: readonly Connections[],
): Promise<void> {
  const { id: mappingSetId } = await mappingSet(context);
  const flows = await context.createMany(
    "flow",
    connections.map((parts) => (name) => flowBody(name, { ...parts, mappingSetId })),
  );
  const pipelines = connections.flatMap((parts, index) => {
    const flow = flows[index];
    return flow === undefined ? [] : [{ ...parts, flow }];
  });
  context.stock.put("pipeline", pipelines);
  const [first] = pipelines;
  if (first !== undefined) await timeOpening(context, first);
}

type BodyOf = (name: string) => Json;

function times(count: number, bodyOf: BodyOf): BodyOf[] {
  return Array.from({ length: count }, () => bodyOf);
}
