import { uuid } from "../../common/ids";
import type { Call } from "../../common/service";
import type { SegmentDefinition } from "../../state/entities";
import { flowsExporting } from "../flowService/activation";
import { defaultPolicyOf } from "../profile/mergePolicies";
import { segmentError, segmentErrors } from "./errors";
import { namesSegment } from "./syntax";
import { validSegment, type SegmentInput } from "./validate";

export function allSegments({ sandbox }: Call): SegmentDefinition[] {
  return sandbox.segmentDefinitions.values();
}

/** The definition of the path. Throws 404 when there is none. */
export function findSegment(call: Call): SegmentDefinition {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.segmentDefinitions.get(id);
  if (found !== undefined) return found;
  throw segmentError(segmentErrors.notFound, `There is no segment definition ${id}.`);
}

/** POST. */
export function createSegment(call: Call): SegmentDefinition {
  const input = validSegment(call.sandbox, call.body);
  return save(call, uuid(), input, call.organization.now());
}

/** PATCH: replaces all that a caller may set. */
export function replaceSegment(call: Call): SegmentDefinition {
  const old = findSegment(call);
  return save(call, old.id, validSegment(call.sandbox, call.body), old.created);
}

function save(call: Call, id: string, input: SegmentInput, created: number): SegmentDefinition {
  const { sandbox, organization } = call;
  checkName(call, id, input);
  const evaluation = evaluationOf(call, input);
  const segment = { id, ...input, evaluation, created, updated: organization.now() };
  sandbox.segmentDefinitions.set(id, segment);
  organization.events.emit("change");
  return segment;
}

function checkName(call: Call, id: string, { name }: SegmentInput): void {
  if (call.organization.assume["segment-name"] === "repeatable") return;
  const other = allSegments(call).find((one) => one.name === name && one.id !== id);
  if (other === undefined) return;
  throw segmentError(
    segmentErrors.nameTaken,
    `The segment definition ${other.id} has the name ${name}.`,
  );
}

/** Streaming and edge need a merge policy that is active on edge. */
function evaluationOf(call: Call, input: SegmentInput): SegmentDefinition["evaluation"] {
  if (input.evaluation === "batch") return "batch";
  const { mergePolicyId: id } = input;
  const policy =
    id === undefined ? defaultPolicyOf(call, input.schemaName) : call.sandbox.mergePolicies.get(id);
  if (policy?.isActiveOnEdge === true) return input.evaluation;
  if (call.organization.assume["segment-edge"] === "batch") return "batch";
  throw segmentError(
    segmentErrors.notOnEdge,
    `The merge policy ${policy?.id ?? ""} is not active on edge.`,
  );
}

/** DELETE: of a definition that no other one names. */
export function deleteSegment(call: Call): void {
  const { id } = findSegment(call);
  const { sandbox, organization } = call;
  const dependent = allSegments(call).find(
    (one) => one.id !== id && namesSegment(one.expression.value, id),
  );
  if (dependent !== undefined && organization.assume["segment-dependents"] === "refused") {
    throw segmentError(
      segmentErrors.inUse,
      `The segment definition ${dependent.id} depends on ${id}.`,
    );
  }
  const [flow] = flowsExporting(sandbox, id);
  if (flow !== undefined) {
    throw segmentError(segmentErrors.exported, `The dataflow ${flow} exports ${id}.`);
  }
  sandbox.segmentDefinitions.delete(id);
  organization.events.emit("change");
}
