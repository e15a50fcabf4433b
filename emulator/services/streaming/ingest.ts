import { isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { Flow } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { compiledMapping } from "../dataPrep/compiledMapping";
import { engine } from "../dataPrep/language/lazyEngine";
import type { Value } from "../dataPrep/language/values";
import { datasetIdOf, mappingOf } from "../flowService/references";
import { composedById } from "../schemaRegistry/compose";
import { known, recordFaults } from "../schemaRegistry/validateRecord";
import { countForFlow, countInBatch } from "./counts";

/** A record that a streaming endpoint has received. */
export interface ReceivedRecord {
  readonly sandbox: Sandbox;
  readonly flow: Flow | undefined;
  /** Its dataset when it has no dataflow: XDM messages name one. */
  readonly datasetId: string | undefined;
  readonly record: JsonObject;
  readonly bytes: number;
}

/** A row for the lake, or why there is none and the record as far as it was processed. */
export type Outcome =
  { readonly row: JsonObject } | { readonly reasons: readonly string[]; readonly seen: unknown };

/**
 * Maps, converts and validates a record. Keeps nothing.
 *
 * @param unknownFields - whether a field that the schema does not know makes an XDM record invalid
 */
export function processRecord(
  organization: Organization,
  received: ReceivedRecord,
  datasetId: string,
  unknownFields = organization.assume["unknown-xdm-fields"] === "refused" ? "strict" : "dropped",
): Outcome {
  const { sandbox, flow, record } = received;
  const dataset = sandbox.datasets.get(datasetId);
  const schemaId = stringOf(objectOf(dataset?.body["schemaRef"])["id"]);
  if (schemaId === undefined) {
    return { reasons: [`There is no dataset ${datasetId}.`], seen: record };
  }
  if (flow !== undefined && flow.state !== "enabled") {
    return { reasons: [`The dataflow is ${flow.state}.`], seen: record };
  }
  if (flow !== undefined && organization.now() < flow.updated + organization.settings.warmUpMs) {
    return { reasons: ["The dataflow was made or changed too short a time ago."], seen: record };
  }
  const version = flow === undefined ? undefined : mappingOf(sandbox, flow.body);
  if (version === undefined) {
    const schema = composedById(sandbox, schemaId)?.schema ?? {};
    const extraneous = unknownFields === "strict" ? extraneousKeys(schema, record) : [];
    if (extraneous.length > 0) return { reasons: extraneous, seen: record };
    return validated(organization, sandbox, schemaId, objectOf(known(schema, record)), []);
  }
  const surroundings = { now: () => organization.now(), record: record as Value };
  const { row, warnings } = engine().applyMapping(compiledMapping(sandbox, version), surroundings);
  const notes = warnings.map(({ destination, reason }) => `${destination} is null: ${reason}`);
  return validated(organization, sandbox, schemaId, row, notes);
}

/** Fields the schema does not know, in the words of Adobe's sample. */
function extraneousKeys(schema: JsonObject, value: unknown, path = ""): string[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      extraneousKeys(objectOf(schema["items"]), item, `${path}/${index}`),
    );
  }
  const properties = schema["properties"];
  if (!isObject(value) || !isObject(properties)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    Object.hasOwn(properties, key)
      ? extraneousKeys(objectOf(properties[key]), inner, `${path}/${key}`)
      : [`${path === "" ? "/" : path}: extraneous key [${key}] is not permitted`],
  );
}

function validated(
  organization: Organization,
  sandbox: Sandbox,
  schemaId: string,
  row: JsonObject,
  notes: readonly string[],
): Outcome {
  const faults = recordFaults(organization, sandbox, schemaId, row);
  return faults.length === 0 ? { row } : { reasons: [...faults, ...notes], seen: row };
}

/** Processes a record and keeps it: in the lake, or with its reasons among the rejected records. */
export function ingest(organization: Organization, received: ReceivedRecord): void {
  const { sandbox, flow, bytes } = received;
  const datasetId = flow === undefined ? received.datasetId : datasetIdOf(sandbox, flow);
  if (datasetId === undefined) return;
  const outcome = processRecord(organization, received, datasetId);
  const isValid = "row" in outcome;
  const reason = isValid ? undefined : outcome.reasons.join("; ");
  const batchId = countInBatch(organization, sandbox, datasetId, reason);
  const at = organization.now();
  const flowId = flow?.id;
  if (isValid) {
    const visibleAt = at + organization.settings.ingestMs;
    sandbox.rows(datasetId).append({ at, visibleAt, flowId, row: outcome.row });
    organization.events.emit("change");
  } else {
    sandbox
      .rejected(datasetId)
      .append({ at, flowId, batchId, row: outcome.seen, reason: reason ?? "" });
    organization.events.emit("change");
  }
  if (flow !== undefined) countForFlow(sandbox, flow.id, at, isValid, bytes);
}
