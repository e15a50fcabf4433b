import type { LogLine } from "../functionLogs";

/** Where an event is now. */
export type Place =
  /** Accepted, and not delivered yet. */
  | "queue"
  /** An attempt to deliver it has failed; it is in the queue until the next one. */
  | "retry"
  /** A transcript whose visitor nobody knows yet; it is in the queue meanwhile. */
  | "visitor"
  /** Adobe's streaming endpoint has taken it. */
  | "delivered"
  /** AEP has rejected its row later. */
  | "notIngested"
  /** In the dead-letter queue; by the logs alone: on its way there. */
  | "dead"
  /** Was moved to the dead-letter queue; whether it is there now is not known. */
  | "moved"
  /** Was moved to the dead-letter queue, and is not there any more. */
  | "left"
  /** Its event is switched off. */
  | "ignored"
  /** Nothing has stored it: too large, or no queue could be reached. */
  | "rejected";

/** Which part of the stack wrote about an event. */
export type Stage = "receiver" | "forwarder" | "keeper" | "reconciler" | "operator";

/** What happened to an event at one time. */
export interface Step {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly stage: Stage;
  /** The log's message. */
  readonly what: string;
  /** Why, where the log says so. */
  readonly reason?: string;
  /** How often the forwarder had received it. */
  readonly receive?: number;
  /** Seconds until the next attempt. */
  readonly retryIn?: number;
}

/** The way of one event. */
export interface EventWay {
  readonly requestId: string;
  /** `_id` of the row; undefined when the body could not be read. */
  readonly id?: string;
  /** The webhook, as its URL names it. */
  readonly event: string;
  readonly widget?: string;
  /** It is a sample of this project: Chatlio has not sent it. */
  readonly synthetic?: true;
  readonly place: Place;
  /** In the order in which they happened. */
  readonly steps: readonly Step[];
  /** Milliseconds from webhook to streaming endpoint. */
  readonly lagMs?: number;
}

/** Where an event is after a log line. Lines that say nothing about that are undefined; a message that is not listed is not a step. */
const places: Readonly<Record<string, Place | undefined>> = {
  accepted: "queue",
  quarantined: "dead",
  "ignored: event is switched off": "ignored",
  "rejected: too large": "rejected",
  "queue unavailable": "rejected",
  "waits for its visitor": "visitor",
  linked: "queue",
  "sent without its visitor": "queue",
  retry: "retry",
  "moved to the dead-letter queue": "dead",
  "dead-letter queue unavailable": "retry",
  kept: "dead",
  "not kept": "dead",
  delivered: "delivered",
  "not archived": undefined,
  "row rejected by AEP": "notIngested",
  "sent again": "queue",
};

/** Messages of the receiver that are about one webhook with a valid token. */
export const receiverMessages = [
  "accepted",
  "quarantined",
  "ignored: event is switched off",
  "rejected: too large",
  "queue unavailable",
];

/** Without a valid token nothing of a request is looked at: these are counted, and are not events. */
export const unauthenticated = "rejected: no valid token";

/** Messages of the forwarder that are about one event. */
export const forwarderMessages = [
  "delivered",
  "retry",
  "moved to the dead-letter queue",
  "dead-letter queue unavailable",
  "not archived",
  "waits for its visitor",
  "linked",
  "sent without its visitor",
];

/** Messages of the keeper that are about one event. */
export const keeperMessages = ["kept", "not kept"];

/** Messages of the reconciler that are about one event. They name its row; those of a row that says so, its request too. */
export const reconcilerMessages = ["row rejected by AEP"];

