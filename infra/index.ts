import * as pulumi from "@pulumi/pulumi";

import { loadSettings } from "./config";
import { Platform } from "./platform";
import { Relay } from "./relay";
import { SmokeTest } from "./smokeTest";

const settings = loadSettings();

const platform = new Platform("platform", settings);

const relay = new Relay("relay", { settings, platform });

if (settings.relay.smokeTest) {
  new SmokeTest("smoke-test", {
    webhookUrls: relay.webhookUrls,
    logGroupName: relay.receiverLogGroupName,
    triggers: [platform.inlet.flowId, ...relay.codeHashes],
    after: [relay],
  });
}

/** Widget → event → the URL to paste into Chatlio's dashboard. Secret: each holds a token. */
export const webhookUrls = relay.webhookUrls;
export const datasetId = platform.datasetId;
export const datasetName = platform.datasetName;
/** `$id` of the schema. */
export const schemaId = platform.schemaId;
/** Ids of the dataflows. In relay mode there is one, for all events. */
export const flowIds = { relay: platform.inlet.flowId };
/** Where the dataflows take events. Secret: whoever knows a Chatlio source's inlet can write to it. */
export const inletUrls = pulumi.secret({ relay: platform.inlet.url });
export const queueUrl = relay.queueUrl;
export const deadLetterQueueUrl = relay.deadLetterQueueUrl;
/** The function behind the webhook URLs: `chatlio-aep dlq` reads a raw body again by its settings. */
export const receiverFunctionArn = relay.receiverFunctionArn;
