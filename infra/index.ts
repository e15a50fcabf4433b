import * as pulumi from "@pulumi/pulumi";

import { loadSettings } from "./config";
import { Direct } from "./direct";
import { emptiedRelay } from "./leavingRelay";
import { latest, Platform } from "./platform";
import { Relay } from "./relay";
import { checkEnvironments } from "./relay/environment";
import { namedAsOutput } from "./relay/namedAs";
import { createSmokeTest } from "./smokeTest";

const settings = loadSettings();
const { mode } = settings.relay;
if (mode !== "direct") checkEnvironments(settings);

const platform = new Platform("platform", settings);
const { inlet } = platform;

// Without a relay nothing uses AWS, so that neither credentials nor the plugin are needed.
const relay = inlet && new Relay("relay", { settings, platform, inlet });
const direct = mode === "relay" ? undefined : new Direct("direct", { settings, platform });

/** The value, when a relay of the last deployment has delivered its events and may be deleted. */
function afterRelay<T>(value: pulumi.Output<T> | undefined) {
  return value && pulumi.all([value, emptiedRelay(settings)]).apply(([given]) => given);
}

/**
 * Widget → event → the URL for Chatlio's dashboard. Secret: whoever knows one can send. With `mode: both`
 * those of the relay.
 */
export const webhookUrls = relay?.webhookUrls ?? afterRelay(direct?.webhookUrls);
export const datasetId = platform.datasetId;
export const datasetName = platform.datasetName;
/** `$id` of the schema. */
export const schemaId = platform.schemaId;
/** Ids of the dataflows: the relay's is for all events; direct mode has one for each widget and event. */
export const flowIds = {
  ...(inlet && { relay: inlet.flowId }),
  ...(direct && { direct: direct.flowIds }),
};
/** The dataflows' streaming endpoints. Secret: with the Chatlio source the URL alone allows writing to it. */
export const inletUrls = pulumi.secret({
  ...(inlet && { relay: inlet.url }),
  ...(direct && { direct: direct.inletUrls }),
});

/** When it is safe to send to each dataflow, RFC 3339. `chatlio-aep verify` waits until then. */
export const settledAt = latest(
  [inlet?.settledAt, direct?.settledAt].filter((time) => time !== undefined),
);

/** Prefix and stack as the relay's names have them, also after a rename. The next deployment reads this output. */
export const namedAs = namedAsOutput(settings, relay?.queueUrl);

createSmokeTest("smoke-test", { settings, inlet, relay, direct, settledAt });

// The outputs that only some modes have. Pulumi would warn about exported values that are undefined.
const further = {
  ...(relay && {
    queueUrl: relay.queueUrl,
    /** The queue that takes what could not be delivered to the dead-letter queue. */
    undeliveredQueueUrl: relay.undeliveredQueueUrl,
    deadLetterQueueUrl: relay.deadLetterQueueUrl,
    /** The function behind the webhook URLs. `chatlio-aep dlq` reads its settings to process a raw body again. */
    receiverFunctionArn: relay.receiverFunctionArn,
    /** The function that posts to Adobe. `chatlio-aep verify` reads its log. */
    forwarderFunctionArn: relay.forwarderFunctionArn,
    /** The names of the log groups of API and functions. The commands read those of the functions. */
    logGroups: relay.logGroups,
    /** The bucket of copies of DLQ messages and of events. */
    ...(relay.archiveBucket && { archiveBucket: relay.archiveBucket }),
    /** Whether that bucket gets each delivered event, so that `chatlio-aep replay` has something to send. */
    archivesEvents: settings.relay.archive !== undefined,
    /** The table that says who chats in which conversation. */
    ...(relay.linkTable && { linkTable: relay.linkTable }),
    /** Whether the deployed receiver reads its salts from a secret. The next deployment reads this output. */
    receiverReadsSecret: relay.receiverReadsSecret,
  }),
  /** The URLs to paste into Chatlio's dashboard before the relay goes. */
  ...(relay && direct && { directWebhookUrls: direct.webhookUrls }),
};
Object.assign(module.exports as object, further);
