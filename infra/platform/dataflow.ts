import { createHash } from "node:crypto";

import type * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/resources";
import { mappings } from "../../handlers/model";
import type { Settings } from "../config";

/** A dataflow that is ready to be sent to, once `settledAt` has passed. */
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
 * A change of the mappings must not reach a live dataflow: what is on its way would be mapped one
 * way or the other. So connections and dataflow belong to one generation of the mappings: with
 * another one new ones are made, the forwarder turns to them, and the old ones go.
 */
const generation = createHash("sha256").update(JSON.stringify(mappings)).digest("hex").slice(0, 16);

/** Adobe's Chatlio source (Beta): raw JSON, through a mapping set, into the dataset. */
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
  const target = createTarget(name, { dataset, schema }, opts);
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
      settleSeconds: relay.delivery.settleSeconds,
      drainSeconds: relay.delivery.drainSeconds,
      generation,
    },
    opts,
  );
  return { flowId: flow.id, url: flow.inletUrl, settledAt: flow.settledAt };
}

function createTarget(
  name: string,
  { dataset, schema }: Target,
  opts: pulumi.CustomResourceOptions,
): aep.flow.TargetConnection {
  return new aep.flow.TargetConnection(
    `${name}-target`,
    { datasetId: dataset.id, schemaId: schema.id, generation },
    opts,
  );
}
