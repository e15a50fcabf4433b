import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { settled } from "../flowService/lifecycle";
import { one } from "../../server/gateway";
import type { Flow, Inlet } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { inletError, inletErrors } from "./errors";
import type { Arrival } from "./ingest";

/** What a single message comes to: a record to take in, or one that is received and lost. */
export type Read = Arrival | "lost";

/** An inlet with what it belongs to. */
export interface OpenInlet {
  readonly inlet: Inlet;
  readonly sandbox: Sandbox;
  /** `auth.params` of the base connection; empty for a dataflow's own inlet. */
  readonly params: JsonObject;
}

/** True when the text is of the form header, body and entity. */
const isXdm = (message: JsonObject): boolean =>
  isObject(message["header"]) && isObject(objectOf(message["body"])["xdmEntity"]);

/** Reads one message in either form. Throws the inlet's error when it is refused at the door. */
export const readMessage = (call: Call, open: OpenInlet, value: unknown, bytes: number): Read => {
  if (!isObject(value)) {
    throw inletError(inletErrors.invalidMessage, open.inlet.id, "Message must be a JSON object");
  }
  if (
    open.params["dataType"] === "xdm" ||
    (isXdm(value) && open.inlet.owner.kind === "connection")
  ) {
    return readXdm(call, open, value, bytes);
  }
  const flowId =
    one(call.headers["x-adobe-flow-id"]) ?? stringOf(call.query.get("x-adobe-flow-id"));
  if (flowId === undefined) {
    if (call.organization.assume["inlet-without-flow-id"] === "200") return "lost";
    throw inletError(inletErrors.flowIdMissing, open.inlet.id, "x-adobe-flow-id is missing");
  }
  const flow = flowAt(call, open, flowId);
  return flow === "lost"
    ? "lost"
    : { sandbox: open.sandbox, flow, datasetId: undefined, record: value, bytes };
};

/** The flow of that id when it is this inlet's, or what the switches say of one that is not. */
const flowAt = (call: Call, open: OpenInlet, flowId: string): Flow | "lost" => {
  const { organization } = call;
  const flow = settled(organization, open.sandbox, open.sandbox.flows.get(flowId));
  if (flow === undefined || !belongs(open, flow)) {
    const answer = organization.assume["inlet-deleted-flow"];
    if (answer === "200") return "lost";
    throw inletError(
      { ...inletErrors.flowUnknown, status: Number(answer) },
      open.inlet.id,
      "The flow is not known here",
    );
  }
  if (flow.state === "disabled" && organization.assume["inlet-disabled-flow"] === "400") {
    throw inletError(inletErrors.flowDisabled, open.inlet.id, "The flow is disabled");
  }
  return flow;
};

const belongs = ({ inlet, sandbox }: OpenInlet, flow: Flow): boolean =>
  inlet.owner.kind === "flow"
    ? flow.inletId === inlet.id
    : arrayOf(flow.body["sourceConnectionIds"]).some(
        (id) =>
          sandbox.sourceConnections.get(String(id))?.body["baseConnectionId"] === inlet.owner.id,
      );

const readXdm = (call: Call, open: OpenInlet, message: JsonObject, bytes: number): Read => {
  const { id } = open.inlet;
  const refuse = (detail: string): never => {
    throw inletError(
      inletErrors.invalidMessage,
      id,
      `imsOrgId: [${call.organization.settings.credentials.orgId}] ${detail}`,
    );
  };
  if (!isXdm(message)) return refuse("Message has unknown xdm format");
  const header = objectOf(message["header"]);
  const body = objectOf(message["body"]);
  const schemaId = stringOf(objectOf(header["schemaRef"])["id"]);
  const datasetId = stringOf(header["datasetId"]);
  if (schemaId === undefined || datasetId === undefined) {
    return refuse("Required: header.schemaRef and header.datasetId");
  }
  const orgId = header["imsOrgId"];
  if (orgId !== undefined && orgId !== call.organization.settings.credentials.orgId) {
    return refuse("The organization is not the inlet's");
  }
  const meta = stringOf(objectOf(objectOf(body["xdmMeta"])["schemaRef"])["id"]);
  if (meta === undefined || meta !== schemaId) {
    return refuse("header.schemaRef and body.xdmMeta.schemaRef differ");
  }
  const dataset = open.sandbox.datasets.get(datasetId);
  if (objectOf(dataset?.body["schemaRef"])["id"] !== schemaId) {
    return refuse("The dataset is not there or has another schema");
  }
  const flowId = stringOf(header["flowId"]) ?? one(call.headers["x-adobe-flow-id"]);
  const flow = flowId === undefined ? undefined : flowAt(call, open, flowId);
  if (flow === "lost") return "lost";
  return { sandbox: open.sandbox, flow, datasetId, record: objectOf(body["xdmEntity"]), bytes };
};
