import * as pulumi from "@pulumi/pulumi";

import { loadSettings } from "./config";
import { Platform } from "./platform";
import { Relay } from "./relay";
import { checkEnvironments } from "./relay/environment";
import { SmokeTest } from "./smokeTest";

const settings = loadSettings();
checkEnvironments(settings);

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

/** Widget → event → the URL for Chatlio's dashboard. Secret: each contains a token. */
export const webhookUrls = relay.webhookUrls;
export const datasetId = platform.datasetId;
export const datasetName = platform.datasetName;
/** `$id` of the schema. */
export const schemaId = platform.schemaId;
/** Ids of the dataflows. In relay mode there is one, for all events. */
export const flowIds = { relay: platform.inlet.flowId };
/** The dataflows' streaming endpoints. Secret: with the Chatlio source the URL alone allows writing to it. */
export const inletUrls = pulumi.secret({ relay: platform.inlet.url });
export const queueUrl = relay.queueUrl;
export const deadLetterQueueUrl = relay.deadLetterQueueUrl;
/** The function behind the webhook URLs. `chatlio-aep dlq` reads its settings to process a raw body again. */
export const receiverFunctionArn = relay.receiverFunctionArn;
/** Whether the deployed receiver reads its salts from a secret. The next deployment reads this output. */
export const receiverReadsSecret = relay.receiverReadsSecret;
