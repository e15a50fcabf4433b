import { specs } from "../../adobe/sdk/specs";
import type { Json } from "./json";
import { probeDescription } from "./probeNames";

export const eventClass = "https://ns.adobe.com/xdm/context/experienceevent";
export const contentType = "application/vnd.adobe.xed+json;version=1";

/** Below the tenant's namespace: no other field group has a field of this name. */
export const object = "chatlioAepProbe";

/** A field group with three fields; `textType` is the type of the first one. */
export function fieldGroupBody(
  title: string,
  { tenant, of = eventClass, textType = "string" }: FieldGroupOptions,
): Json {
  const properties = {
    text: { type: textType, title: "Text" },
    other: { type: "string", title: "Other" },
    count: { type: "integer", title: "Count" },
    key: { type: "string", title: "Key" },
  };
  return {
    type: "object",
    title,
    description: probeDescription(title),
    "meta:intendedToExtend": [of],
    definitions: {
      probe: {
        properties: {
          [tenant]: { type: "object", properties: { [object]: { type: "object", properties } } },
        },
      },
    },
    allOf: [{ $ref: "#/definitions/probe" }],
  };
}

export interface FieldGroupOptions {
  /** `_acme` */
  readonly tenant: string;
  /** The class that it extends. Default: ExperienceEvent. */
  readonly of?: string;
  /** Type of the field `text`. Default: string. */
  readonly textType?: string;
}

export function schemaBody(title: string, fieldGroupId: string, of = eventClass): Json {
  return {
    type: "object",
    title,
    description: probeDescription(title),
    allOf: [{ $ref: of }, { $ref: fieldGroupId }],
  };
}

/** The same, with a single field of the field group, which it does not have. */
export function withMissingField(title: string, fieldGroupId: string): Json {
  const part = { $ref: fieldGroupId, "meta:refProperty": ["/missing"] };
  return { ...schemaBody(title, fieldGroupId), allOf: [{ $ref: eventClass }, part] };
}

export function datasetBody(name: string, schemaId: string, more: Json = {}): Json {
  return {
    name,
    description: probeDescription(name),
    schemaRef: { id: schemaId, contentType },
    ...more,
  };
}

/** A mapping set of three mappings; a STATIC one can be added. */
export function mappingSetBody(
  name: string,
  { schemaId, tenant, version = contentType, more = [] }: MappingSetOptions,
): Json {
  const attribute = (source: string, destination: string): Json => ({
    sourceType: "ATTRIBUTE",
    source,
    destination,
  });
  return {
    name,
    outputSchema: { schemaRef: { id: schemaId, contentType: version } },
    mappings: [
      attribute("id", "_id"),
      attribute("time", "timestamp"),
      attribute("text", `${tenant}.${object}.text`),
      ...more,
    ],
  };
}

export interface MappingSetOptions {
  readonly schemaId: string;
  readonly tenant: string;
  /** Content type of the schema. Default: {@link contentType}. */
  readonly version?: string;
  readonly more?: readonly Json[];
}

export function sourceBody(name: string): Json {
  return {
    name,
    description: probeDescription(name),
    connectionSpec: specs.chatlio,
    data: { format: "json" },
  };
}

export function targetBody(name: string, schemaId: string, dataSetId: string): Json {
  const schema = { id: schemaId, version: contentType };
  return {
    name,
    description: probeDescription(name),
    connectionSpec: specs.dataLake,
    data: { format: "json", schema },
    params: { dataSetId },
  };
}

export interface ConnectionIds {
  readonly sourceId: string;
  readonly targetId: string;
}

export interface FlowParts extends ConnectionIds {
  readonly mappingSetId: string;
}

export function flowBody(name: string, { sourceId, targetId, mappingSetId }: FlowParts): Json {
  const params = { mappingId: mappingSetId, mappingVersion: 0 };
  return {
    name,
    description: probeDescription(name),
    flowSpec: specs.streamingFlow,
    sourceConnectionIds: [sourceId],
    targetConnectionIds: [targetId],
    transformations: [{ name: "Mapping", params }],
  };
}

/** A draft of a dataflow, with the connections that are given. */
export function draftFlowBody(name: string, parts: Partial<ConnectionIds>): Json {
  const { sourceId, targetId } = parts;
  return {
    name,
    description: probeDescription(name),
    flowSpec: specs.streamingFlow,
    ...(sourceId === undefined ? {} : { sourceConnectionIds: [sourceId] }),
    ...(targetId === undefined ? {} : { targetConnectionIds: [targetId] }),
  };
}

/** A base connection of the HTTP API source, for XDM messages. */
export function baseBody(name: string, authenticationRequired: boolean): Json {
  const params = { name, sourceId: name, dataType: "xdm", authenticationRequired };
  return {
    name,
    description: probeDescription(name),
    connectionSpec: specs.httpApi,
    auth: { specName: "Streaming Connection", params },
  };
}

/** A patch that changes the description and keeps the run in it. */
export function changedDescription(name: string): readonly Json[] {
  return [{ op: "replace", path: "/description", value: `${probeDescription(name)} Changed.` }];
}
