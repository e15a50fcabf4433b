import { ApiError } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { hexId } from "../../common/ids";
import { objectOf, type JsonObject } from "../../common/json";
import { ok, type Call, type Reply, type Service } from "../../common/service";
import { parseBody } from "./body";
import { inletAuthError, inletError, inletErrors } from "./errors";
import { examine, ingest, type Outcome } from "./ingest";
import { streamingValidation } from "./violations";
import { readMessage, type OpenInlet, type Read } from "./message";
import { datasetIdOf } from "../flowService/checks";

const guide = "Streaming ingestion guide";
const reference = "Streaming ingestion API reference";

/** Largest request (documented): 1 MB. */
const largest = 1024 * 1024;
const syncPerMinute = 60;
/** Documented: 1,000 requests and 10,000 messages a second. */
const messagesPerRequest = 10;

const openInlet = (call: Call): OpenInlet => {
  const id = call.params["inlet"] ?? "";
  const inlet = call.organization.inlets.get(id);
  const sandbox = inlet === undefined ? undefined : call.organization.sandbox(inlet.sandbox);
  if (inlet === undefined || sandbox === undefined) {
    throw inletError(inletErrors.unknownInlet, id, "Inlet is not known");
  }
  const connection =
    inlet.owner.kind === "connection" ? sandbox.connections.get(inlet.owner.id) : undefined;
  const params = objectOf(objectOf(connection?.body["auth"])["params"]);
  limitRate(call, id);
  if (params["authenticationRequired"] === true) authorise(call, id);
  return { inlet, sandbox, params };
};

const limitRate = (call: Call, id: string): void => {
  const { organization } = call;
  const now = organization.now();
  const perSecond = organization.settings.inletRate;
  if (perSecond > 0 && !organization.rateLimiter.take(id, now, 1000, perSecond)) {
    throw inletError(inletErrors.tooMany, id, "Too many requests");
  }
};

/** syncValidation is for single messages only; on a batch it is not looked at. */
const checkSync = (call: Call, id: string): void => {
  const { organization } = call;
  if (organization.assume["sync-validation"] === "unsupported") {
    throw inletError(inletErrors.syncUnsupported, id, "syncValidation is not supported here");
  }
  if (!organization.rateLimiter.take(`${id}/sync`, organization.now(), 60_000, syncPerMinute)) {
    throw inletError(inletErrors.tooMany, id, "Too many requests with syncValidation");
  }
};

/** A batch counts as what is in it, beside being one request. */
const limitMessages = ({ organization }: Call, id: string, count: number): void => {
  const perSecond = organization.settings.inletRate * messagesPerRequest;
  if (
    perSecond > 0 &&
    !organization.rateLimiter.take(`${id}/messages`, organization.now(), 1000, perSecond, count)
  ) {
    throw inletError(inletErrors.tooMany, id, "Too many messages");
  }
};

const isSync = (call: Call): boolean => call.query.get("syncValidation") === "true";

const authorise = (call: Call, id: string): void => {
  const token = /^bearer +(\S+)$/iu.exec(call.headers.authorization ?? "")?.[1];
  if (token === undefined)
    throw inletAuthError(inletErrors.tokenMissing, id, "Ims service token is empty");
  if (call.organization.tokens.callerOf(token) === undefined) {
    const status = Number(call.organization.assume["inlet-bad-token"]);
    throw inletAuthError(
      { ...inletErrors.tokenInvalid, status },
      id,
      "Ims service token is not valid",
    );
  }
};

const take = (call: Call, read: Read): Outcome | undefined =>
  read === "lost" ? undefined : ingest(call.organization, read);

const single = (call: Call): Reply => {
  const open = openInlet(call);
  const { id } = open.inlet;
  if (isSync(call)) checkSync(call, id);
  const read = readMessage(call, open, parseBody(call, id), call.raw.length);
  if (isSync(call)) refuseInvalid(call, id, read);
  take(call, read);
  const now = call.organization.now();
  return ok({
    [call.organization.assume["inlet-id-name"]]: id,
    xactionId: `${now}:${Math.floor(Math.random() * 10_000)}:${Math.floor(Math.random() * 1000)}`,
    receivedTimeMs: now,
    ...(isSync(call) ? {} : { syncValidation: { skipped: true } }),
  });
};

/** With `syncValidation` the record is looked at before it is answered, and dropped when it does not fit. */
const refuseInvalid = (call: Call, inletId: string, read: Read): void => {
  if (read === "lost") return;
  const datasetId = read.flow === undefined ? read.datasetId : datasetIdOf(read.sandbox, read.flow);
  const outcome = examine(call.organization, read, datasetId ?? "", "strict");
  if ("row" in outcome) return;
  throw inletError(
    inletErrors.failedValidation,
    inletId,
    `imsOrgId: [${call.organization.settings.credentials.orgId}] Message is invalid`,
    { _streamingValidation: streamingValidation(outcome.reasons) },
  );
};

