import { arrayOf, objectOf, type JsonObject } from "../../common/json";
import { flowEtag, uuid } from "../../common/ids";
import type { Call } from "../../common/service";
import type { ErrorKind } from "../../common/apiError";
import type { Flow } from "../../state/entities";
import { checkFlow, checkTransformations } from "./checks";
import { flowError, flowErrors } from "./errors";
import { begin, removeFlow, settled, transitionStates, withNewInlet } from "./lifecycle";
import type { FieldTypes } from "../../common/fields";
import {
  checkEtag,
  checkTypes,
  itemFrame,
  notFound,
  patched,
  requireFields,
  sentBody,
} from "./objects";
import { runOf } from "./runs";
import { connectionSpecIds } from "./specs";

export const flowOf = (call: Call, id = call.params["id"] ?? ""): Flow =>
  settled(call.organization, call.sandbox, call.sandbox.flows.get(id)) ??
  notFound(call, id, "flows");

/** Every flow as it is now. */
export const allFlows = (call: Call): Flow[] =>
  call.sandbox.flows
    .values()
    .map((flow) => settled(call.organization, call.sandbox, flow))
    .filter((flow) => flow !== undefined);

const save = (call: Call, flow: Flow): Flow => {
  call.sandbox.flows.set(flow.id, flow);
  call.organization.events.emit("change");
  return flow;
};

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

