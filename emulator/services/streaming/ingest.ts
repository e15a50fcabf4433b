import { hexId } from "../../common/ids";
import { isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import { engine } from "../dataPrep/lazyEngine";
import { compiledMapping } from "../dataPrep/mappingSet";
import type { Value } from "../dataPrep/values";
import { datasetIdOf, mappingOf } from "../flowService/checks";
import { composedById } from "../schemaRegistry/compose";
import { known, recordFaults } from "../schemaRegistry/validate";
import type { Batch, Flow } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import type { Organization } from "../../state/organization";

/** A record on its way into the lake. */
export interface Arrival {
  readonly sandbox: Sandbox;
  readonly flow: Flow | undefined;
  /** Where it goes when no flow says so: XDM messages name their dataset. */
  readonly datasetId: string | undefined;
  readonly record: JsonObject;
  readonly bytes: number;
}

export type Outcome =
  { readonly row: JsonObject } | { readonly reasons: readonly string[]; readonly seen: unknown };

/** What becomes of a record: mapped, converted, validated. Nothing is kept yet. `strict`: unknown fields count. */
export const examine = (
  organization: Organization,
  arrival: Arrival,
  datasetId: string,
  unknown = organization.assume["unknown-xdm-fields"] === "refused" ? "strict" : "dropped",
): Outcome => {
  const { sandbox, flow, record } = arrival;
  const dataset = sandbox.datasets.get(datasetId);
  const schemaId = stringOf(objectOf(dataset?.body["schemaRef"])["id"]);
  if (schemaId === undefined)
    return { reasons: [`There is no dataset ${datasetId}.`], seen: record };
  if (flow !== undefined && flow.state !== "enabled") {
    return { reasons: [`The dataflow is ${flow.state}.`], seen: record };
  }
  if (flow !== undefined && organization.now() < flow.updated + organization.settings.warmUpMs) {
    return { reasons: ["The dataflow was made or changed too short a time ago."], seen: record };
  }
  const version = flow === undefined ? undefined : mappingOf(sandbox, flow.body);
  if (version === undefined) {
    const schema = composedById(sandbox, schemaId)?.schema ?? {};
    const extraneous = unknown === "strict" ? extraneousKeys(schema, record) : [];
    if (extraneous.length > 0) return { reasons: extraneous, seen: record };
    return judged(organization, sandbox, schemaId, objectOf(known(schema, record)), []);
  }
  const surroundings = { now: () => organization.now(), record: record as Value };
  const { row, warnings } = engine().applyMapping(compiledMapping(sandbox, version), surroundings);
  const notes = warnings.map(({ destination, reason }) => `${destination} is null: ${reason}`);
  return judged(organization, sandbox, schemaId, row, notes);
};

/** Fields the schema does not know, in the words of Adobe's sample. */
const extraneousKeys = (schema: JsonObject, value: unknown, path = ""): string[] => {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      extraneousKeys(objectOf(schema["items"]), item, `${path}/${index}`),
    );
  }
  const properties = schema["properties"];
  if (!isObject(value) || !isObject(properties)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key in properties
      ? extraneousKeys(objectOf(properties[key]), inner, `${path}/${key}`)
      : [`${path === "" ? "/" : path}: extraneous key [${key}] is not permitted`],
  );
};

const judged = (
  organization: Organization,
  sandbox: Sandbox,
  schemaId: string,
  row: JsonObject,
  notes: readonly string[],
): Outcome => {
  const faults = recordFaults(organization, sandbox, schemaId, row);
  return faults.length === 0 ? { row } : { reasons: [...faults, ...notes], seen: row };
};

/** Takes a record in: into the lake, or among the refused with the reason. */
export const ingest = (organization: Organization, arrival: Arrival): Outcome => {
  const { sandbox, flow, bytes } = arrival;
  const datasetId = flow === undefined ? arrival.datasetId : datasetIdOf(sandbox, flow);
  if (datasetId === undefined) return { reasons: ["No dataset is named."], seen: arrival.record };
  const outcome = examine(organization, arrival, datasetId);
  const at = organization.now();
  const good = "row" in outcome;
  const batchId = count(organization, sandbox, datasetId, outcome);
  if (good) {
    const entry = {
      at,
      visibleAt: at + organization.settings.ingestMs,
      flowId: flow?.id,
      row: outcome.row,
    };
    sandbox.rows(datasetId).append(entry);
    organization.events.emit("row", { sandbox: sandbox.info.name, datasetId, ...entry });
  } else {
    const entry = {
      at,
      flowId: flow?.id,
      batchId,
      row: outcome.seen,
      reason: outcome.reasons.join("; "),
    };
    sandbox.refused(datasetId).append(entry);
    organization.events.emit("refused", { sandbox: sandbox.info.name, datasetId, ...entry });
  }
  if (flow !== undefined) countFlow(sandbox, flow.id, at, good, bytes);
  return outcome;
};

const countFlow = (
  sandbox: Sandbox,
  flowId: string,
  at: number,
  good: boolean,
  bytes: number,
): void => {
  const old = sandbox.flowCounts.get(flowId);
  sandbox.flowCounts.set(flowId, {
    firstAt: old?.firstAt ?? at,
    lastAt: at,
    received: (old?.received ?? 0) + 1,
    delivered: (old?.delivered ?? 0) + (good ? 1 : 0),
    refused: (old?.refused ?? 0) + (good ? 0 : 1),
    bytes: (old?.bytes ?? 0) + bytes,
    deliveredBytes: (old?.deliveredBytes ?? 0) + (good ? bytes : 0),
  });
};

const batchMs = 60_000;

/** Puts the record into the batch of its dataset, outcome and minute; gives the batch's id. */
const count = (
  organization: Organization,
  sandbox: Sandbox,
  datasetId: string,
  outcome: Outcome,
): string => {
  const now = organization.now();
  const status = "row" in outcome ? "success" : "failed";
  const key = `${datasetId}/${status}`;
  const open = organization.openBatches.get(key);
  const old = open === undefined ? undefined : sandbox.batches.get(open);
  const batch: Batch =
    old !== undefined && now - old.created < batchMs
      ? old
      : {
          id: `01${hexId(12).toUpperCase()}`,
          datasetId,
          status,
          created: now,
          recordCount: 0,
          failedRecordCount: 0,
          errors: [],
        };
  const good = status === "success";
  organization.openBatches.set(key, batch.id);
  sandbox.batches.set(batch.id, {
    ...batch,
    recordCount: batch.recordCount + (good ? 1 : 0),
    failedRecordCount: batch.failedRecordCount + (good ? 0 : 1),
    errors:
      good || batch.errors.length > 0
        ? batch.errors
        : [{ code: "DCVS-1106-400", description: "row_errors" }],
  });
  return batch.id;
};
