import { userError } from "../../adobe/sdk/userError";
import { encodeForwarderSettings } from "../../handlers/forwarder/settings";
import { encodeKeeperSettings, type KeeperSettings } from "../../handlers/keeper/settings";
import { MAX_LINK_BYTES } from "../../handlers/links/settings";
import {
  encodeReceiverSettings,
  MAX_ROW_BYTES,
  type Salts,
} from "../../handlers/receiver/settings";
import type { Settings } from "../config";
import { forwarderDelivery } from "../config/delivery";
import { inUnit } from "../config/durationText";
import { digestToken } from "../config/token";
import { metricsNamespace, namer } from "../naming";
import { linkSettingsOf } from "./links";

/** A function's environment variables. */
export type Environment = Readonly<Record<string, string>>;

/** What AWS allows for all variables of a function together, in bytes (Lambda quotas). */
const maxBytes = 4_096;

/**
 * Largest event with Profile enabled, in bytes. Profile takes rows of 10 KB (Adobe's guardrails
 * for Profile), and an event grows by up to 0.6 KB when it becomes a row.
 */
const profileRowBytes = 9_000;

/** What the receiver's environment contains that only the deployment knows. */
export interface ReceiverValues {
  readonly queueUrl: string;
  /** The queue that takes what cannot be delivered. */
  readonly deadLetterQueueUrl: string;
  /** RFC 3339 time from which the dataflow is safe to send to. */
  readonly settledAt: string;
  /** The secret with the salts. Without one they are among the settings. */
  readonly saltsSecret?: { readonly arn: string; readonly versionId: string };
}

export function receiverEnvironment(settings: Settings, values: ReceiverValues): Environment {
  const { relay } = settings;
  const environment = encodeReceiverSettings({
    ...values,
    ...metricsOf(settings),
    // Only digests: whoever can read the function's environment still cannot post.
    tokens: relay.webhookTokens.map(digestToken),
    widgets: relay.widgets,
    events: relay.events,
    dedupeWindowSeconds: inUnit("s", relay.dedupeWindow),
    privacy: relay.privacy,
    transcript: relay.transcript,
    ...(values.saltsSecret ? {} : saltsOf(settings)),
    ...(relay.identities.length === 0 ? {} : { identities: relay.identities }),
    ...(relay.consents.length === 0 ? {} : { consents: relay.consents }),
    ...maxRowBytes(relay),
  });
  const hasSalts = !values.saltsSecret && Object.keys(saltsOf(settings)).length > 0;
  return checked("receiver", environment, settings, hasSalts);
}

/** How large a row may be, where it is less than the receiver's default. A link makes a transcript larger. */
function maxRowBytes({ linkTranscripts, profile }: Settings["relay"]) {
  if (!profile && !linkTranscripts) return {};
  const bytes = profile ? profileRowBytes : MAX_ROW_BYTES;
  return { maxRowBytes: bytes - (linkTranscripts ? MAX_LINK_BYTES : 0) };
}

/** The salts that the configuration has. */
export function saltsOf({ relay }: Settings): Salts {
  const { dedupeSalt, privacySalt } = relay;
  return {
    ...(dedupeSalt === undefined ? {} : { dedupeSalt }),
    ...(privacySalt === undefined ? {} : { privacySalt }),
  };
}

/** What the forwarder's environment contains that only the deployment knows. */
export interface ForwarderValues {
  readonly queueUrl: string;
  /** The queue that takes what cannot be delivered. */
  readonly deadLetterQueueUrl: string;
  readonly inletSecretArn: string;
  readonly inletSecretVersionId: string;
  /** The bucket that keeps delivered events. */
  readonly archive?: { readonly name: string; readonly url: string };
  /** ARN of the table of links. */
  readonly linkTableArn?: string;
}

