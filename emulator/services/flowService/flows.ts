import type { ErrorKind } from "../../common/apiError";
import type { FieldTypes } from "../../common/fields";
import { flowEtag, uuid } from "../../common/ids";
import { arrayOf, objectOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Flow, FlowObject } from "../../state/entities";
import type { Organization } from "../../state/organization";
import { isDestinationFlow, withTimes, withUsualName } from "./activation";
import { flowError, flowErrors } from "./errors";
import { checkDestination, checkFlow, checkMapping, specOf } from "./flowChecks";
import { begin, currentFlow, removeFlow, transitionStates, withNewInlet } from "./lifecycle";
import { patched, type Patchable } from "./patch";
import { notFound } from "./responses";
import { checkReschedule, checkSchedule } from "./schedules";
import { connectionSpecIds } from "./specs";
import { checkEtag, checkTypes, requireFields, sentBody } from "./validate";

/** The dataflow that the path, or another request, names. */
export function findFlow(call: Call, id = call.params["id"] ?? ""): Flow {
  return (
    currentFlow(call.organization, call.sandbox, call.sandbox.flows.get(id)) ??
    notFound(call, id, "flows")
  );
}

/** Every dataflow in its current state. */
export function allFlows(call: Call): Flow[] {
  return call.sandbox.flows
    .values()
    .map((flow) => currentFlow(call.organization, call.sandbox, flow))
    .filter((flow) => flow !== undefined);
}

function save(call: Call, flow: Flow): Flow {
  call.sandbox.flows.set(flow.id, flow);
  call.organization.events.emit("change");
  return flow;
}

const flowTypes: FieldTypes = {
  name: "text",
  description: "text",
  flowSpec: "object",
  sourceConnectionIds: "list of texts",
  targetConnectionIds: "list of texts",
  transformations: "list of objects",
  scheduleParams: "object",
  options: "object",
  labels: "list",
};

export function createFlow(call: Call): Flow {
  const { name, ...sent } = checkTypes(sentBody(call, "flows"), flowTypes, "flows");
  const body = withUsualName(sent);
  const isDraft = call.query.get("mode") === "draft";
  checkFlow(call, { name, ...body }, isDraft);
  const now = call.organization.now();
  const draft: Flow = {
    id: uuid(),
    created: now,
    updated: now,
    etag: flowEtag(now),
    state: "draft",
    name: String(name),
    body,
    inletId: "",
    pending: undefined,
    lastOperation: { operation: "create", started: now, updated: now },
  };
  return save(call, isDraft ? draft : start(call, draft));
}

function start(call: Call, flow: Flow): Flow {
  const { organization, sandbox } = call;
  const open = hasOwnInlet(call, flow) ? withNewInlet(organization, sandbox, flow) : flow;
  return begin(organization, open, "enable", "initializing");
}

/** Sources such as Chatlio have an endpoint for each dataflow. That of the HTTP API is its base connection's; others have none. */
function hasOwnInlet(call: Call, flow: Flow): boolean {
  const [sourceId] = arrayOf(flow.body["sourceConnectionIds"]);
  const source = call.sandbox.sourceConnections.get(String(sourceId));
  return objectOf(source?.body["connectionSpec"])["id"] === connectionSpecIds.chatlio;
}

type Change = "update" | "action" | "delete";

/** The error of a change in this state; undefined when the change is allowed. */
function rejectionOf({ state }: Flow, change: Change): ErrorKind | undefined {
  if (!transitional.has(state)) return undefined;
  if (change === "action") {
    return state === "updating" ? flowErrors.updatingAction : flowErrors.actionState;
  }
  if (state === "initializing") return flowErrors.initializing;
  if (state === "delete-finalizing") {
    return change === "update" ? flowErrors.updateDeleting : flowErrors.deleteDeleting;
  }
  return change === "update" ? flowErrors.updateState : flowErrors.deleteState;
}

const transitional: ReadonlySet<string> = new Set([
  "initializing",
  ...Object.values(transitionStates),
]);

function checkTransition(flow: Flow, change: Change): void {
  const kind = rejectionOf(flow, change);
  if (kind !== undefined) throw flowError(kind, `Flow ${flow.id} is in state ${flow.state}.`);
}

const connectionFields = ["sourceConnectionIds", "targetConnectionIds"];

