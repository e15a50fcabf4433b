import type { Delivery, Sender } from "../../handlers/forwarder/delivery";
import type { EndpointResponse } from "../../handlers/forwarder/endpointResponse";
import type { Forwarder as RealForwarder } from "../../handlers/forwarder/forwarder";
import type { InletSecret } from "../../handlers/forwarder/settings";
import type { Keeper as RealKeeper } from "../../handlers/keeper/keeper";
import type { createReceiver } from "../../handlers/receiver/handler";
import type { Bucket } from "../../handlers/shared/aws/bucket";
import type { Queue, VisibilityChange } from "../../handlers/shared/queue";

type Receiver = ReturnType<typeof createReceiver>;
type Forwarder = RealForwarder["handle"];
type Keeper = RealKeeper["handle"];

/** Wrappers around the parts of the relay. Each of them can add a bug. */
export interface SeededBug {
  readonly receiver: (receiver: Receiver) => Receiver;
  readonly receiverQueue: (queue: Queue) => Queue;
  readonly forwarder: (forwarder: Forwarder) => Forwarder;
  readonly forwarderQueue: (queue: Queue) => Queue;
  readonly sender: (sender: Sender) => Sender;
  readonly secret: (secret: InletSecret) => InletSecret;
  readonly keeper: (keeper: Keeper) => Keeper;
  readonly keeperQueue: (queue: Queue) => Queue;
  readonly bucket: (bucket: Bucket) => Bucket;
}

function same<T>(part: T) {
  return part;
}

/** The unchanged relay. */
export const untouched: SeededBug = {
  receiver: same,
  receiverQueue: same,
  forwarder: same,
  forwarderQueue: same,
  sender: same,
  secret: same,
  keeper: same,
  keeperQueue: same,
  bucket: same,
};

const accepted: EndpointResponse = { status: 200, body: { inletId: "i" } };

/** A sender that misreads some responses of the endpoint. */
function reading(read: (response: EndpointResponse, messages: number) => EndpointResponse) {
  return {
    sender: (sender: Sender): Sender => ({
      ...sender,
      send: async (group, signal) => read(await sender.send(group, signal), group.length),
    }),
  };
}

function accepts(when: (response: EndpointResponse) => boolean) {
  return reading((response) => (when(response) ? accepted : response));
}

/** Whether receiver and forwarder send what they cannot deliver there. */
function isDead(url: string) {
  return url.endsWith("/undelivered");
}

/** A queue that drops some messages and reports success. */
function dropping(drops: (url: string, body: string) => boolean) {
  return (queue: Queue): Queue => ({
    ...queue,
    send: (url, body, options) =>
      drops(url, body) ? Promise.resolve() : queue.send(url, body, options),
  });
}

/** A queue whose errors are ignored. */
function ignoringErrors(which: (url: string) => boolean) {
  return (queue: Queue): Queue => ({
    ...queue,
    send: (url, body, options) =>
      queue.send(url, body, options).catch((error: unknown) => {
        if (!which(url)) throw error;
      }),
  });
}

/** `_id`s that depend on the time instead of the content: a different one for each request. */
function idsFromTime(): Pick<SeededBug, "receiver" | "receiverQueue"> {
  let count = 0;
  const id = () => count.toString(16).padStart(8, "0").padEnd(64, "0");
  const replaceId = (text: string) => text.replace(/[0-9a-f]{64}/, id());
  return {
    receiver: (receiver) => async (event, invocation) => {
      count += 1;
      const response = await receiver(event, invocation);
      return { ...response, body: replaceId(response.body ?? "") };
    },
    receiverQueue: (queue) => ({
      ...queue,
      send: (url, body, options) => queue.send(url, replaceId(body), options),
    }),
  };
}

/** A relay that replaces its backoff by `Retry-After`, however short that is. */
function onlyRetryAfter(): Pick<SeededBug, "sender" | "forwarderQueue"> {
  const requestedMs = new Map<string, number>();
  return {
    sender: (sender) => ({
      ...sender,
      send: async (group, signal) => {
        const response = await sender.send(group, signal);
        for (const { receiptHandle } of group)
          if (response.retryAfterMs !== undefined)
            requestedMs.set(receiptHandle, response.retryAfterMs);
        return response;
      },
    }),
    forwarderQueue: withVisibility(({ receiptHandle, seconds }) => {
      const ms = requestedMs.get(receiptHandle);
      return ms === undefined ? seconds : Math.max(ms / 1_000, 1);
    }),
  };
}

/** A queue that sets other visibility timeouts. */
function withVisibility(secondsOf: (change: VisibilityChange) => number) {
  return (queue: Queue): Queue => ({
    ...queue,
    extendVisibility: (url, changes, options) =>
      queue.extendVisibility(
        url,
        changes.map((change) => ({ ...change, seconds: secondsOf(change) })),
        options,
      ),
  });
}

