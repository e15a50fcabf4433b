import type { EndpointResponse } from "../../handlers/forwarder/endpointResponse";
import type { Forwarder as RealForwarder } from "../../handlers/forwarder/forwarder";
import type { Delivery, Sender } from "../../handlers/forwarder/delivery";
import type { InletSecret } from "../../handlers/forwarder/settings";
import type { createReceiver } from "../../handlers/receiver/handler";
import type { Queue, VisibilityChange } from "../../handlers/shared/queue";

type Receiver = ReturnType<typeof createReceiver>;
type Forwarder = RealForwarder["handle"];

/** Wrappers around the parts of the relay, each of which may do wrong. */
export interface SeededBug {
  readonly receiver: (receiver: Receiver) => Receiver;
  readonly receiverQueue: (queue: Queue) => Queue;
  readonly forwarder: (forwarder: Forwarder) => Forwarder;
  readonly forwarderQueue: (queue: Queue) => Queue;
  readonly sender: (sender: Sender) => Sender;
  readonly secret: (secret: InletSecret) => InletSecret;
}

const same = <T>(part: T) => part;

/** The relay as it is. */
export const untouched: SeededBug = {
  receiver: same,
  receiverQueue: same,
  forwarder: same,
  forwarderQueue: same,
  sender: same,
  secret: same,
};

const taken: EndpointResponse = { status: 200, body: { inletId: "i" } };

/** A sender that takes some of the inlet's answers for others. */
const reading = (read: (answer: EndpointResponse, messages: number) => EndpointResponse) => ({
  sender: (sender: Sender): Sender => ({
    ...sender,
    send: async (group, signal) => read(await sender.send(group, signal), group.length),
  }),
});

const takes = (when: (answer: EndpointResponse) => boolean) =>
  reading((answer) => (when(answer) ? taken : answer));

const isDead = (url: string) => url.endsWith("/dead");

/** A queue whose sends may be swallowed: true of those that never happen. */
const swallowing =
  (swallowed: (url: string, body: string) => boolean) =>
  (queue: Queue): Queue => ({
    ...queue,
    send: (url, body, options) =>
      swallowed(url, body) ? Promise.resolve() : queue.send(url, body, options),
  });

/** A queue whose refusals nobody hears. */
const deafTo =
  (which: (url: string) => boolean) =>
  (queue: Queue): Queue => ({
    ...queue,
    send: (url, body, options) =>
      queue.send(url, body, options).catch((error: unknown) => {
        if (!which(url)) throw error;
      }),
  });

/** `_id`s that say when, and not what: another one for each request. */
function idsFromTime(): Pick<SeededBug, "receiver" | "receiverQueue"> {
  let count = 0;
  const id = () => count.toString(16).padStart(8, "0").padEnd(64, "0");
  const replaceId = (text: string) => text.replace(/[0-9a-f]{64}/, id());
  return {
    receiver: (receiver) => async (event, invocation) => {
      count += 1;
      const answer = await receiver(event, invocation);
      return { ...answer, body: replaceId(answer.body ?? "") };
    },
    receiverQueue: (queue) => ({
      ...queue,
      send: (url, body, options) => queue.send(url, replaceId(body), options),
    }),
  };
}

/** A relay for which the inlet's `Retry-After` replaces the back-off, however short it is. */
function onlyRetryAfter(): Pick<SeededBug, "sender" | "forwarderQueue"> {
  const named = new Map<string, number>();
  return {
    sender: (sender) => ({
      ...sender,
      send: async (group, signal) => {
        const answer = await sender.send(group, signal);
        for (const { receiptHandle } of group)
          if (answer.retryAfterMs !== undefined) named.set(receiptHandle, answer.retryAfterMs);
        return answer;
      },
    }),
    forwarderQueue: hiding(({ receiptHandle, seconds }) => {
      const ms = named.get(receiptHandle);
      return ms === undefined ? seconds : Math.max(ms / 1_000, 1);
    }),
  };
}

/** A queue whose messages are hidden for another time. */
const hiding =
  (secondsOf: (change: VisibilityChange) => number) =>
  (queue: Queue): Queue => ({
    ...queue,
    extendVisibility: (url, changes, options) =>
      queue.extendVisibility(
        url,
        changes.map((change) => ({ ...change, seconds: secondsOf(change) })),
        options,
      ),
  });

