import {
  datasetBody,
  fieldGroupBody,
  flowBody,
  schemaBody,
  sourceBody,
  targetBody,
} from "./bodies";
import { ignoreUndoable, type Created, type ProbeContext } from "./context";
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
const amounts = { fieldGroup: 8, schema: 5, dataset: 10, connections: 6, pipeline: 5 } as const;

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
    ignoreUndoable(error);
  }
}

/** A target connection to each dataset, and a source connection for it. */
async function makeMany(
  context: ProbeContext,
  schemaId: string,
  datasets: readonly (Created | undefined)[],
): Promise<readonly Connections[]> {
  const made = datasets.filter((one) => one !== undefined);
  const [targets, sources] = await Promise.all([
    context.createMany(
      "target",
      made.map(
        ({ id }) =>
          (name) =>
            targetBody(name, schemaId, id),
      ),
    ),
    context.createMany("source", times(made.length, sourceBody)),
  ]);
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
  const pipelines = connections.map(async (parts, index) => {
    const bodyOf: BodyOf = (name) => flowBody(name, { ...parts, mappingSetId });
    try {
      const { made } = await context.post("flow", bodyOf);
      if (made === undefined) return undefined;
      // From the first moment on: later nobody could tell when it was enabled.
      if (index === 0) context.inBackground(timeOpening(context.scoped(), made));
      return { ...parts, flow: await context.visible(made) };
    } catch (error) {
      ignoreUndoable(error);
      return undefined;
    }
  });
  const [first, ...others] = await Promise.all(pipelines);
  context.stock.put("openPipeline", [first]);
  context.stock.put("pipeline", others);
}

type BodyOf = (name: string) => Json;

function times(count: number, bodyOf: BodyOf): BodyOf[] {
  return Array.from({ length: count }, () => bodyOf);
}