export function forwarderEnvironment(settings: Settings, values: ForwarderValues): Environment {
  const { delivery, source } = settings.relay;
  const { linkTableArn, ...others } = values;
  const environment = encodeForwarderSettings({
    ...others,
    ...(linkTableArn === undefined ? {} : { links: linkSettingsOf(settings, linkTableArn) }),
    ...metricsOf(settings),
    source,
    maxReceiveCount: delivery.maxReceiveCount,
    delivery: forwarderDelivery(delivery),
  });
  return checked("forwarder", environment, settings);
}

/** The keeper's environment. What it contains has a bounded length. */
export function keeperEnvironment(values: KeeperSettings): Environment {
  return encodeKeeperSettings(values);
}

function metricsOf({ prefix, relay, stack }: Settings) {
  return {
    metricsNamespace: metricsNamespace(prefix, stack),
    ...(relay.metrics === "totals" ? {} : { metrics: relay.metrics }),
  };
}

/**
 * Checks both environments before anything is deployed, with values as long as those that the
 * deployment will bring: at the first preview these are not known yet.
 *
 * @throws pulumi.RunError when an environment is too large; its message names the largest keys.
 */
export function checkEnvironments(settings: Settings): void {
  const { forwarder, receiver } = longestValues(settings);
  receiverEnvironment(settings, receiver);
  forwarderEnvironment(settings, forwarder);
}

/**
 * The same for the one deployment in which the salts are still in the receiver's environment.
 *
 * @throws pulumi.RunError when it is too large; its message also names the salts, without their text.
 */
export function checkWithSalts(settings: Settings): void {
  const { queueUrl, deadLetterQueueUrl, settledAt } = longestValues(settings).receiver;
  receiverEnvironment(settings, { queueUrl, deadLetterQueueUrl, settledAt });
}

/** Values as long as those that a deployment brings. */
function longestValues(settings: Settings): {
  readonly forwarder: ForwarderValues;
  readonly receiver: ReceiverValues;
} {
  const names = namer(settings.prefix, settings.stack);
  const account = "0".repeat(12);
  const url = (part: string) =>
    `https://sqs.${settings.region}.amazonaws.com/${account}/${names("queue", part)}`;
  const queues = { queueUrl: url("events"), deadLetterQueueUrl: url("undelivered") };
  const secret = (part: string) => ({
    arn: `arn:aws:secretsmanager:${settings.region}:${account}:secret:${names("secret", part)}-000000`,
    versionId: "0".repeat(36),
  });
  const bucket = "0".repeat(63);
  const table = `arn:aws:dynamodb:${settings.region}:${account}:table/${names("table", "links")}`;
  const [inlet, salts] = [secret("inlet"), secret("salts")];
  return {
    receiver: { ...queues, settledAt: "2000-01-01T00:00:00.000Z", saltsSecret: salts },
    forwarder: {
      ...queues,
      inletSecretArn: inlet.arn,
      inletSecretVersionId: inlet.versionId,
      archive: { name: bucket, url: `https://${bucket}.s3.${settings.region}.amazonaws.com` },
      linkTableArn: table,
    },
  };
}

/** The configuration whose length the user chooses. */
const longKeys = ["widgets", "namePrefix", "events", "identities", "consents"] as const;
const saltKeys = ["dedupeSalt", "privacySalt"] as const;

function checked(
  part: string,
  environment: Environment,
  { relay }: Settings,
  hasSalts = false,
): Environment {
  // Lambda measures the variables as JSON.
  const bytes = Buffer.byteLength(JSON.stringify(environment));
  if (bytes <= maxBytes) return environment;
  const largest = [...longKeys, ...(hasSalts ? saltKeys : [])]
    .map((key) => ({ key, bytes: Buffer.byteLength(JSON.stringify(relay[key] ?? "")) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, 3);
  const list = largest.map((entry) => `chatlio-aep:${entry.key} (${entry.bytes} bytes)`);
  const once = hasSalts
    ? " The salts count in this deployment only: by the next one the receiver reads them from a secret. So a new or longer salt can wait until then."
    : "";
  throw userError(
    `The settings of the ${part} are too long for the environment of its function: ${bytes} bytes, and Lambda allows ${maxBytes}. Shorten the longest: ${list.join(", ")}.${once}`,
  );
}