export const createFlow = (call: Call): Flow => {
  const { name, ...body } = checkTypes(sentBody(call, "flows"), flowTypes, "flows");
  checkFlow(call, { name, ...body });
  const now = call.organization.now();
  const bare: Flow = {
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
  return save(call, call.query.get("mode") === "draft" ? bare : started(call, bare));
};

const started = (call: Call, flow: Flow): Flow => {
  const { organization, sandbox } = call;
  const open = hasOwnInlet(call, flow) ? withNewInlet(organization, sandbox, flow) : flow;
  return begin(organization, open, "enable", "initializing");
};

/** Sources with a base connection have the inlet there; Chatlio's and its like have one per dataflow. */
const hasOwnInlet = (call: Call, flow: Flow): boolean => {
  const [sourceId] = arrayOf(flow.body["sourceConnectionIds"]);
  const source = call.sandbox.sourceConnections.get(String(sourceId));
  return objectOf(source?.body["connectionSpec"])["id"] !== connectionSpecIds.httpApi;
};

/** A flow as a read shows it. */
export const shownFlow = (call: Call, flow: Flow): JsonObject => {
  const frame = itemFrame(call, flow);
  const asText = call.organization.assume["mapping-version-type"] === "string";
  return {
    ...frame,
    ...(flow.body["transformations"] === undefined
      ? {}
      : {
          transformations: arrayOf(flow.body["transformations"]).map((one) =>
            shownMapping(objectOf(one), asText),
          ),
        }),
    inheritedAttributes: {
      properties: { isSourceFlow: true },
      sourceConnections: inherited(call, flow, "sourceConnectionIds"),
      targetConnections: inherited(call, flow, "targetConnectionIds"),
    },
    options: { ...objectOf(flow.body["options"]), ...inletOption(call, flow) },
    runs: `/runs?property=flowId==${flow.id}`,
    providerRefId: flow.id,
    lastOperation: shownOperation(flow),
    ...lastRun(call, flow),
    labels: arrayOf(flow.body["labels"]),
  };
};

const shownOperation = ({ lastOperation, pending }: Flow): JsonObject => ({
  ...lastOperation,
  percentCompleted: pending === undefined ? 100 : 0,
  status: { value: pending === undefined ? "completed" : "inProgress", errors: [] },
});

const lastRun = (call: Call, flow: Flow): JsonObject => {
  const run = runOf(call, flow);
  if (run === undefined) return {};
  const { durationSummary, statusSummary } = run.metrics;
  return {
    lastRunDetails: { id: run.id, state: statusSummary.status, ...durationSummary },
  };
};

const shownMapping = (transformation: JsonObject, asText: boolean): JsonObject => {
  const params = objectOf(transformation["params"]);
  const version = Number(params["mappingVersion"] ?? 0);
  return {
    ...transformation,
    params: { ...params, mappingVersion: asText ? String(version) : version },
  };
};

const inherited = (
  call: Call,
  flow: Flow,
  key: "sourceConnectionIds" | "targetConnectionIds",
): JsonObject[] => {
  const collection =
    key === "sourceConnectionIds" ? call.sandbox.sourceConnections : call.sandbox.targetConnections;
  return arrayOf(flow.body[key]).map((id) => {
    const connection = collection.get(String(id));
    const base = connection?.body["baseConnectionId"];
    return {
      id,
      ...(connection === undefined
        ? { state: "DELETED" }
        : { connectionSpec: connection.body["connectionSpec"] }),
      ...(base === undefined
        ? {}
        : { baseConnection: { id: base, connectionSpec: connection?.body["connectionSpec"] } }),
    };
  });
};

const inletOption = (call: Call, flow: Flow): JsonObject => {
  if (flow.inletId === "") return {};
  const waiting = flow.state === "initializing" || flow.state === "enabling";
  const answer = call.organization.assume["flow-inlet-url"];
  if (!waiting || answer === "at-once")
    return { inletUrl: `${call.organization.origin}/collection/${flow.inletId}` };
  return answer === "null-first" ? { inletUrl: null } : {};
};

type Change = "update" | "action" | "delete";

/** Why a flow in this state cannot be changed so; undefined when it can. */
const refusalOf = ({ state }: Flow, change: Change): ErrorKind | undefined => {
  if (!transitional.has(state)) return undefined;
  if (change === "action") {
    return state === "updating" ? flowErrors.updatingAction : flowErrors.actionState;
  }
  if (state === "initializing") return flowErrors.initializing;
  if (state === "delete-finalizing") {
    return change === "update" ? flowErrors.updateDeleting : flowErrors.deleteDeleting;
  }
  return change === "update" ? flowErrors.updateState : flowErrors.deleteState;
};

const transitional: ReadonlySet<string> = new Set([
  "initializing",
  ...Object.values(transitionStates),
]);

const refuseTransition = (flow: Flow, change: Change): void => {
  const kind = refusalOf(flow, change);
  if (kind !== undefined) throw flowError(kind, `Flow ${flow.id} is in state ${flow.state}.`);
};

const patchable = {
  fields: ["name", "description", "transformations", "scheduleParams", "options", "labels"],
  fixed: [
    "id",
    "etag",
    "version",
    "state",
    "flowSpec",
    "sourceConnectionIds",
    "targetConnectionIds",
  ],
};

export const updateFlow = (call: Call): Flow => {
  const flow = flowOf(call);
  checkEtag(call, flow, "flows");
  refuseTransition(flow, "update");
  const { name, ...body } = checkTypes(patched(call, flow, "flows", patchable), flowTypes, "flows");
  requireFields({ name }, ["name"], "flows");
  const targets = arrayOf(body["targetConnectionIds"]).flatMap(
    (id) => call.sandbox.targetConnections.get(String(id)) ?? [],
  );
  checkTransformations(call, body, targets);
  const now = call.organization.now();
  const mapped =
    JSON.stringify(body["transformations"]) !== JSON.stringify(flow.body["transformations"]);
  const changed: Flow = {
    ...(mapped ? maybeNewInlet(call, flow) : flow),
    name: String(name),
    body,
    updated: now,
    etag: flowEtag(now),
    lastOperation: { operation: "update", started: now, updated: now },
  };
  const rests = call.organization.assume["flow-update"] === "at-once" || flow.state === "draft";
  return save(call, rests ? changed : begin(call.organization, changed, "update"));
};

const maybeNewInlet = (call: Call, flow: Flow): Flow =>
  call.organization.assume["inlet-url-survives"] === "no" && flow.inletId !== ""
    ? withNewInlet(call.organization, call.sandbox, flow)
    : flow;

const operations = ["enable", "disable", "publish", "finalize", "finalize_update"];

export const actOnFlow = (call: Call): Flow => {
  const op = call.query.get("op")?.toLowerCase() ?? "";
  if (!operations.includes(op)) {
    throw flowError(flowErrors.badAction, `op must be one of ${operations.join(", ")}.`);
  }
  if (op.startsWith("finalize"))
    throw flowError(flowErrors.finalize, "Only providers may finalize.");
  if (call.query.get("subOp")?.toLowerCase() === "progress") {
    throw flowError(flowErrors.progress, "subOp PROGRESS is not valid here.");
  }
  const flow = flowOf(call);
  if (call.headers["if-match"] !== undefined) checkEtag(call, flow, "flows");
  refuseTransition(flow, "action");
  if (op === "publish") return flow.state === "draft" ? save(call, started(call, flow)) : flow;
  const wanted = op === "enable" ? "enabled" : "disabled";
  if (flow.state === wanted) return flow;
  const open = op === "enable" ? maybeNewInlet(call, flow) : flow;
  return save(call, begin(call.organization, open, op === "enable" ? "enable" : "disable"));
};

export const deleteFlow = (call: Call): void => {
  const flow = flowOf(call);
  refuseTransition(flow, "delete");
  if (call.organization.assume["flow-delete"] === "finalizing") {
    save(call, begin(call.organization, flow, "delete"));
    return;
  }
  removeFlow(call.organization, call.sandbox, flow);
};
