import { Agent as HttpAgent } from "node:http";
import { Agent as HttpsAgent } from "node:https";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import fetch from "node-fetch";
import { createTokenSource, type TokenSource } from "../../adobe/client/ims";
import { log } from "../shared/log";
import { emfMeter } from "../shared/metrics";
import { sqsQueue } from "../shared/queue";
import { chatlioSender } from "./chatlioSender";
import { createForwarder, type Invocation } from "./handler";
import { httpApiSender } from "./httpApiSender";
import { secretStore } from "./inletStore";
import type { Sender } from "./sender";
import { readForwarderSettings, type InletSecret } from "./settings";

const settings = readForwarderSettings(process.env);

/**
 * An idle connection may have been closed at the other end while the function was frozen, and a post
 * on it would fail ambiguously. So after a pause the connections are made anew.
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
      "The inlet's secret has no httpApi: deploy it by its program with source http-api.",
    );
  if (tokens?.secret !== secret) tokens = { secret, source: createTokenSource(httpApi) };
  return httpApiSender({ ...secret, httpApi }, { tokens: tokens.source, fetch, log }, used);
}

const forwarder = createForwarder({
  settings,
  queue: sqsQueue(),
  inlet: secretStore(settings, Date.now),
  makeSender,
  log,
  meter: emfMeter(settings.metricsNamespace),
  now: Date.now,
  random: Math.random,
});

/** Lambda's entry point: messages of the queue in, those to be received again out. */
export async function handler(event: SQSEvent, invocation: Invocation): Promise<SQSBatchResponse> {
  freshAgents();
  try {
    return await forwarder(event, invocation);
  } finally {
    lastUsed = Date.now();
  }
}
