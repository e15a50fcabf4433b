import type * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/sdk";
import type { EventDefinition, EventSlug } from "../../handlers/model";
import { directMappings } from "../../handlers/model/direct";
import type { Settings } from "../config";
import { inUnit } from "../config/duration";
import type { Target } from "../platform";
import { required } from "../platform/dataflow";

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
}

/**
 * The dataflow of one webhook: only its URL says which event it is. Connections and mapping set belong to
 * one dataflow each, as Adobe's guide wants it.
 *
 * A changed mapping reaches the dataflow in place, unlike in relay mode: another dataflow would have
 * another URL, and a person has pasted this one into Chatlio's dashboard.
 *
 * @param name - First part of the resources' names.
 */
export function createDirectEndpoint(
  name: string,
  { event, widget }: Webhook,
  { relay }: Settings,
  { dataset, schema }: Target,
  opts: pulumi.CustomResourceOptions,
): DirectEndpoint {
  const description = `Chatlio, widget ${widget}: ${event.chatlioName}.`;
  const source = new aep.flow.SourceConnection(
    `${name}-source`,
    {
      description,
      connectionSpec: aep.specs.chatlio,
      providerId: aep.specs.streamingProviderId,
      format: "json",
    },
    opts,
  );
  const target = new aep.flow.TargetConnection(
    `${name}-target`,
    { description, datasetId: dataset.id, schemaId: schema.id },
    opts,
  );
  const mapping = new aep.dataprep.MappingSet(
    `${name}-mapping`,
    {
      schemaId: schema.id,
      fields: schema.fields,
      mappings: [
        ...directMappings({
          slug: event.slug,
          widget,
          dedupeWindowMs: relay.dedupeWindow,
          privacy: relay.privacy,
          htmlBody: relay.transcript.htmlBody,
        }),
      ],
    },
    opts,
  );
  const flow = new aep.flow.Dataflow(
    `${name}-flow`,
    {
      description,
      flowSpec: aep.specs.streamingFlow,
      sourceConnectionIds: [source.id],
      targetConnectionIds: [target.id],
      mapping: { id: mapping.id, version: mapping.version },
      errorDiagnostics: true,
      settleSeconds: inUnit("s", relay.delivery.settleTime),
      drainSeconds: inUnit("s", relay.delivery.drainTime),
    },
    opts,
  );
  return { flowId: flow.id, url: flow.inletUrl.apply(required) };
}