const batch = (call: Call): Reply => {
  const open = openInlet(call);
  const { id } = open.inlet;
  const body = objectOf(parseBody(call, id));
  const messages = body["messages"];
  if (!Array.isArray(messages)) {
    throw inletError(inletErrors.malformed, id, "`messages` must be a list");
  }
  const raw = open.params["dataType"] !== "xdm";
  if (raw && call.organization.assume["raw-batch"] === "refused") {
    throw inletError(inletErrors.rawBatch, id, "Raw messages cannot be sent in a batch");
  }
  const now = call.organization.now();
  limitMessages(call, id, messages.length);
  return {
    status: 207,
    body: {
      [call.organization.assume["inlet-id-name"]]: id,
      batchId: `${now}:${hexId(4)}`,
      receivedTimeMs: now,
      responses: messages.map((message, index) => answered(call, open, message, index)),
    },
  };
};

/** One message of a batch: accepted with an id, or refused by itself with status and message. */
const answered = (call: Call, open: OpenInlet, message: unknown, index: number): JsonObject => {
  const refusal = (status: number, text: string): JsonObject => ({
    [call.organization.assume["batch-item-status"]]: status,
    message: text,
  });
  const fault = call.injectedFault?.action.failMessages;
  if (fault !== undefined && call.injectedFault !== undefined) {
    const hit =
      fault.indexes?.includes(index) ?? call.injectedFault.random() < (fault.fraction ?? 1);
    if (hit) return refusal(fault.statusCode, fault.message);
  }
  try {
    take(call, readMessage(call, open, message, JSON.stringify(message).length));
    return { xactionId: `${call.organization.now()}:${index}:${hexId(2)}` };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const report = objectOf(objectOf(error.body)["report"]);
    return refusal(error.status, String(report["message"]));
  }
};

/** Where data is sent to. Open to whoever knows the address, unless the inlet wants a token. */
export const streaming: Service = {
  name: "Streaming ingestion",
  base: "/collection",
  access: "open",
  errors: inletErrors,
  notes: [
    documented(
      guide,
      "200 means received, not valid: what mapping or schema refuse is found in a failed batch later.",
    ),
    documented(
      "ExperienceEvent class guide",
      "A repeated _id is kept in the lake again and counted once in Profile.",
    ),
    documented(
      "Data Prep troubleshooting guide",
      "A transform that fails nulls its column; a record without a required field is refused.",
    ),
    documented(
      "XDM composition guide",
      "A record without the primary identity of its schema is refused.",
    ),
    {
      ...documented("XDM composition guide", "null and empty values are not accepted in a record."),
      assumption: "empty-values",
    },
    {
      ...documented("ExperienceEvent class guide", "timestamp must lie in the past."),
      assumption: "future-timestamp",
    },
    {
      ...documented(guide, "An answer names the inlet as `inletId`."),
      assumption: "inlet-id-name",
    },
    {
      ...documented(guide, "A refused message of a batch has `statusCode` and `message`."),
      assumption: "batch-item-status",
    },
    assumed(
      "Not documented; with syncValidation Adobe's sample refuses them, and so does the emulator.",
      "Fields of an XDM message that its schema does not know are dropped.",
      "unknown-xdm-fields",
    ),
    assumed(
      "The guide says syncValidation cannot be used with a batch, not what is answered.",
      "syncValidation on a batch is not looked at.",
    ),
    assumed(
      "Adobe asks to wait about five minutes after a dataflow is made or changed, so as not to lose data.",
      "Data sent before a dataflow is enabled is received and refused; `warmUpMs` makes that time longer.",
    ),
    assumed(
      "The reference marks x-sandbox-name as required, no example sends it.",
      "x-sandbox-name is not looked at by the inlet.",
    ),
  ],
  badBody: (problem, { path }) =>
    inletError(
      problem === "too-large" ? inletErrors.tooLarge : inletErrors.malformed,
      path.slice(path.lastIndexOf("/") + 1),
      problem === "too-large" ? "The request is larger than 1 MB" : "The body is not valid JSON",
    ),
  routes: [
    {
      method: "POST",
      path: "/:inlet",
      rawBody: true,
      bodyLimit: largest,
      behavior: documented(
        reference,
        "Takes one message in JSON or Smile, raw with x-adobe-flow-id (header or query) or XDM with header and body, and answers 200 with inletId, xactionId, receivedTimeMs.",
      ),
      handle: single,
    },
    {
      method: "POST",
      path: "/batch/:inlet",
      rawBody: true,
      bodyLimit: largest,
      behavior: documented(
        reference,
        "Takes many messages, in JSON or Smile, and answers 207 always, one entry each in their order.",
      ),
      handle: batch,
    },
  ],
};
