import { createHash } from "node:crypto";

import type * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/sdk";
import { userError } from "../../adobe/sdk/userError";
import { mappings } from "../../handlers/model";
import type { Settings } from "../config";
import { inUnit } from "../config/duration";

/** A dataflow's streaming endpoint. The dataflow is safe to send to once `settledAt` has passed. */
export interface Inlet {
  readonly flowId: pulumi.Output<string>;
  /** Secret: whoever knows it can send. */
  readonly url: pulumi.Output<string>;
  /** RFC 3339. */
  readonly settledAt: pulumi.Output<string>;
}

/** Where the rows go. */
export interface Target {
  readonly dataset: aep.catalog.Dataset;
  readonly schema: aep.xdm.Schema;
}

/**
 * A change of the mappings must not reach a live dataflow: nobody could tell which mappings apply to
 * events in flight. So each version of the mappings gets connections and a dataflow of its own. When
 * the mappings change, Pulumi creates new ones, switches the forwarder to them and deletes the old
 * ones. This hash is the replacement trigger.
 */
const generation = createHash("sha256").update(JSON.stringify(mappings)).digest("hex").slice(0, 16);

/** Adobe's Chatlio source (Beta): raw JSON goes through a mapping set into the dataset. */
export function createChatlioInlet(
  name: string,
  { relay }: Settings,
  { dataset, schema }: Target,
  opts: pulumi.CustomResourceOptions,
): Inlet {
  const source = new aep.flow.SourceConnection(
    `${name}-source`,
    {
      description: "Events of Chatlio, from the relay.",
      connectionSpec: aep.specs.chatlio,
      providerId: aep.specs.streamingProviderId,
      format: "json",
      generation,
    },
    opts,
  );
  const target = new aep.flow.TargetConnection(
    `${name}-target`,
    { datasetId: dataset.id, schemaId: schema.id, generation },
    opts,
  );
  const mapping = new aep.dataprep.MappingSet(
    `${name}-mapping`,
    { schemaId: schema.id, fields: schema.fields, mappings: [...mappings] },
    opts,
  );
  const flow = new aep.flow.Dataflow(
    `${name}-flow`,
    {
      description: "Events of Chatlio.",
      flowSpec: aep.specs.streamingFlow,
      sourceConnectionIds: [source.id],
      targetConnectionIds: [target.id],
      mapping: { id: mapping.id, version: mapping.version },
      errorDiagnostics: true,
      settleSeconds: inUnit("s", relay.delivery.settleTime),
      drainSeconds: inUnit("s", relay.delivery.drainTime),
      generation,
    },
    opts,
  );
  return { flowId: flow.id, url: flow.inletUrl.apply(required), settledAt: flow.settledAt };
}

/**
 * Adobe's HTTP API source with an authenticated streaming endpoint. It accepts XDM, so that there is
 * nothing to map, and only with a token of the organization. Adobe requires that for personal data
 * (Adobe, streaming HTTP API guide).
 */
export function createHttpApiInlet(
  name: string,
  { relay, prefix, stack }: Settings,
  { dataset, schema }: Target,
  opts: pulumi.CustomResourceOptions,
): Inlet {
  const connection = new aep.flow.Connection(
    `${name}-connection`,
    {
      description: "Authenticated inlet for Chatlio's events.",
      connectionSpec: aep.specs.httpApi,
      auth: {
        specName: "Streaming Connection",
        params: {
          sourceId: `${prefix}-${stack}`,
          dataType: "xdm",
          authenticationRequired: true,
        },
      },
    },
    // Stacks of earlier releases have one id for all. Another one would replace their endpoint, which is in use.
    { ...opts, ignoreChanges: ["auth.params.sourceId"] },
  );
  const source = new aep.flow.SourceConnection(
    `${name}-source`,
    {
      description: "Events of Chatlio, from the relay.",
      connectionSpec: aep.specs.httpApi,
      providerId: aep.specs.streamingProviderId,
      baseConnectionId: connection.id,
      format: "json",
    },
    opts,
  );
  const target = new aep.flow.TargetConnection(
    `${name}-target`,
    { datasetId: dataset.id, schemaId: schema.id },
    opts,
  );
  const flow = new aep.flow.Dataflow(
    `${name}-flow`,
    {
      description: "Events of Chatlio.",
      flowSpec: aep.specs.httpApiFlow,
      sourceConnectionIds: [source.id],
      targetConnectionIds: [target.id],
      settleSeconds: inUnit("s", relay.delivery.settleTime),
      drainSeconds: inUnit("s", relay.delivery.drainTime),
    },
    opts,
  );
  return { flowId: flow.id, url: connection.inletUrl.apply(required), settledAt: flow.settledAt };
}

/** @throws RunError when the dataflow has no streaming endpoint. */
export function required(inletUrl: string | undefined): string {
  if (inletUrl !== undefined) return inletUrl;
  throw userError(
    "Adobe reports no streaming endpoint for the dataflow. Run `pulumi refresh`, then `pulumi up` again.",
  );
}