/** A line of one of the functions, or of the operator. */
export interface StageLine {
  readonly stage: Stage;
  readonly line: LogLine;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/** The receiver's line comes first: it may be written when the forwarder already has the event. */
function compare(one: StageLine, other: StageLine): number {
  const rank = ({ stage }: StageLine) => (stage === "receiver" ? 0 : 1);
  return rank(one) - rank(other) || one.line.timestamp.localeCompare(other.line.timestamp);
}

function stepOf({ line, stage }: StageLine): Step {
  const reason = textOf(line["reason"]) ?? textOf(line["error"]);
  const receive = numberOf(line["receive"]) ?? numberOf(line["attempts"]);
  const retryIn = numberOf(line["seconds"]);
  return {
    at: line.timestamp,
    stage,
    what: line.message,
    ...(reason !== undefined && { reason }),
    ...(receive !== undefined && { receive }),
    ...(retryIn !== undefined && { retryIn }),
  };
}

/**
 * The lines about rejected rows at the time at which AEP rejected them: a run of the reconciler may find a row when its event
 * has been sent again since. Two runs may find the same one.
 */
function atRejection(lines: readonly StageLine[]): readonly StageLine[] {
  const seen = new Set<string>();
  return lines.flatMap((one) => {
    const { line, stage } = one;
    const at = textOf(line["rejectedAt"]);
    if (at === undefined || !reconcilerMessages.includes(line.message)) return [one];
    const row = JSON.stringify([line["batchId"], line["requestId"], line["id"], line["event"], at]);
    if (seen.has(row)) return [];
    seen.add(row);
    return [{ stage, line: { ...line, timestamp: at } }];
  });
}

/** The events that the lines are about, the latest first. */
export function waysOf(logged: readonly StageLine[]): readonly EventWay[] {
  const lines = atRejection(logged);
  const byRequest = new Map<string, StageLine[]>();
  for (const one of lines) {
    const requestId = textOf(one.line["requestId"]);
    if (requestId === undefined || !Object.hasOwn(places, one.line.message)) continue;
    const known = byRequest.get(requestId);
    if (known === undefined) byRequest.set(requestId, [one]);
    else known.push(one);
  }
  const ofRows = lines.filter(({ line }) => reconcilerMessages.includes(line.message));
  for (const found of byRequest.values()) {
    const ids = new Set(found.map(({ line }) => textOf(line["id"])));
    // A line that names the request is there already.
    const others = ofRows.filter((one) => !found.includes(one));
    found.push(...others.filter(({ line }) => ids.has(textOf(line["id"]) ?? "")));
  }
  return [...byRequest]
    .map(([requestId, found]) =>
      wayOf(requestId, rejectedAfterDelivery(sentFromDlq(found.toSorted(compare)))),
    )
    .sort((one, other) => (other.steps[0]?.at ?? "").localeCompare(one.steps[0]?.at ?? ""));
}

/**
 * What is sent again comes out of the dead-letter queue. When the clock of this machine is ahead, or the message is delivered
 * while its sending still waits for a response, the line about that seems to come later than what it led to.
 */
function sentFromDlq(lines: readonly StageLine[]): readonly StageLine[] {
  const inOrder: StageLine[] = [];
  for (const one of lines) {
    const before = inOrder.findLastIndex(
      ({ line, stage }) => stage === "operator" || places[line.message] === "dead",
    );
    if (one.stage !== "operator" || before < 0) inOrder.push(one);
    else inOrder.splice(before + 1, 0, one);
  }
  return inOrder;
}

/**
 * AEP rejects what was delivered before. A batch may end, by Adobe's clock, before the forwarder has its response: the
 * rejection is then of the first delivery all the same.
 */
function rejectedAfterDelivery(lines: readonly StageLine[]): readonly StageLine[] {
  const isDelivery = ({ line }: StageLine) => places[line.message] === "delivered";
  const inOrder = lines.filter(({ line }) => places[line.message] !== "notIngested");
  for (const one of lines) {
    if (places[one.line.message] !== "notIngested") continue;
    const before = inOrder.findLastIndex((each) => compare(each, one) <= 0);
    const first = inOrder.findIndex(isDelivery);
    inOrder.splice(Math.max(before, first) + 1, 0, one);
  }
  return inOrder;
}

function wayOf(requestId: string, lines: readonly StageLine[]): EventWay {
  const first = (key: string) =>
    lines.map(({ line }) => textOf(line[key])).find((text) => text !== undefined);
  const [id, widget] = [first("id"), first("widget")];
  const lagMs = lines.map(({ line }) => numberOf(line["lagMs"])).find((ms) => ms !== undefined);
  const place = lines.map(({ line }) => places[line.message]).findLast((one) => one !== undefined);
  return {
    requestId,
    event: first("event") ?? "",
    place: place ?? "queue",
    steps: lines.map(stepOf),
    ...(id !== undefined && { id }),
    ...(widget !== undefined && { widget }),
    ...(lines.some(({ line }) => line["synthetic"] === true) && { synthetic: true as const }),
    ...(lagMs !== undefined && { lagMs }),
  };
}
