import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as pulumi from "@pulumi/pulumi";

import { queueMaxReceiveCount } from "../../handlers/forwarder/settings";
import type { Settings, WebhookUrls } from "../config";
import { inUnit } from "../config/durationText";
import { ownerTag } from "../naming";
import type { Inlet, Platform } from "../platform";
import { Api } from "./api";
import { createArchive } from "./archive";
import { Forwarder } from "./forwarder";
import type { CommonArgs } from "./function";
import { inletSecretOf, type Destination } from "./inletSecret";
import { Keeper } from "./keeper";
import { createLinkTable } from "./links";
import { relayNamedAs, relayNamer } from "./namedAs";
import { createOperatorResources, logGroupsOf } from "./operator";
import type { LogGroups } from "./queries";
import { Queues } from "./queues";
import { Receiver } from "./receiver";
import { Reconciler, reconcilerTask } from "./reconciler";

export interface RelayArgs {
  readonly settings: Settings;
  /** Where the events go. */
  readonly platform: Omit<Destination, "inlet"> & Pick<Platform, "providerId">;
  /** The dataflow's streaming endpoint. */
  readonly inlet: Inlet;
}

/**
 * The AWS side: HTTP API → receiver → queue → forwarder → Adobe. What cannot be delivered goes to the keeper, and from
 * there to the dead-letter queue, with a copy in a bucket.
 */
export class Relay extends pulumi.ComponentResource {
  /** Secret: each contains a token. */
  readonly webhookUrls: pulumi.Output<WebhookUrls>;
  readonly queueUrl: pulumi.Output<string>;
  readonly undeliveredQueueUrl: pulumi.Output<string>;
  readonly deadLetterQueueUrl: pulumi.Output<string>;
  readonly receiverFunctionArn: pulumi.Output<string>;
  readonly forwarderFunctionArn: pulumi.Output<string>;
  /** The names of the log groups of API and functions. */
  readonly logGroups: LogGroups;
  /** Name of the table of links; undefined without one. */
  readonly linkTable: pulumi.Output<string> | undefined;
  readonly receiverReadsSecret: pulumi.Output<boolean>;
  /** The bucket of copies of DLQ messages and of events; undefined without either. */
  readonly archiveBucket: pulumi.Output<string> | undefined;
  /** Hashes of the code of receiver and forwarder, through which every event goes. */
  readonly codeHashes: readonly string[];

  constructor(name: string, args: RelayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Relay", name, {}, opts);
    const { inlet, platform, settings } = args;
    const namedAs = relayNamedAs(settings);
    const names = relayNamer(namedAs);
    const own = { parent: this };
    const { accountId } = getCallerIdentityOutput({}, own);
    const tags = { [ownerTag]: platform.providerId };
    const shared = { settings, names, accountId, tags };

    const queues = createQueues(`${name}-queues`, shared, this);
    const archive = createArchive(`${name}-archive`, { settings, tags, namedAs }, this);
    const links = createLinkTable(`${name}-links`, shared, this);
    const forwarder = new Forwarder(
      `${name}-forwarder`,
      { ...shared, archive, links, queues, inlet: inletSecretOf(settings, { ...platform, inlet }) },
      own,
    );
    const { settledAt } = inlet;
    const receiver = new Receiver(`${name}-receiver`, { ...shared, queues, settledAt }, own);
    const keeper = new Keeper(`${name}-keeper`, { ...shared, queues, archive }, own);
    const api = new Api(`${name}-api`, { settings, names, tags, receiver: receiver.function }, own);

    const reconciler = createReconciler(name, { ...shared, platform, inlet }, this);
    const parts = { settings, tags, queues, forwarder, receiver, keeper, api, reconciler };
    createOperatorResources(name, parts, this);

    this.webhookUrls = pulumi.secret(api.url.apply((url) => webhookUrls(url, settings.relay)));
    this.queueUrl = queues.events.url;
    this.undeliveredQueueUrl = queues.undelivered.url;
    this.deadLetterQueueUrl = queues.deadLetters.url;
    this.receiverFunctionArn = receiver.function.arn;
    this.forwarderFunctionArn = forwarder.function.arn;
    this.logGroups = logGroupsOf(parts);
    this.archiveBucket = archive?.bucketName;
    this.linkTable = links?.name;
    this.receiverReadsSecret = receiver.readsSecret;
    this.codeHashes = [receiver.codeHash, forwarder.codeHash];
    this.registerOutputs({
      webhookUrls: this.webhookUrls,
      queueUrl: this.queueUrl,
      undeliveredQueueUrl: this.undeliveredQueueUrl,
      deadLetterQueueUrl: this.deadLetterQueueUrl,
      receiverFunctionArn: this.receiverFunctionArn,
      forwarderFunctionArn: this.forwarderFunctionArn,
      logGroups: this.logGroups,
      archiveBucket: this.archiveBucket,
      linkTable: this.linkTable,
      receiverReadsSecret: this.receiverReadsSecret,
      codeHashes: this.codeHashes,
    });
  }
}

function createQueues(
  name: string,
  { names, settings, tags }: CommonArgs,
  parent: pulumi.Resource,
): Queues {
  const { delivery, kmsKey, protectData } = settings.relay;
  return new Queues(
    name,
    {
      settings,
      names,
      tags,
      maxReceiveCount: queueMaxReceiveCount(delivery.maxReceiveCount),
      // As AWS advises, so that SQS delivers no message twice while an invocation works on it.
      visibilityTimeoutSeconds: 6 * inUnit("s", delivery.timeout),
      protectData,
      kmsKeyArn: kmsKey,
    },
    { parent },
  );
}

/** The function that looks at AEP on a schedule, when the configuration has one. */
function createReconciler(
  name: string,
  { inlet, platform, ...shared }: CommonArgs & Pick<RelayArgs, "inlet" | "platform">,
  parent: pulumi.Resource,
): Reconciler | undefined {
  const task = reconcilerTask(shared.settings);
  if (task === undefined) return undefined;
  const { datasetId } = platform;
  const args = { ...shared, datasetId, flowId: inlet.flowId, task };
  return new Reconciler(`${name}-reconciler`, args, { parent });
}

/** One URL per widget and event, with the first of the tokens. */
export function webhookUrls(
  api: string,
  {
    events,
    webhookTokens,
    widgets,
  }: Pick<Settings["relay"], "events" | "webhookTokens" | "widgets">,
): WebhookUrls {
  const [token = ""] = webhookTokens;
  const url = (widget: string, event: string) =>
    `${api}/chatlio/${widget}/${event}?token=${encodeURIComponent(token)}`;
  return Object.fromEntries(
    widgets.map((widget) => [
      widget,
      Object.fromEntries(events.map((event) => [event, url(widget, event)])),
    ]),
  );
}
