import { createHash } from "node:crypto";

import * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/sdk";
import { userError } from "../../adobe/sdk/userError";
import { mappings, siteMappings, type Mapping } from "../../handlers/model";
import type { Settings } from "../config";
import { inUnit } from "../config/durationText";

/** A dataflow's streaming endpoint. The dataflow is safe to send to once `settledAt` has passed. */
export interface Inlet {
  readonly flowId: pulumi.Output<string>;
  /** Secret: whoever knows it can send. */
  readonly url: pulumi.Output<string>;
  /** RFC 3339. */
  readonly settledAt: pulumi.Output<string>;
}

/** The latest of times in RFC 3339, all in UTC. */
export function latest(times: readonly pulumi.Output<string>[]): pulumi.Output<string> {
  return pulumi.all([...times]).apply((known) => [...known].sort().at(-1) ?? "");
}

/** Where the rows go. */
export interface Target {
  readonly datasetId: pulumi.Output<string>;
  readonly schemaId: pulumi.Output<string>;
  /** Type by path of every field of the schema. */
  readonly fields: pulumi.Output<Readonly<Record<string, string>>>;
}

/**
 * A change of the mappings must not reach a live dataflow: nobody could tell which mappings apply to
 * events in flight. So each version of the mappings gets connections and a dataflow of its own. When
 * the mappings change, Pulumi creates new ones, switches the forwarder to them and deletes the old
 * ones. This hash is the replacement trigger.
 */
function generationOf(used: readonly Mapping[]): string {
  return createHash("sha256").update(JSON.stringify(used)).digest("hex").slice(0, 16);
}

/** Adobe's Chatlio source (Beta): raw JSON goes through a mapping set into the dataset. */
export function createChatlioInlet(
  name: string,
  { relay }: Settings,
  target: Target,
  opts: pulumi.CustomResourceOptions,
): Inlet {
  const texts = { source: "Events of Chatlio, from the relay.", flow: "Events of Chatlio." };
  const used = [...mappings, ...siteMappings(relay)];
  const dataflow = { texts, generation: generationOf(used) };
  const connections = createChatlioConnections(name, target, dataflow, opts);
  return createChatlioDataflow(
    name,
    relay,
    target,
    { ...dataflow, connections, mappings: used },
    opts,
  );
}

/** What differs between dataflows of Chatlio's source. */
export interface ChatlioDataflow {
  /** Descriptions. The target connection has none by default. */
  readonly texts: { readonly source: string; readonly target?: string; readonly flow: string };
  /** Replacement trigger of both connections and the dataflow. Default: changes are made in place. */
  readonly generation?: string;
  /** Imported, and to stay as somebody has made it by hand. */
  readonly adopted?: true;
}

/** The two connections that a dataflow has for itself. */
export interface Connections {
  readonly source: aep.flow.SourceConnection;
  readonly target: aep.flow.TargetConnection;
}

/** What each dataflow of Chatlio's source is made with for good: one with another value is another dataflow. */
export const fixedInputs = { flowSpec: aep.specs.streamingFlow, errorDiagnostics: true } as const;

/** What a person has given each object of an adopted dataflow. */
const keptOfAdopted = {
  source: ["name", "description", "connectionSpec", "providerId", "format"],
  target: ["name", "description", "datasetId", "schemaId"],
  mapping: ["name", "schemaId", "fields", "mappings"],
  flow: [
    "name",
    "description",
    "flowSpec",
    "sourceConnectionIds",
    "targetConnectionIds",
    "mapping",
    "errorDiagnostics",
  ],
};

/** Replacement trigger, where a dataflow has one. */
function triggerOf({ generation }: ChatlioDataflow): Pick<ChatlioDataflow, "generation"> {
  return generation === undefined ? {} : { generation };
}

/** The options of one object of a dataflow. */
function optionsOf(
  part: keyof typeof keptOfAdopted,
  { adopted }: ChatlioDataflow,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  return adopted === undefined ? opts : { ...opts, ignoreChanges: keptOfAdopted[part] };
}

/** The source and target connection of a dataflow of Chatlio's source. */
export function createChatlioConnections(
  name: string,
  { datasetId, schemaId }: Target,
  dataflow: ChatlioDataflow,
  opts: pulumi.CustomResourceOptions,
): Connections {
  const { texts } = dataflow;
  const source = new aep.flow.SourceConnection(
    `${name}-source`,
    {
      description: texts.source,
      connectionSpec: aep.specs.chatlio,
      providerId: aep.specs.streamingProviderId,
      format: "json",
      ...triggerOf(dataflow),
    },
    optionsOf("source", dataflow, opts),
  );
  const target = new aep.flow.TargetConnection(
    `${name}-target`,
    {
      ...(texts.target === undefined ? {} : { description: texts.target }),
      datasetId,
      schemaId,
      ...triggerOf(dataflow),
    },
    optionsOf("target", dataflow, opts),
  );
  return { source, target };
}

/** A dataflow of Chatlio's source with a mapping set of its own. */
export function createChatlioDataflow(
  name: string,
  { delivery }: Settings["relay"],
  { fields, schemaId }: Target,
  dataflow: ChatlioDataflow & {
    readonly connections: Connections;
    readonly mappings: pulumi.Input<readonly Mapping[]>;
  },
  opts: pulumi.CustomResourceOptions,
): Inlet {
  const { adopted, connections, mappings: own, texts } = dataflow;
  const mapping = new aep.dataprep.MappingSet(
    `${name}-mapping`,
    // An adopted set fills fields of its own; checked are those that the program fills.
    {
      schemaId,
      ...(adopted === undefined ? { fields } : {}),
      mappings: pulumi.output(own).apply((each) => [...each]),
    },
    optionsOf("mapping", dataflow, opts),
  );
  const flow = new aep.flow.Dataflow(
    `${name}-flow`,
    {
      description: texts.flow,
      ...fixedInputs,
      sourceConnectionIds: [connections.source.id],
      targetConnectionIds: [connections.target.id],
      mapping: { id: mapping.id, version: mapping.version },
      settleSeconds: inUnit("s", delivery.settleTime),
      drainSeconds: inUnit("s", delivery.drainTime),
      ...triggerOf(dataflow),
    },
    optionsOf("flow", dataflow, opts),
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
  { relay }: Settings,
  { datasetId, schemaId }: Target,
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
          dataType: "xdm",
          authenticationRequired: true,
        },
      },
    },
    // The provider makes it the connection's name, which no other stack has. Stacks of earlier releases have another
    // id; a new one would replace their endpoint, which is in use.
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
  const target = new aep.flow.TargetConnection(`${name}-target`, { datasetId, schemaId }, opts);
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
function required(inletUrl: string | undefined): string {
  if (inletUrl !== undefined) return inletUrl;
  throw userError(
    "Adobe reports no streaming endpoint for the dataflow. Run `pulumi refresh`, then `pulumi up` again.",
  );
}
