import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import { events } from "../../handlers/model";
import type { Settings, WebhookUrls } from "../config";
import { latest, type Platform } from "../platform";
import { warnOfChangedDataflows } from "./changedDataflows";
import { createDirectConnections, createDirectEndpoint } from "./dataflow";
import { everyDirectMapping } from "./mappings";

export interface DirectArgs {
  readonly settings: Settings;
  /** Where the rows go. */
  readonly platform: Pick<Platform, "target" | "provider">;
}

/** A value for each webhook: widget → event → value. */
type PerWebhook<T> = Readonly<Record<string, Readonly<Record<string, T>>>>;

/** Direct mode: a dataflow for each widget and event, all into the one dataset. Chatlio posts to Adobe. */
export class Direct extends pulumi.ComponentResource {
  /** Secret: whoever knows one can send. */
  readonly webhookUrls: pulumi.Output<WebhookUrls>;
  /** Secret: the streaming endpoints without the id of the dataflow. */
  readonly inletUrls: pulumi.Output<WebhookUrls>;
  readonly flowIds: pulumi.Output<PerWebhook<string>>;
  /** When it is safe to send to all of the dataflows, RFC 3339. */
  readonly settledAt: pulumi.Output<string>;
  /** SHA-256 of what the dataflows map, in hex. */
  readonly mappingsHash: string;

  constructor(name: string, args: DirectArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:direct:Direct", name, {}, opts);
    const { platform, settings } = args;
    const own = { parent: this, provider: platform.provider };
    const wanted = events.filter(({ slug }) => settings.relay.events.includes(slug));
    const { target } = platform;
    const begun = perWebhook(settings.relay.widgets, wanted, (widget, event) => {
      const first = `${name}-${widget}-${event.slug}`;
      const webhook = { widget, event };
      const connections = createDirectConnections(first, webhook, settings, target, own);
      return { name: first, webhook, connections };
    });
    const all = Object.values(begun).flatMap((byEvent) => Object.values(byEvent));
    const after = warnOfChangedDataflows(all, settings, target, this);
    const endpoints = valuesOf(begun, (each) =>
      createDirectEndpoint({ ...each, after }, settings, target, own),
    );
    this.webhookUrls = pulumi.secret(
      pulumi.output(valuesOf(endpoints, ({ url, flowId }) => webhookUrl(url, flowId))),
    );
    this.inletUrls = pulumi.secret(pulumi.output(valuesOf(endpoints, ({ url }) => url)));
    this.flowIds = pulumi.output(valuesOf(endpoints, ({ flowId }) => flowId));
    this.settledAt = latest(
      Object.values(endpoints).flatMap((byEvent) =>
        Object.values(byEvent).map(({ settledAt }) => settledAt),
      ),
    );
    this.mappingsHash = createHash("sha256")
      .update(JSON.stringify(everyDirectMapping(settings.relay)))
      .digest("hex");
    this.registerOutputs({
      webhookUrls: this.webhookUrls,
      inletUrls: this.inletUrls,
      flowIds: this.flowIds,
      settledAt: this.settledAt,
      mappingsHash: this.mappingsHash,
    });
  }
}

function perWebhook<E extends { readonly slug: string }, T>(
  widgets: readonly string[],
  wanted: readonly E[],
  make: (widget: string, event: E) => T,
): PerWebhook<T> {
  return Object.fromEntries(
    widgets.map((widget) => [
      widget,
      Object.fromEntries(wanted.map((event) => [event.slug, make(widget, event)])),
    ]),
  );
}

function valuesOf<S, T>(
  each: PerWebhook<S>,
  value: (one: S) => T,
): Record<string, Record<string, T>> {
  return Object.fromEntries(
    Object.entries(each).map(([widget, byEvent]) => [
      widget,
      Object.fromEntries(Object.entries(byEvent).map(([event, one]) => [event, value(one)])),
    ]),
  );
}

/** What Chatlio's dashboard takes: Adobe wants the id of the dataflow, and Chatlio can send no header. */
function webhookUrl(url: pulumi.Output<string>, flowId: pulumi.Output<string>) {
  return pulumi
    .all([url, flowId])
    .apply(([inletUrl, id]) => `${inletUrl}?x-adobe-flow-id=${encodeURIComponent(id)}`);
}
