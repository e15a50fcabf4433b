import type { Assumptions } from "../../assumptions";
import { valueAt, type JsonObject } from "../../common/json";
import { catalogConnectionSpecs, catalogFlowSpecs } from "./catalogSpecs";
import { connectionSpecIds, providers } from "./specParts";

export { connectionSpecIds };

/** Adobe's fixed ids of how data flows. */
export const flowSpecIds = {
  streaming: "e77fde5a-22a8-11ed-861d-0242ac120002",
  httpApiMapped: "c1a19761-d2c7-4702-b9fa-fe91f0613e81",
  httpApiXdm: "d8a6f005-7eaf-4153-983e-e8574508b877",
} as const;

function connectionSpec(
  id: string,
  name: string,
  attributes: JsonObject,
  more: JsonObject = {},
): JsonObject {
  return {
    id,
    name,
    version: "1.0",
    providerId: providers.streaming,
    type: "connectionSpec",
    attributes,
    permissionsInfo: {
      manage: [{ "@type": "lowLevel", name: "StreamingSource", permissions: ["write"] }],
      view: [{ "@type": "lowLevel", name: "StreamingSource", permissions: ["read"] }],
    },
    ...more,
  };
}

const streamingAuth: JsonObject = {
  name: "Streaming Connection",
  type: "streamingConnection",
  spec: {
    $schema: "http://json-schema.org/draft-07/schema#",
    type: "object",
    properties: {
      sourceId: { type: "string" },
      dataType: { type: "string", enum: ["xdm", "raw"] },
      name: { type: "string" },
      authenticationRequired: { type: "boolean" },
    },
    required: ["dataType"],
  },
};

export const connectionSpecs: readonly JsonObject[] = [
  connectionSpec(connectionSpecIds.chatlio, "Chatlio", {
    category: { categoryType: "Marketing Automation" },
    uiAttributes: {
      isSource: true,
      isBeta: true,
      category: { key: "streaming" },
      label: { value: "Chatlio" },
    },
    isSource: true,
  }),
  connectionSpec(connectionSpecIds.dataLake, "datalake", {
    uiAttributes: { isTarget: true, label: { value: "Data lake" } },
    isTarget: true,
  }),
  connectionSpec(
    connectionSpecIds.httpApi,
    "Streaming Connection",
    {
      uiAttributes: {
        isSource: true,
        category: { key: "streaming" },
        label: { value: "HTTP API" },
      },
      isSource: true,
    },
    { authSpec: [streamingAuth] },
  ),
  ...catalogConnectionSpecs,
];

function flowSpec(
  assume: Assumptions,
  id: string,
  name: string,
  source: string,
  mapped: boolean,
): JsonObject {
  return {
    id,
    name,
    providerId: providers.streaming,
    version: "1.0",
    sourceConnectionSpecIds: [source],
    targetConnectionSpecIds: [connectionSpecIds.dataLake],
    optionSpec: {
      name: "OptionSpec",
      spec: {
        $schema: "http://json-schema.org/draft-07/schema#",
        type: "object",
        properties: {
          errorDiagnosticsEnabled: { type: "boolean", default: false },
          partialIngestionPercent: { type: "number", exclusiveMinimum: 0 },
        },
      },
    },
    transformationSpecs: mapped
      ? [
          {
            name: "Mapping",
            spec: {
              $schema: "http://json-schema.org/draft-07/schema#",
              type: "object",
              properties: { mappingId: { type: "string" }, mappingVersion: { type: "string" } },
            },
          },
        ]
      : [],
    attributes: {
      isSourceFlow: true,
      flacValidationSupported: true,
      frequency: "streaming",
      uiAttributes: {
        apiFeatures: {
          updateSupported: assume["flow-delete-supported"] === "yes",
          deleteSupported: assume["flow-delete-supported"] === "yes",
          flowRunsSupported: assume["flow-runs"] === "yes",
        },
      },
    },
    permissionsInfo: {
      manage: [{ "@type": "lowLevel", name: "StreamingSource", permissions: ["write"] }],
      view: [{ "@type": "lowLevel", name: "StreamingSource", permissions: ["read"] }],
    },
  };
}

export function flowSpecs(assume: Assumptions): readonly JsonObject[] {
  return [
    flowSpec(
      assume,
      flowSpecIds.streaming,
      "Stream data with optional mapping",
      connectionSpecIds.chatlio,
      true,
    ),
    flowSpec(
      assume,
      flowSpecIds.httpApiMapped,
      "Stream data with mapping",
      connectionSpecIds.httpApi,
      true,
    ),
    flowSpec(
      assume,
      flowSpecIds.httpApiXdm,
      "Stream data without mapping",
      connectionSpecIds.httpApi,
      false,
    ),
    ...catalogFlowSpecs,
  ];
}

/** Whether a connection spec is one of a destination. */
export function isDestination(spec: JsonObject | undefined): boolean {
  return valueAt(spec, "targetSpec") !== undefined;
}

/** True when the object has this id. */
export function hasId(id: unknown) {
  return (spec: JsonObject): boolean => valueAt(spec, "id") === id;
}
