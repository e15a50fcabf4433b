import type * as pulumi from "@pulumi/pulumi";

import type { EventDefinition, EventSlug } from "../../handlers/model";
import type { Settings } from "../config";
import type { Target } from "../platform";
import {
  createChatlioConnections,
  createChatlioDataflow,
  type ChatlioDataflow,
  type Connections,
} from "../platform/dataflow";
import { isAdopted, mappingsOf } from "./mappings";

/** One of Chatlio's webhooks on one of its widgets. */
export interface Webhook {
  readonly widget: string;
  readonly event: EventDefinition & { readonly slug: EventSlug };
}

/** Where one webhook posts. */
export interface DirectEndpoint {
  readonly flowId: pulumi.Output<string>;
  /** The streaming endpoint. Secret: whoever knows it can send. */
  readonly url: pulumi.Output<string>;
  /** When it is safe to send, RFC 3339. */
  readonly settledAt: pulumi.Output<string>;
}

function chatlioDataflowOf(
  { event, widget }: Webhook,
  { adopted }: Settings["relay"],
): ChatlioDataflow {
  const description = `Chatlio, widget ${widget}: ${event.chatlioName}.`;
  return {
    texts: { source: description, target: description, flow: description },
    ...(isAdopted({ adopted }, widget, event.slug) ? { adopted: true } : {}),
  };
}

/**
 * The connections of one webhook's dataflow.
 *
 * @param name - First part of the resources' names.
 */
export function createDirectConnections(
  name: string,
  webhook: Webhook,
  { relay }: Settings,
  target: Target,
  opts: pulumi.CustomResourceOptions,
): Connections {
  return createChatlioConnections(name, target, chatlioDataflowOf(webhook, relay), opts);
}

/** A webhook whose dataflow has its connections already. */
export interface Begun {
  /** First part of the resources' names. */
  readonly name: string;
  readonly webhook: Webhook;
  readonly connections: Connections;
}

/**
 * The dataflow of one webhook: only its URL says which event it is. Connections and mapping set belong to
 * one dataflow each, as Adobe's guide wants it.
 *
 * A changed mapping reaches the dataflow in place, unlike in relay mode: another dataflow would have
 * another URL, and a person has pasted this one into Chatlio's dashboard.
 *
 * An adopted dataflow keeps everything that somebody has given it by hand, until it is adopted no longer.
 *
 * @param begun - `after` is what has to come first: the mapping set is not changed before it resolves.
 */
export function createDirectEndpoint(
  { after, connections, name, webhook }: Begun & { readonly after: Promise<void> },
  { relay }: Settings,
  target: Target,
  opts: pulumi.CustomResourceOptions,
): DirectEndpoint {
  const mappings = mappingsOf(relay, { slug: webhook.event.slug, widget: webhook.widget });
  const rest = { connections, mappings: after.then(() => mappings) };
  const dataflow = { ...chatlioDataflowOf(webhook, relay), ...rest };
  return createChatlioDataflow(name, relay, target, dataflow, opts);
}
