import { ApiError, madeUpHeader } from "../../common/apiError";
import { isObject, objectOf, type JsonObject } from "../../common/json";
import type { Call, Reply } from "../../common/service";
import { datasetIdOf } from "../flowService/references";
import { parseBody } from "./body";
import { inletError, inletErrors } from "./errors";
import { ingest, processRecord } from "./ingest";
import { openInlet, type OpenInlet } from "./inlets";
import { limitMessages, limitSyncValidation } from "./limits";
import { acceptedItem, batchResponse, rejectedItem, toResponse } from "./responses";
import { readMessage, type Message } from "./validate";
import { hasOwnText, streamingValidation } from "./violations";

/** Takes one message. */
export function takeMessage(call: Call): JsonObject {
  const open = openInlet(call);
  const { id } = open.inlet;
  const isSync = call.query.get("syncValidation") === "true";
  if (isSync) checkSyncValidation(call, id);
  const message = readMessage(call, open, parseBody(call, id), call.raw.length);
  if (isSync) rejectInvalid(call, id, message);
  ingestMessage(call, message);
  return toResponse(call.organization, id, isSync);
}

/** What the response to a batch says about one message. */
interface Item {
  readonly body: JsonObject;
  /** Whether the message was rejected with a text of the emulator's own. */
  readonly hasOwnText: boolean;
}

/** Takes a batch of messages; each is accepted or rejected by itself. A header says when a text is the emulator's own. */
export function takeBatch(call: Call): Reply {
  const open = openInlet(call);
  const { id } = open.inlet;
  const { messages } = objectOf(parseBody(call, id));
  if (!Array.isArray(messages)) {
    throw inletError(inletErrors.malformed, id, "`messages` must be a list");
  }
  if (open.params["dataType"] !== "xdm" && call.organization.assume["raw-batch"] === "refused") {
    throw inletError(inletErrors.rawBatch, id, "Raw messages cannot be sent in a batch");
  }
  const now = call.organization.now();
  limitMessages(call, id, messages.length);
  const items = messages.map((message, index) => takeItem(call, open, message, index));
  const bodies = items.map(({ body }) => body);
  return {
    status: 207,
    body: batchResponse(call.organization, id, now, bodies),
    headers: items.some(({ hasOwnText: isOwn }) => isOwn) ? { [madeUpHeader]: "text" } : {},
  };
}

/** syncValidation is for single messages only; a batch ignores it. */
function checkSyncValidation(call: Call, id: string): void {
  if (call.organization.assume["sync-validation"] === "unsupported") {
    throw inletError(inletErrors.syncUnsupported, id, "syncValidation is not supported here");
  }
  limitSyncValidation(call, id);
}

/** With `syncValidation` the record is processed before the response is sent, and dropped when it is invalid. */
function rejectInvalid({ organization }: Call, inletId: string, message: Message): void {
  if (message === "lost") return;
  const { flow, sandbox } = message;
  const datasetId = flow === undefined ? message.datasetId : datasetIdOf(sandbox, flow);
  const outcome = processRecord(organization, message, datasetId ?? "", "strict");
  if ("row" in outcome) return;
  throw inletError(
    hasOwnText(outcome.reasons) ? inletErrors.failedOtherwise : inletErrors.failedValidation,
    inletId,
    `imsOrgId: [${organization.settings.credentials.orgId}] Message is invalid`,
    { _streamingValidation: streamingValidation(outcome.reasons) },
  );
}

function ingestMessage(call: Call, message: Message): void {
  if (message !== "lost") ingest(call.organization, message);
}

function takeItem(call: Call, open: OpenInlet, message: unknown, index: number): Item {
  const { organization } = call;
  const injected = injectedRejection(call, index);
  if (injected !== undefined) {
    const { statusCode, message: text = "Injected fault" } = injected;
    const body = rejectedItem(organization, statusCode, text);
    return { body, hasOwnText: injected.message === undefined };
  }
  try {
    ingestMessage(call, readMessage(call, open, message, JSON.stringify(message).length));
    return { body: acceptedItem(organization, index), hasOwnText: false };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (open.params["dataType"] === "xdm" && !isObject(objectOf(message)["header"])) {
      const text = "The 'header' field is mandatory. Provide a valid 'header' value and try again.";
      return { body: rejectedItem(organization, error.status, text), hasOwnText: false };
    }
    const report = objectOf(objectOf(error.body)["report"]);
    const body = rejectedItem(organization, error.status, String(report["message"]));
    return { body, hasOwnText: madeUpHeader in error.headers };
  }
}

/** What an injected fault (`failMessages`) says about one message of a batch. */
function injectedRejection(
  { injectedFault }: Call,
  index: number,
): { readonly statusCode: number; readonly message?: string | undefined } | undefined {
  const rule = injectedFault?.action.failMessages;
  if (rule === undefined || injectedFault === undefined) return undefined;
  const isHit = rule.indexes?.includes(index) ?? injectedFault.random() < (rule.fraction ?? 1);
  return isHit ? rule : undefined;
}
