import { arrayOf, objectOf, stringOf, textOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { FlowObject, MappingSetVersion } from "../../state/entities";
import { compiledMapping, versionOf } from "../dataPrep/compiledMapping";
import { checkActivation, isDestinationFlow } from "./activation";
import { checkDatasetExport, exportsDatasets } from "./datasetExports";
import { flowError, flowErrors } from "./errors";
import { mappingRef } from "./references";
import { checkSchedule } from "./schedules";
import { checkSourceTransformations } from "./sourceTransformations";
import { flowSpecIds, flowSpecs, hasId } from "./specs";
import { requireFields } from "./validate";

function referenced(
  call: Call,
  body: JsonObject,
  key: "sourceConnectionIds" | "targetConnectionIds",
  isDraft: boolean,
): FlowObject[] {
  const collection =
    key === "sourceConnectionIds" ? call.sandbox.sourceConnections : call.sandbox.targetConnections;
  const ids = arrayOf(body[key]).map(String);
  const isOptional = isDraft && call.organization.assume["draft-flow-connections"] === "optional";
  if (ids.length === 0 && !isOptional) {
    throw flowError(flowErrors.requiredField, `Required: ${key}.`);
  }
  return ids.map((id) => {
    const found = collection.get(id);
    if (found === undefined)
      throw flowError(flowErrors.badReference, `There is no connection ${id}.`);
    const base = stringOf(found.body["baseConnectionId"]);
    if (base !== undefined && call.sandbox.connections.get(base) === undefined) {
      throw flowError(
        flowErrors.badReference,
        `The base connection ${base} of connection ${id} does not exist any more.`,
      );
    }
    return found;
  });
}

/**
 * Rejects a dataflow that Flow Service would not create.
 *
 * @param self - its id when it exists already, as a draft
 */
export function checkFlow(call: Call, body: JsonObject, isDraft: boolean, self?: string): void {
  requireFields(body, ["name", "flowSpec"], "flows");
  if ("state" in body) throw flowError(flowErrors.stateInBody, "`state` cannot be set.");
  const specId = objectOf(body["flowSpec"])["id"];
  const spec = specOf(call, body);
  if (spec === undefined)
    throw flowError(flowErrors.badSpec, `There is no flow spec ${String(specId)}.`);
  const sources = referenced(call, body, "sourceConnectionIds", isDraft);
  const allowed = arrayOf(spec["sourceConnectionSpecIds"]);
  for (const source of sources) {
    const used = objectOf(source.body["connectionSpec"])["id"];
    if (!allowed.includes(used)) {
      throw flowError(
        flowErrors.badSpec,
        `Flow spec ${String(specId)} does not take connection spec ${String(used)}.`,
      );
    }
  }
  const targets = referenced(call, body, "targetConnectionIds", isDraft);
  if (isDestinationFlow(spec)) checkTargets(spec, targets);
  if (call.organization.assume["connection-reuse"] === "refused")
    checkReuse(call, [...sources, ...targets], self);
  if (!isDraft) checkSchedule(spec, body);
  if (isDestinationFlow(spec)) checkDestination(body, sources, targets, true);
  else checkMapping(call, body, targets, isDraft);
}

/** Rejects what a dataflow to a destination cannot bring there, in a new one and after a change. */
export function checkDestination(
  body: JsonObject,
  sources: readonly FlowObject[],
  targets: readonly FlowObject[],
  isNew: boolean,
): void {
  if (exportsDatasets(sources)) checkDatasetExport(body, targets);
  else checkActivation(body, targets, isNew);
}

/** Rejects a target whose connection spec the flow spec of a destination does not take. */
function checkTargets(spec: JsonObject, targets: readonly FlowObject[]): void {
  const allowed = arrayOf(spec["targetConnectionSpecIds"]);
  const used = targets.map(({ body }) => objectOf(body["connectionSpec"])["id"]);
  const other = used.find((one) => !allowed.includes(one));
  if (other !== undefined) {
    throw flowError(
      flowErrors.badSpec,
      `Flow spec ${String(spec["id"])} does not take connection spec ${textOf(other)}.`,
    );
  }
}

/** The flow spec that a dataflow names. */
export function specOf(call: Call, body: JsonObject): JsonObject | undefined {
  const specId = objectOf(body["flowSpec"])["id"];
  return flowSpecs(call.organization.assume).find(hasId(specId));
}

/** Rejects a mapping that a dataflow cannot run with, or a missing one, in a new dataflow and after a change. */
export function checkMapping(
  call: Call,
  body: JsonObject,
  targets: readonly FlowObject[],
  isDraft: boolean,
): void {
  const specId = objectOf(body["flowSpec"])["id"];
  // The tutorial of a source that sends raw data requires a mapping; without one nothing reaches a field.
  if (!isDraft && specId === flowSpecIds.streaming && mappingRef(body) === undefined) {
    throw flowError(flowErrors.requiredField, "Required: transformations.");
  }
  checkTransformations(call, body, targets);
}

function checkReuse(
  { sandbox }: Call,
  connections: readonly FlowObject[],
  self: string | undefined,
): void {
  const used = new Set(
    sandbox.flows
      .values()
      .filter(({ id }) => id !== self)
      .flatMap(({ body }) => [
        ...arrayOf(body["sourceConnectionIds"]),
        ...arrayOf(body["targetConnectionIds"]),
      ]),
  );
  const taken = connections.find(({ id }) => used.has(id));
  if (taken !== undefined)
    throw flowError(flowErrors.connectionTaken, `Another dataflow uses connection ${taken.id}.`);
}

function checkTransformations(call: Call, body: JsonObject, targets: readonly FlowObject[]): void {
  checkSourceTransformations(specOf(call, body), body);
  const ref = mappingRef(body);
  if (ref === undefined) return;
  const set = call.sandbox.mappingSets.get(ref.id);
  const version = set === undefined ? undefined : versionOf(set, ref.version);
  if (version === undefined) {
    throw flowError(
      flowErrors.mappingMissing,
      `There is no mapping set ${ref.id} in version ${ref.version}.`,
    );
  }
  const { faults } = compiledMapping(call.sandbox, version);
  if (faults.length > 0) {
    throw flowError(
      flowErrors.mappingInvalid,
      faults.map(({ mapping, reason }) => `${mapping.destination}: ${reason}`).join(" "),
    );
  }
  for (const target of targets) checkSchema(call, version, target);
}

function checkSchema(call: Call, version: MappingSetVersion, target: FlowObject): void {
  const datasetId = stringOf(objectOf(target.body["params"])["dataSetId"]);
  const dataset = datasetId === undefined ? undefined : call.sandbox.datasets.get(datasetId);
  const ref = objectOf(dataset?.body["schemaRef"]);
  const exact = call.organization.assume["mapping-schema-version"] === "exact";
  const sameVersion =
    !exact || contentVersion(ref["contentType"]) === contentVersion(version.schemaRef?.contentType);
  if (ref["id"] !== version.schemaRef?.id || !sameVersion) {
    throw flowError(
      flowErrors.schemaDiffers,
      `The mapping is for ${version.schemaRef?.id ?? "no schema"}, the dataset has ${String(ref["id"])}.`,
    );
  }
}

function contentVersion(contentType: unknown): string {
  return String(contentType).split("version=")[1]?.trim() ?? String(contentType);
}
