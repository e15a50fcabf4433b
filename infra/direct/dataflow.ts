import type * as pulumi from "@pulumi/pulumi";

import type { EventDefinition, EventSlug } from "../../handlers/model";
import type { Settings } from "../config";
import type { Target } from "../platform";
import { createChatlioDataflow } from "../platform/dataflow";
import { isAdopted, mappingsOf } from "./mappings";

/** One of Chatlio's webhooks on one of its widgets. */
export interface Webhook {
  readonly widget: string;
  readonly event: EventDefinition & { readonly slug: EventSlug };
  /** What has to come first: the mapping set is not changed before it resolves. */
  readonly after: Promise<void>;
}

/** Where one webhook posts. */
export interface DirectEndpoint {
  readonly flowId: pulumi.Output<string>;
  /** The streaming endpoint. Secret: whoever knows it can send. */
  readonly url: pulumi.Output<string>;
  /** When it is safe to send, RFC 3339. */
  readonly settledAt: pulumi.Output<string>;
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
 * @param name - First part of the resources' names.
 */
export function createDirectEndpoint(
  name: string,
  { after, event, widget }: Webhook,
  { relay }: Settings,
  target: Target,
  opts: pulumi.CustomResourceOptions,
): DirectEndpoint {
  const adopted = isAdopted(relay, widget, event.slug);
  const mappings = mappingsOf(relay, { slug: event.slug, widget });
  const description = `Chatlio, widget ${widget}: ${event.chatlioName}.`;
  return createChatlioDataflow(
    name,
    relay,
    target,
    {
      texts: { source: description, target: description, flow: description },
      mappings: after.then(() => mappings),
      ...(adopted ? { adopted } : {}),
    },
    opts,
  );
}
