import { arrayOf, objectOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Flow } from "../../state/entities";
import { isDestinationFlow, withMappings } from "./activation";
import { specOf } from "./flowChecks";
import { toResponse } from "./responses";
import { runOf } from "./runs";
import { scheduleResponse } from "./schedules";

/** A dataflow as a read returns it. */
export function toFlowResponse(call: Call, flow: Flow): JsonObject {
  const common = toResponse(call, flow);
  const asText = call.organization.assume["mapping-version-type"] === "string";
  const isMapped = call.organization.assume["attribute-mapping"] === "added";
  const isDestination = isDestinationFlow(specOf(call, flow.body));
  return {
    ...common,
    ...scheduleResponse(flow),
    ...(flow.body["transformations"] === undefined
      ? {}
      : {
          transformations: arrayOf(flow.body["transformations"]).map((one) =>
            isDestination
              ? isMapped
                ? withMappings(objectOf(one))
                : one
              : toTransformation(objectOf(one), asText),
          ),
        }),
    inheritedAttributes: {
      properties: isDestination ? { isDestinationFlow: true } : { isSourceFlow: true },
      sourceConnections: inherited(call, flow, "sourceConnectionIds"),
      targetConnections: inherited(call, flow, "targetConnectionIds"),
    },
    options: { ...objectOf(flow.body["options"]), ...inletOption(call, flow) },
    runs: `/runs?property=flowId==${flow.id}`,
    providerRefId: flow.id,
    lastOperation: toLastOperation(flow),
    ...lastRun(call, flow),
    labels: arrayOf(flow.body["labels"]),
  };
}

function toLastOperation({ lastOperation, pending }: Flow): JsonObject {
  return {
    ...lastOperation,
    percentCompleted: pending === undefined ? 100 : 0,
    status: { value: pending === undefined ? "completed" : "inProgress", errors: [] },
  };
}

function lastRun(call: Call, flow: Flow): JsonObject {
  const run = runOf(call, flow);
  if (run === undefined) return {};
  const { durationSummary, statusSummary } = run.metrics;
  return {
    lastRunDetails: { id: run.id, state: statusSummary.status, ...durationSummary },
  };
}

function toTransformation(transformation: JsonObject, asText: boolean): JsonObject {
  if (transformation["name"] !== "Mapping") return transformation;
  const params = objectOf(transformation["params"]);
  const version = Number(params["mappingVersion"] ?? 0);
  return {
    ...transformation,
    params: { ...params, mappingVersion: asText ? String(version) : version },
  };
}

function inherited(
  call: Call,
  flow: Flow,
  key: "sourceConnectionIds" | "targetConnectionIds",
): JsonObject[] {
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
}

function inletOption(call: Call, flow: Flow): JsonObject {
  if (flow.inletId === "") return {};
  const { organization } = call;
  const isPending =
    flow.state === "initializing" ||
    flow.state === "enabling" ||
    organization.now() < flow.created + organization.settings.delays.inletMs;
  const assumed = organization.assume["flow-inlet-url"];
  if (!isPending || assumed === "at-once")
    return { inletUrl: `${organization.origin}/collection/${flow.inletId}` };
  return assumed === "null-first" ? { inletUrl: null } : {};
}
