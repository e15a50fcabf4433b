import * as z from "zod/mini";

import { linkSettings } from "../links/settings";
import { bucketSettings } from "../shared/aws/bucket";
import { metricsSettings } from "../shared/metricsSettings";
import { decodeSettings, encodeSettings } from "../shared/settings";

/** How fast and how long the forwarder retries. */
export const deliverySettings = z.object({
  /** Upper bound of the first backoff, in seconds. It is doubled with every receive. */
  backoffBaseSeconds: z._default(z.int().check(z.minimum(1), z.maximum(3_600)), 30),
  /** Upper bound of every backoff, in seconds. SQS allows at most 43,200. */
  backoffCapSeconds: z._default(z.int().check(z.minimum(1), z.maximum(40_000)), 3_600),
  /** Requests in flight at once in one invocation. */
  concurrency: z._default(z.int().check(z.minimum(1), z.maximum(100)), 10),
  /** Timeout of one request to the streaming endpoint, in milliseconds. */
  requestTimeoutMs: z._default(z.int().check(z.minimum(100), z.maximum(60_000)), 10_000),
  /** Milliseconds before the function's deadline when it stops and releases the remaining messages. */
  deadlineMarginMs: z._default(z.int().check(z.minimum(100), z.maximum(60_000)), 3_000),
});

/** With less time left than this, no request is started: it would only be aborted. */
export const MIN_POST_MS = 1_000;

export type DeliverySettings = z.output<typeof deliverySettings>;

/** Settings of the forwarder. The streaming endpoint is not among them, because it is in a secret. */
export const forwarderSettings = z.object({
  /** URL of the queue it reads. The forwarder extends visibility timeouts there. */
  queueUrl: z.url(),
  /** URL of the queue from which the keeper takes messages to the dead-letter queue. */
  deadLetterQueueUrl: z.url(),
  ...metricsSettings,
  /** ARN of the secret that holds {@link inletSecret} as JSON. */
  inletSecretArn: z.string().check(z.minLength(1)),
  /** Version of that secret. When it no longer exists, the current version is used. */
  inletSecretVersionId: z.string().check(z.minLength(1)),
  /** The bucket that keeps delivered events. Default: none is kept. */
  archive: z.optional(bucketSettings),
  /** Where transcripts find their visitors. Default: they do not. */
  links: z.optional(linkSettings),
  /** `chatlio`: raw JSON to a mapped dataflow, one message per request. `http-api`: XDM in batches, with a token. */
  source: z._default(z.enum(["chatlio", "http-api"]), "chatlio"),
  /**
   * Receive count at which the forwarder moves a message to the dead-letter queue. The queue's own
   * redrive policy must allow more (see {@link queueMaxReceiveCount}).
   */
  maxReceiveCount: z._default(z.int().check(z.minimum(2), z.maximum(900)), 80),
  delivery: z.prefault(deliverySettings, {}),
});

export type ForwarderSettings = z.output<typeof forwarderSettings>;
export type ForwarderSettingsInput = z.input<typeof forwarderSettings>;

/**
 * `maxReceiveCount` of the queue's redrive policy. It is higher than the forwarder's own, so that SQS
 * does not move a message whose receives said nothing about it (the function was killed, or the dataflow
 * was not ready).
 */
export function queueMaxReceiveCount(maxReceiveCount: number): number {
  return maxReceiveCount + 20;
}

/** How long SQS keeps a message, in seconds: 14 days, its maximum (Amazon SQS quotas). */
export const QUEUE_RETENTION_SECONDS = 14 * 24 * 3_600;

/** Age in seconds at which the forwarder gives up: a day before SQS would delete the message. */
export const TOO_OLD_SECONDS = QUEUE_RETENTION_SECONDS - 24 * 3_600;

/** The environment of the forwarder's function. */
export function encodeForwarderSettings(settings: ForwarderSettingsInput): Record<string, string> {
  return encodeSettings(forwarderSettings, settings);
}

/**
 * Reads what {@link encodeForwarderSettings} wrote.
 *
 * @throws Error that names the invalid keys
 */
export function readForwarderSettings(env: Readonly<Record<string, string | undefined>>) {
  return decodeSettings(forwarderSettings, env);
}

/** What `source: http-api` needs in addition: credentials of the technical account and the XDM header. */
export const httpApiSecret = z.object({
  /** Origin of Adobe IMS. Default: production's. */
  imsUrl: z.optional(z.url({ protocol: /^https?$/ })),
  clientId: z.string().check(z.minLength(1)),
  clientSecret: z.string().check(z.minLength(1)),
  /** Comma-separated, as Adobe Developer Console shows them. Default: those of an AEP credential. */
  scopes: z.optional(z.string().check(z.minLength(1))),
  orgId: z.string().check(z.minLength(1)),
  sandbox: z.string().check(z.minLength(1)),
  /** `$id` of the schema. */
  schemaId: z.string().check(z.minLength(1)),
  datasetId: z.string().check(z.minLength(1)),
  /** The organization's tenant namespace with its underscore, such as `_acme`. */
  tenantNamespace: z.string().check(z.regex(/^_[A-Za-z0-9][\w-]*$/)),
});

/** The JSON in the streaming endpoint's secret. */
export const inletSecret = z.object({
  /** URL of the dataflow's streaming endpoint. Whoever knows it can write to the dataset. */
  inletUrl: z.url({ protocol: /^https?$/ }),
  /** It is sent in a header, which takes visible ASCII only. */
  flowId: z.string().check(z.regex(/^[\x21-\x7e]+$/)),
  /** RFC 3339 time at which the dataflow is ready. Until then, messages stay in the queue. */
  settledAt: z.optional(z.iso.datetime({ offset: true })),
  /** With `source: http-api` only. */
  httpApi: z.optional(httpApiSecret),
});

export type InletSecret = z.output<typeof inletSecret>;
export type HttpApiSecret = z.output<typeof httpApiSecret>;
