import type { AdobeClient } from "../../adobe/client";
import type { FlowItem, FlowObjectKind } from "../../adobe/client/flowService";
import { specs } from "../../adobe/sdk/specs";
import { UsageError } from "../userError";
import { mappingSetOf } from "./mappingSet";
import { sharedParts, type SharedPart } from "./shared";
import { objectAt, textAt } from "./values";

/** A dataflow that somebody has made by hand, with everything that belongs to it. */
export interface HandMadeFlow {
  readonly name: string;
  readonly schemaId: string;
  readonly datasetId: string;
  /** Connections and dataflow that nobody has published, as Sandbox Tooling copies them. */
  readonly drafts: readonly Draft[];
  /** What other dataflows of the sandbox use, too; empty for a dataflow that the stack does not use. */
  readonly shared: readonly SharedPart[];
  /** Ids as `pulumi import` takes them. */
  readonly ids: {
    readonly source: string;
    readonly target: string;
    /** `<id>@<version>`: the dataflow is pinned to this version. */
    readonly mapping: string;
    readonly flow: string;
  };
}

/** An object that Adobe runs only when it is published. */
export interface Draft {
  readonly kind: FlowObjectKind;
  readonly id: string;
}

/** The one id of a list. @throws UsageError when there are none or several */
function onlyId(flow: FlowItem, key: string): string {
  const ids = flow[key];
  if (Array.isArray(ids) && ids.length === 1 && typeof ids[0] === "string") return ids[0];
  throw new UsageError(
    `The dataflow ${flow.id} does not have exactly one of ${key}. Only a dataflow like that of Adobe's Chatlio tutorial can be adopted.`,
  );
}

function missing(what: string, flowId: string): UsageError {
  const of = what === "dataflow" ? flowId : `for the dataflow ${flowId}`;
  return new UsageError(
    `Adobe has no ${what} ${of}, or the credential may not see it. Check the id, the sandbox and the credential's role.`,
  );
}

/**
 * Reads a dataflow of the Chatlio source, and what it consists of.
 *
 * @param isUsed - whether the stack will have the dataflow itself, and not only its schema and dataset.
 * @throws UsageError when it is not there or not one that can be adopted
 */
export async function readHandMadeFlow(
  { catalog, flows }: AdobeClient,
  flowId: string,
  isUsed: boolean,
): Promise<HandMadeFlow> {
  const flow = await flows.get("flows", flowId);
  if (flow === undefined) throw missing("dataflow", flowId);
  const [sourceId, targetId] = [
    onlyId(flow, "sourceConnectionIds"),
    onlyId(flow, "targetConnectionIds"),
  ];
  const source = await flows.get("sourceConnections", sourceId);
  if (source === undefined) throw missing("source connection", flowId);
  if (textAt(objectAt(source, "connectionSpec"), "id") !== specs.chatlio.id)
    throw new UsageError(
      `The dataflow ${flowId} does not read from Adobe's Chatlio source, so it cannot be adopted.`,
    );
  const target = await flows.get("targetConnections", targetId);
  if (target === undefined) throw missing("target connection", flowId);
  const datasetId = textAt(objectAt(target, "params"), "dataSetId");
  if (datasetId === undefined) throw missing("dataset", flowId);
  const schema = objectAt(objectAt(target, "data"), "schema");
  const schemaId =
    textAt(schema, "id") ??
    textAt(schema, "schemaId") ??
    (await catalog.get(datasetId))?.schemaRef?.id;
  if (schemaId === undefined) throw missing("schema", flowId);
  return {
    name: flow.name ?? flowId,
    schemaId,
    datasetId,
    // In the order in which Adobe takes them: what a dataflow uses is published before it.
    drafts: (
      [
        ["sourceConnections", source],
        ["targetConnections", target],
        ["flows", flow],
      ] as const
    ).flatMap(([kind, { id, state }]) => (state === "draft" ? [{ kind, id }] : [])),
    shared: isUsed ? sharedParts(flow, await flows.findAll("flows")) : [],
    ids: { source: sourceId, target: targetId, mapping: mappingOf(flow), flow: flowId },
  };
}

function mappingOf(flow: FlowItem): string {
  const found = mappingSetOf(flow);
  if (found === undefined) throw missing("mapping set", flow.id);
  return `${found.id}@${found.version}`;
}