/** A queue whose dead letters are changed on their way. */
const rewriting =
  (change: (letter: object) => object) =>
  (queue: Queue): Queue => ({
    ...queue,
    send: (url, body, options) =>
      queue.send(
        url,
        isDead(url) ? JSON.stringify(change(JSON.parse(body) as object)) : body,
        options,
      ),
  });

/** An event of which only its keys are left. */
function onlyIds({ envelope, ...delivery }: Delivery): Delivery {
  const { id, occurredAt, eventType, widget, visitorKey } = envelope.body;
  const { relayReceivedAt, relayRequestId, relaySynthetic } = envelope.body;
  const keys = { id, occurredAt, eventType, widget, visitorKey };
  const body = { ...keys, relayReceivedAt, relayRequestId, relaySynthetic };
  return { ...delivery, envelope: { ...envelope, body } };
}

/** Mistakes that lose or double events, by what the relay then does wrong. */
export const seededBugs: Readonly<Record<string, Partial<SeededBug>>> = {
  "answers 202 though the queue refused": { receiverQueue: deafTo((url) => !isDead(url)) },
  "answers 202 to what it cannot read, and keeps nothing": { receiverQueue: swallowing(isDead) },
  "makes the _id from the time": idsFromTime(),
  "forgets a failed message of a batch": {
    forwarder: (forwarder) => async (event, invocation) => {
      const { batchItemFailures } = await forwarder(event, invocation);
      return { batchItemFailures: batchItemFailures.slice(1) };
    },
  },
  "reports success when all failed for a common reason": {
    forwarder: (forwarder) => (event, invocation) =>
      forwarder(event, invocation).catch(() => ({ batchItemFailures: [] })),
  },
  "deletes on 503": takes(({ status }) => status === 503),
  "deletes on 429": takes(({ status }) => status === 429),
  "deletes on 401 or 404": takes(({ status }) => status === 401 || status === 404),
  "deletes after a time-out": takes(({ reason }) => reason === "time-out"),
  "deletes after a reset": takes(({ reason }) => reason === "reset"),
  "takes any body of a 200 for received": takes(({ status }) => status === 200),
  "takes the messages of a 207 without a verdict for delivered": takes(
    ({ status }) => status === 207,
  ),
  "drops what it has received for the last time": {
    forwarderQueue: swallowing((url, body) => isDead(url) && body.includes('"attempts":80')),
  },
  "drops what the inlet refuses": { forwarderQueue: swallowing(isDead) },
  "does not hear that the dead-letter queue refused": { forwarderQueue: deafTo(isDead) },
  "posts again after a plain 200": {
    sender: (sender) => ({
      ...sender,
      send: async (group, signal) => {
        const answer = await sender.send(group, signal);
        return answer.status === 200 ? sender.send(group, signal) : answer;
      },
    }),
  },
  "sends a whole batch again for one message that failed": {
    forwarder: (forwarder) => async (event, invocation) => {
      const { batchItemFailures } = await forwarder(event, invocation);
      const all = event.Records.map(({ messageId }) => ({ itemIdentifier: messageId }));
      return { batchItemFailures: batchItemFailures.length > 0 ? all : [] };
    },
  },
  "delivers nothing, and dead-letters all": reading(() => ({
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
  "empties its dead letters": { forwarderQueue: rewriting((letter) => ({ ...letter, body: {} })) },
  "gives its dead letters no reason": {
    forwarderQueue: rewriting((letter) => ({ ...letter, reason: undefined })),
  },
  "posts nothing of an event but its keys": {
    sender: (sender) => ({
      ...sender,
      send: (group, signal) => sender.send(group.map(onlyIds), signal),
    }),
  },
  "ignores Retry-After": reading((answer) =>
    answer.status === undefined ? answer : { ...answer, retryAfterMs: undefined },
  ),
  "takes Retry-After for all of its back-off": onlyRetryAfter(),
  "sets no back-off": {
    forwarderQueue: (queue) => ({ ...queue, extendVisibility: () => Promise.resolve() }),
  },
  "is back a second after each failure": { forwarderQueue: hiding(() => 1) },
  "posts to a dataflow that has not settled": {
    secret: (secret) => ({ ...secret, settledAt: undefined }),
  },
};