/** A queue that changes DLQ messages. */
function rewriting(change: (message: object) => object) {
  return (queue: Queue): Queue => ({
    ...queue,
    send: (url, body, options) =>
      queue.send(
        url,
        isDead(url) ? JSON.stringify(change(JSON.parse(body) as object)) : body,
        options,
      ),
  });
}

/** An event reduced to its keys. */
function onlyIds({ envelope, ...delivery }: Delivery): Delivery {
  const { id, occurredAt, eventType, widget, visitorKey } = envelope.body;
  const { relayReceivedAt, relayRequestId, relaySynthetic } = envelope.body;
  const keys = { id, occurredAt, eventType, widget, visitorKey };
  const body = { ...keys, relayReceivedAt, relayRequestId, relaySynthetic };
  return { ...delivery, envelope: { ...envelope, body } };
}

/** Bugs that lose or duplicate events, by what the relay then does wrong. */
export const seededBugs: Readonly<Record<string, Partial<SeededBug>>> = {
  "responds 202 although the queue rejected the message": {
    receiverQueue: ignoringErrors((url) => !isDead(url)),
  },
  "responds 202 to unreadable bodies without keeping them": { receiverQueue: dropping(isDead) },
  "derives the _id from the time": idsFromTime(),
  "forgets a failed message of a batch": {
    forwarder: (forwarder) => async (event, invocation) => {
      const { batchItemFailures } = await forwarder(event, invocation);
      return { batchItemFailures: batchItemFailures.slice(1) };
    },
  },
  "reports success when all messages failed for a systemic reason": {
    forwarder: (forwarder) => (event, invocation) =>
      forwarder(event, invocation).catch(() => ({ batchItemFailures: [] })),
  },
  "deletes on 503": accepts(({ status }) => status === 503),
  "deletes on 429": accepts(({ status }) => status === 429),
  "deletes on 401 or 404": accepts(({ status }) => status === 401 || status === 404),
  "deletes after a timeout": accepts(({ reason }) => reason === "time-out"),
  "deletes after a reset": accepts(({ reason }) => reason === "reset"),
  "accepts any body of a 200": accepts(({ status }) => status === 200),
  "accepts items of a 207 without a verdict": accepts(({ status }) => status === 207),
  "drops messages on their last receive": {
    forwarderQueue: dropping((url, body) => isDead(url) && body.includes('"attempts":80')),
  },
  "drops messages that the endpoint rejects": { forwarderQueue: dropping(isDead) },
  "ignores errors of the dead-letter queue": { forwarderQueue: ignoringErrors(isDead) },
  "posts again after a plain 200": {
    sender: (sender) => ({
      ...sender,
      send: async (group, signal) => {
        const response = await sender.send(group, signal);
        return response.status === 200 ? sender.send(group, signal) : response;
      },
    }),
  },
  "sends a whole batch again for one failed message": {
    forwarder: (forwarder) => async (event, invocation) => {
      const { batchItemFailures } = await forwarder(event, invocation);
      const all = event.Records.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { batchItemFailures: batchItemFailures.length > 0 ? all : [] };
    },
  },
  "moves all messages to the dead-letter queue": reading(() => ({
    status: 400,
    body: {},
  })),
  "gives up on the first failure": {
    forwarder: (forwarder) => (event, invocation) => {
      const Records = event.Records.map((record) => ({
        ...record,
        attributes: { ...record.attributes, ApproximateReceiveCount: "80" },
      }));
      return forwarder({ Records }, invocation);
    },
  },
  "empties its DLQ messages": {
    forwarderQueue: rewriting((message) => ({ ...message, body: {} })),
  },
  "gives its DLQ messages no reason": {
    forwarderQueue: rewriting((message) => ({ ...message, reason: undefined })),
  },
  "posts only the keys of an event": {
    sender: (sender) => ({
      ...sender,
      send: (group, signal) => sender.send(group.map(onlyIds), signal),
    }),
  },
  "ignores Retry-After": reading((response) =>
    response.status === undefined ? response : { ...response, retryAfterMs: undefined },
  ),
  "replaces its backoff by Retry-After": onlyRetryAfter(),
  "sets no backoff": {
    forwarderQueue: (queue) => ({ ...queue, extendVisibility: () => Promise.resolve() }),
  },
  "retries one second after each failure": { forwarderQueue: withVisibility(() => 1) },
  "posts to a dataflow that is not ready": {
    secret: (secret) => ({ ...secret, settledAt: undefined }),
  },
  "copies nothing to the bucket": { bucket: () => ({ put: () => Promise.resolve() }) },
  "moves messages on although the bucket rejected their copies": {
    bucket: (bucket) => ({ put: (...args) => bucket.put(...args).catch(() => undefined) }),
  },
  "forgets a message that the keeper could not keep": {
    keeper: (keeper) => (event, invocation) =>
      keeper(event, invocation).catch(() => ({ batchItemFailures: [] })),
  },
  "copies messages, and does not move them on": { keeperQueue: dropping(() => true) },
};