/** What a PATCH may change. A draft that may lack its connections gets them by one. */
function patchable({ assume }: Organization, { state }: Flow): Patchable {
  const takesConnections = state === "draft" && assume["draft-flow-connections"] === "optional";
  return {
    fields: [
      ...["name", "description", "transformations", "scheduleParams", "options", "labels"],
      ...(takesConnections ? connectionFields : []),
    ],
    fixed: [
      ...["id", "etag", "version", "state", "flowSpec"],
      ...(takesConnections ? [] : connectionFields),
    ],
  };
}

export function updateFlow(call: Call): Flow {
  const flow = findFlow(call);
  checkEtag(call, flow, "flows");
  checkTransition(flow, "update");
  const allowed = patchable(call.organization, flow);
  const { name, ...sent } = checkTypes(patched(call, flow, "flows", allowed), flowTypes, "flows");
  requireFields({ name }, ["name"], "flows");
  const now = call.organization.now();
  const spec = specOf(call, sent);
  const body = isDestinationFlow(spec) ? withTimes(sent, flow.body, now) : sent;
  if (flow.state === "draft") checkFlow(call, { name, ...body }, true, flow.id);
  else if (isDestinationFlow(spec))
    checkDestination(body, sourcesOf(call, body), targetsOf(call, body), false);
  else checkMapping(call, body, targetsOf(call, body), false);
  if (flow.state !== "draft") checkSchedule(spec, body);
  checkReschedule(spec, flow, body, now);
  const isRemapped =
    JSON.stringify(body["transformations"]) !== JSON.stringify(flow.body["transformations"]);
  const changed: Flow = {
    ...(isRemapped ? withSurvivingInlet(call, flow) : flow),
    name: String(name),
    body,
    updated: now,
    etag: flowEtag(now),
    lastOperation: { operation: "update", started: now, updated: now },
  };
  const isImmediate =
    call.organization.assume["flow-update"] === "at-once" || flow.state === "draft";
  return save(call, isImmediate ? changed : begin(call.organization, changed, "update"));
}

function sourcesOf({ sandbox }: Call, body: JsonObject): FlowObject[] {
  return arrayOf(body["sourceConnectionIds"]).flatMap(
    (id) => sandbox.sourceConnections.get(String(id)) ?? [],
  );
}

function targetsOf({ sandbox }: Call, body: JsonObject): FlowObject[] {
  return arrayOf(body["targetConnectionIds"]).flatMap(
    (id) => sandbox.targetConnections.get(String(id)) ?? [],
  );
}

/** The dataflow with its endpoint, or with a new one where the assumption says that the old one does not survive. */
function withSurvivingInlet(call: Call, flow: Flow): Flow {
  return call.organization.assume["inlet-url-survives"] === "no" && flow.inletId !== ""
    ? withNewInlet(call.organization, call.sandbox, flow)
    : flow;
}

const operations = ["enable", "disable", "publish", "finalize", "finalize_update"];

export function actOnFlow(call: Call): Flow {
  const op = call.query.get("op")?.toLowerCase() ?? "";
  if (!operations.includes(op)) {
    throw flowError(flowErrors.badAction, `op must be one of ${operations.join(", ")}.`);
  }
  if (op.startsWith("finalize"))
    throw flowError(flowErrors.finalize, "Only providers may finalize.");
  if (call.query.get("subOp")?.toLowerCase() === "progress") {
    throw flowError(flowErrors.progress, "subOp PROGRESS is not valid here.");
  }
  const flow = findFlow(call);
  if (call.headers["if-match"] !== undefined) checkEtag(call, flow, "flows");
  checkTransition(flow, "action");
  if (op === "publish") {
    if (flow.state !== "draft") return flow;
    checkFlow(call, { name: flow.name, ...flow.body }, false, flow.id);
    return save(call, start(call, flow));
  }
  const wanted = op === "enable" ? "enabled" : "disabled";
  if (flow.state === wanted) return flow;
  const open = op === "enable" ? withSurvivingInlet(call, flow) : flow;
  return save(call, begin(call.organization, open, op === "enable" ? "enable" : "disable"));
}

export function deleteFlow(call: Call): void {
  const flow = findFlow(call);
  checkTransition(flow, "delete");
  if (call.organization.assume["flow-delete"] === "finalizing") {
    save(call, begin(call.organization, flow, "delete"));
    return;
  }
  removeFlow(call.organization, call.sandbox, flow);
}
