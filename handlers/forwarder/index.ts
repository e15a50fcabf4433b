import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";

import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

import { realTiming } from "../../adobe/client/backoff";
import { createTokenSource, type TokenSource } from "../../adobe/client/ims";
import { dynamoLinks } from "../links/table";
import { s3Bucket } from "../shared/aws/bucket";
import { httpFetch as fetch } from "../shared/httpFetch";
import { log } from "../shared/log";
import { createMeter } from "../shared/metrics";
import { sqsQueue } from "../shared/queue";
import type { Invocation } from "../shared/within";
import { chatlioSender } from "./chatlioSender";
import type { Sender } from "./delivery";
import { Forwarder } from "./forwarder";
import { httpApiSender } from "./httpApiSender";
import { secretStore } from "./inletStore";
import { readForwarderSettings, type InletSecret } from "./settings";

const settings = readForwarderSettings(process.env);

/**
 * While the function was frozen, the other end may have closed an idle connection. A request on it would
 * fail, and nobody would know whether it had arrived. So after a pause, new connections are opened.
 */
const IDLE_MS = 2_000;

const agentOptions = { keepAlive: true, maxSockets: settings.delivery.concurrency };
let agent = new HttpAgent(agentOptions);
let secureAgent = new HttpsAgent(agentOptions);
let lastUsed = 0;

function freshAgents(): void {
  if (Date.now() - lastUsed <= IDLE_MS) return;
  agent.destroy();
  secureAgent.destroy();
  agent = new HttpAgent(agentOptions);
  secureAgent = new HttpsAgent(agentOptions);
}

let tokens: { readonly secret: InletSecret; readonly source: TokenSource } | undefined;

function makeSender(secret: InletSecret): Sender {
  const used = secret.inletUrl.startsWith("http:") ? agent : secureAgent;
  if (settings.source === "chatlio") return chatlioSender(secret, fetch, used);
  const { httpApi } = secret;
  if (!httpApi)
    throw new Error(
      "The streaming endpoint's secret has no httpApi. Deploy it with `pulumi up` and source http-api.",
    );
  if (tokens?.secret !== secret)
    tokens = { secret, source: createTokenSource(httpApi, realTiming, fetch) };
  return httpApiSender({ ...secret, httpApi }, { tokens: tokens.source, fetch, log }, used);
}

const forwarder = new Forwarder({
  settings,
  queue: sqsQueue(),
  archive: settings.archive && s3Bucket(settings.archive),
  links: settings.links && dynamoLinks(settings.links, Date.now),
  inlet: secretStore(settings, Date.now),
  makeSender,
  log,
  meter: createMeter(settings),
  now: Date.now,
  random: Math.random,
});

/** Lambda's entry point: takes messages of the queue and returns those that must stay in it. */
export async function handler(
  sqsEvent: SQSEvent,
  invocation: Invocation,
): Promise<SQSBatchResponse> {
  freshAgents();
  try {
    return await forwarder.handle(sqsEvent, invocation);
  } finally {
    lastUsed = Date.now();
  }
}
