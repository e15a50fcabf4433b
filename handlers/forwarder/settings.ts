import * as z from "zod";
import { decodeSettings, encodeSettings } from "../shared/settings";

/** How hard and how long the forwarder tries. */
export const deliverySettings = z.strictObject({
  /** Upper bound of the first wait, in seconds; it doubles with every receive. Default 30. */
  backoffBaseSeconds: z.int().min(1).max(3_600).default(30),
  /** Upper bound of any wait, in seconds. Default 3,600; SQS allows up to 43,200 in all of one receive. */
  backoffCapSeconds: z.int().min(1).max(40_000).default(3_600),
  /** Requests under way at once in one invocation. Default 10. */
  concurrency: z.int().min(1).max(100).default(10),
  /** Milliseconds for one request to the inlet. Default 10,000. */
  requestTimeoutMs: z.int().min(100).max(60_000).default(10_000),
  /** Milliseconds before the function's deadline when it stops and hands back the rest. Default 3,000. */
  deadlineMarginMs: z.int().min(100).max(60_000).default(3_000),
});

/** With less time left than this a post is not begun: it would only be aborted half-way. */
export const MIN_POST_MS = 1_000;

export type DeliverySettings = z.output<typeof deliverySettings>;

/** What the forwarder needs to know, but for the inlet, which is in a secret. */
export const forwarderSettings = z.strictObject({
  /** URL of the queue it reads, for back-off by visibility time-out. */
  queueUrl: z.url(),
  /** URL of the dead-letter queue. */
  deadLetterQueueUrl: z.url(),
  /** CloudWatch namespace of the metrics; one per stack keeps figures apart. Default `ChatlioAep`. */
  metricsNamespace: z
    .string()
    .regex(/^[\w.\-/#]{1,200}$/)
    .default("ChatlioAep"),
  /** ARN of the secret that holds {@link inletSecret} as JSON. */
  inletSecretArn: z.string().min(1),
  /** Version of that secret to use; the current one when it is gone. */
  inletSecretVersionId: z.string().min(1),
  /** `chatlio`: raw JSON to a mapped flow, one at a time. `http-api`: XDM in batches, with a token. */
  source: z.enum(["chatlio", "http-api"]).default("chatlio"),
  /**
   * Receive on which the forwarder itself gives up and dead-letters. The queue's own redrive policy
   * must allow more (see {@link queueMaxReceiveCount}): it is the backstop. Default 80.
   */
  maxReceiveCount: z.int().min(2).max(900).default(80),
  delivery: deliverySettings.prefault({}),
});

export type ForwarderSettings = z.output<typeof forwarderSettings>;
export type ForwarderSettingsInput = z.input<typeof forwarderSettings>;

/**
 * `maxReceiveCount` of the queue's redrive policy. Above the forwarder's own, so that receives that
 * say nothing of the message (killed function, settling flow) do not take it away without a verdict.
 */
export function queueMaxReceiveCount(maxReceiveCount: number): number {
  return maxReceiveCount + 20;
}

/** How long SQS keeps a message that nobody deletes, in seconds: its longest, 14 days (Amazon SQS quotas). */
export const QUEUE_RETENTION_SECONDS = 14 * 24 * 3_600;

/** Age in seconds at which the forwarder itself gives up, while there is time to do so: a day less. */
export const TOO_OLD_SECONDS = QUEUE_RETENTION_SECONDS - 24 * 3_600;

/** The environment of the forwarder's function. */
export function encodeForwarderSettings(settings: ForwarderSettingsInput): Record<string, string> {
  return encodeSettings(forwarderSettings, settings);
}

/** Reads what {@link encodeForwarderSettings} wrote. Throws, naming the keys, when it is not that. */
export function readForwarderSettings(env: Readonly<Record<string, string | undefined>>) {
  return decodeSettings(forwarderSettings, env);
}

/** What `source: http-api` needs beside the inlet: credentials of the technical account and the XDM header. */
export const httpApiSecret = z.strictObject({
  /** Origin of Adobe IMS. Default: production's. */
  imsUrl: z.url().optional(),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  /** As the Developer Console shows them, comma-separated. Default: the usual ones. */
  scopes: z.string().min(1).optional(),
  orgId: z.string().min(1),
  sandbox: z.string().min(1),
  /** `$id` of the schema. */
  schemaId: z.string().min(1),
  datasetId: z.string().min(1),
  /** The organisation's namespace with its underscore, as `_acme`. */
  tenantNamespace: z.string().regex(/^_/),
});

/** The JSON in the inlet's secret. */
export const inletSecret = z.strictObject({
  /** The dataflow's streaming endpoint. Whoever knows it can write to the dataset. */
  inletUrl: z.url(),
  flowId: z.string().min(1),
  /** RFC 3339 time before which the flow is not safe to send to: messages are put back until then. */
  settledAt: z.iso.datetime({ offset: true }).optional(),
  /** With `source: http-api` only. */
  httpApi: httpApiSecret.optional(),
});

export type InletSecret = z.output<typeof inletSecret>;
export type HttpApiSecret = z.output<typeof httpApiSecret>;
