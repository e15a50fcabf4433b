import { headerValue } from "../../common/headers";
import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import { contentTypeFault } from "../../common/schemaContentType";
import type { Call } from "../../common/service";
import type { Flow } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { currentFlow } from "../flowService/lifecycle";
import { findResource } from "../schemaRegistry/library";
import { inletError, inletErrors } from "./errors";
import type { ReceivedRecord } from "./ingest";
import type { OpenInlet } from "./inlets";

/** A message as it was received: a record to ingest, or one that gets a success response and is lost. */
export type Message = ReceivedRecord | "lost";

/** Whether the message has the form header, body and entity. */
function isXdm(message: JsonObject): boolean {
  return isObject(message["header"]) && isObject(objectOf(message["body"])["xdmEntity"]);
}

/** Reads one message in either form. Throws the error of a message that is rejected before it is ingested. */
export function readMessage(call: Call, open: OpenInlet, value: unknown, bytes: number): Message {
  if (!isObject(value)) {
    throw inletError(inletErrors.invalidOtherwise, open.inlet.id, "Message must be a JSON object");
  }
  if (
    open.params["dataType"] === "xdm" ||
    (isXdm(value) && open.inlet.owner.kind === "connection")
  ) {
    return readXdm(call, open, value, bytes);
  }
  const wrapped = wrappedRaw(value);
  const flowId =
    headerValue(call.headers["x-adobe-flow-id"]) ??
    stringOf(call.query.get("x-adobe-flow-id")) ??
    wrapped?.flowId;
  if (flowId === undefined) {
    if (call.organization.assume["inlet-without-flow-id"] === "200") return "lost";
    throw inletError(inletErrors.flowIdMissing, open.inlet.id, "x-adobe-flow-id is missing");
  }
  const flow = flowAt(call, open, flowId);
  return flow === "lost"
    ? "lost"
    : { sandbox: open.sandbox, flow, datasetId: undefined, record: wrapped?.data ?? value, bytes };
}

/** Raw data with the id of its dataflow in a header of the message, as labs send it. */
function wrappedRaw({
  header,
  body,
}: JsonObject): { flowId: string; data: JsonObject } | undefined {
  const flowId = stringOf(objectOf(header)["flowId"]);
  return flowId === undefined || !isObject(body) ? undefined : { flowId, data: body };
}

/** The dataflow with the id when the endpoint is its own; otherwise what the assumption `inlet-deleted-flow` says. */
function flowAt(call: Call, open: OpenInlet, flowId: string): Flow | "lost" {
  const { organization } = call;
  const flow = currentFlow(organization, open.sandbox, open.sandbox.flows.get(flowId));
  if (flow === undefined || !belongs(open, flow)) {
    const status = organization.assume["inlet-deleted-flow"];
    if (status === "200") return "lost";
    throw inletError(
      { ...inletErrors.flowUnknown, status: Number(status) },
      open.inlet.id,
      "The flow is not known here",
    );
  }
  if (flow.state === "disabled" && organization.assume["inlet-disabled-flow"] === "400") {
    throw inletError(inletErrors.flowDisabled, open.inlet.id, "The flow is disabled");
  }
  return flow;
}

function belongs({ inlet, sandbox }: OpenInlet, flow: Flow): boolean {
  return inlet.owner.kind === "flow"
    ? flow.inletId === inlet.id
    : arrayOf(flow.body["sourceConnectionIds"]).some(
        (id) =>
          sandbox.sourceConnections.get(String(id))?.body["baseConnectionId"] === inlet.owner.id,
      );
}

function readXdm(call: Call, open: OpenInlet, message: JsonObject, bytes: number): Message {
  const { id } = open.inlet;
  const reject = (detail: string, kind = inletErrors.invalidOtherwise): never => {
    throw inletError(
      kind,
      id,
      `imsOrgId: [${call.organization.settings.credentials.orgId}] ${detail}`,
    );
  };
  const known = inletErrors.invalidMessage;
  if (!isXdm(message)) return reject("Message has unknown xdm format", known);
  const header = objectOf(message["header"]);
  const body = objectOf(message["body"]);
  const schemaId = stringOf(objectOf(header["schemaRef"])["id"]);
  const datasetId = stringOf(header["datasetId"]);
  if (schemaId === undefined || datasetId === undefined) {
    return reject("Required: header.schemaRef and header.datasetId");
  }
  const orgId = header["imsOrgId"];
  if (orgId !== undefined && orgId !== call.organization.settings.credentials.orgId) {
    return reject("Message has an absent or wrong ims org in the header", known);
  }
  const meta = stringOf(objectOf(objectOf(body["xdmMeta"])["schemaRef"])["id"]);
  if (meta === undefined) return reject("Message has unknown xdm format", known);
  if (meta !== schemaId) {
    return reject("header.schemaRef and body.xdmMeta.schemaRef differ");
  }
  const dataset = open.sandbox.datasets.get(datasetId);
  if (objectOf(dataset?.body["schemaRef"])["id"] !== schemaId) {
    return reject("Schema for the datasetId from catalog does not match the message", known);
  }
  const fault = versionFault(open.sandbox, schemaId, [header, objectOf(body["xdmMeta"])]);
  if (fault !== undefined) return reject(fault);
  const flowId = stringOf(header["flowId"]) ?? headerValue(call.headers["x-adobe-flow-id"]);
  const flow = flowId === undefined ? undefined : flowAt(call, open, flowId);
  if (flow === "lost") return "lost";
  return { sandbox: open.sandbox, flow, datasetId, record: objectOf(body["xdmEntity"]), bytes };
}

/** What is wrong with the version of the schema in any of these parts of a message; a part may leave it out. */
function versionFault(
  sandbox: Sandbox,
  schemaId: string,
  parts: readonly JsonObject[],
): string | undefined {
  const version = findResource(sandbox, schemaId)?.version;
  return parts
    .map((part) => objectOf(part["schemaRef"])["contentType"])
    .filter((contentType) => contentType !== undefined)
    .map((contentType) => contentTypeFault(contentType, version))
    .find((fault) => fault !== undefined);
}
