import measured from "../results.json";
import type { Load } from "./simulation";

/** Memory with which Lambda gives a whole CPU, and the forwarder's, in MB. */
const [WHOLE_CPU_MB, FORWARDER_MB] = [1_769, 512];

/** Milliseconds of the forwarder's part of a CPU for a message, from `npm run bench`. */
function cpuMs(name: string): number {
  const result = measured.results.find((each) => each.name === name);
  if (!result) throw new Error(`bench/results.json has no ${name}.`);
  return (result.ours.median / 1_000) * (WHOLE_CPU_MB / FORWARDER_MB);
}

/** A load whose outcome docs/scale.md shows. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** What is set in the stack's configuration, in addition to the defaults: values by key. */
  readonly set: Readonly<Record<string, string | number>>;
  /** What the outcome means, and what to do. */
  readonly means: string;
  readonly load: Load;
}

const base = { source: "chatlio", maxConcurrency: 5, seed: 20_261_129 } as const;
const defaultLimit = { perSecond: 200, burst: 500 };
const single = cpuMs("forwarder");
const batched = cpuMs("forwarder-batches");

export const scenarios: readonly Scenario[] = [
  {
    name: "10",
    title: "10 events a second, AEP is down for two minutes",
    set: {},
    means:
      "Nothing is set. The events of the outage wait in the queue. Each waits longer after each try, at random, so that they do not all come back in the same second; therefore the last of them arrive minutes after AEP is up again. Events that come after the outage do not wait for those.",
    load: {
      ...base,
      perSecond: 10,
      seconds: 900,
      outage: [60, 180],
      rateLimit: defaultLimit,
      msPerMessage: single,
    },
  },
  {
    name: "1000-defaults",
    title: "1,000 events a second with the defaults",
    set: {},
    means:
      "The limit of the API is met first: most webhooks get a 429 and are lost, because Chatlio is not known to try again. What is accepted is delivered.",
    load: {
      ...base,
      perSecond: 1_000,
      seconds: 60,
      rateLimit: defaultLimit,
      msPerMessage: single,
    },
  },
  {
    name: "1000-forwarder",
    title: "1,000 events a second, with a higher limit of the API only",
    set: { "rateLimit.perSecond": 1_500, "rateLimit.burst": 2_000 },
    means:
      "Nothing is turned away, but five invocations of the forwarder do not deliver that many events one by one. The queue grows as long as the load lasts. Nothing is lost: SQS keeps the events for up to 14 days.",
    load: {
      ...base,
      perSecond: 1_000,
      seconds: 180,
      rateLimit: { perSecond: 1_500, burst: 2_000 },
      msPerMessage: single,
    },
  },
  {
    name: "1000-chatlio",
    title: "1,000 events a second, one by one",
    set: {
      "rateLimit.perSecond": 1_500,
      "rateLimit.burst": 2_000,
      "delivery.maxConcurrency": 20,
    },
    means:
      "Adobe's own limit is met: 1,000 requests a second. Whenever more events come than on average, some requests get a 429, and their events come later. More load than this needs `source: http-api`.",
    load: {
      ...base,
      maxConcurrency: 20,
      perSecond: 1_000,
      seconds: 180,
      rateLimit: { perSecond: 1_500, burst: 2_000 },
      msPerMessage: single,
    },
  },
  {
    name: "1000-http-api",
    title: "1,000 events a second in batches, AEP is down for five minutes",
    set: { source: "http-api", "rateLimit.perSecond": 1_500, "rateLimit.burst": 2_000 },
    means:
      "A hundred events are one request, and the default of five invocations is enough. In the outage the events that wait for their next try fill what SQS lets a function hold at once, 120,000; those after them wait in the queue and are tried later.",
    load: {
      ...base,
      source: "http-api",
      perSecond: 1_000,
      seconds: 900,
      outage: [60, 360],
      rateLimit: { perSecond: 1_500, burst: 2_000 },
      msPerMessage: batched,
    },
  },
  {
    name: "10000-http-api",
    title: "10,000 events a second in batches",
    set: {
      source: "http-api",
      "rateLimit.perSecond": 10_000,
      "rateLimit.burst": 5_000,
      "delivery.maxConcurrency": 50,
    },
    means:
      "Both limits of 10,000 are just kept: that of AWS for all APIs of an account and region, and that of Adobe for messages a second. Nothing is in reserve: what waits after an outage stays in the queue until the load falls, and a day that is busier than this one turns webhooks away. Ask AWS to raise the first, and Adobe the second, before you come near.",
    load: {
      ...base,
      source: "http-api",
      maxConcurrency: 50,
      perSecond: 10_000,
      seconds: 120,
      rateLimit: { perSecond: 10_000, burst: 5_000 },
      msPerMessage: batched,
    },
  },
];
