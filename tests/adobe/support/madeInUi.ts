import type { FieldGroupArgs } from "../../../adobe/sdk/generated/xdm";
import { specs } from "../../../adobe/sdk/specs";
import { EVENT_CLASS } from "./programs";

export const WEB = "https://ns.adobe.com/xdm/context/experienceevent-web";
export const WEB_DETAILS = "https://ns.adobe.com/xdm/context/webinfo";

/** Parameters of the base connection of Adobe's HTTP API tutorial. */
export const connectionParams = {
  sourceId: "chat-source",
  dataType: "raw",
  name: "Chat endpoint",
};

/** The base connection of Adobe's HTTP API tutorial. */
export const connectionOfTutorial = {
  name: "Chat endpoint",
  providerId: specs.streamingProviderId,
  connectionSpec: specs.httpApi,
  auth: { specName: "Streaming Connection", params: connectionParams },
};

/** A field group of the UI: fields of the tenant and inside Adobe's own, a data type, suggested values, and what the UI adds. */
export const fieldGroupOfUi = {
  type: "object",
  title: "By hand",
  description: "From the UI",
  "meta:intendedToExtend": [EVENT_CLASS],
  "meta:extends": [WEB],
  definitions: {
    customFields: {
      type: "object",
      properties: {
        _localtenant: {
          type: "object",
          properties: {
            id: { type: "string", title: "Id", isRequired: false, "meta:xdmType": "string" },
            size: { type: "string", "meta:enum": { s: "Small", l: "Large" } },
            page: { $ref: WEB_DETAILS, type: "object", title: "Page" },
          },
        },
        web: {
          type: "object",
          properties: {
            _localtenant: { type: "object", properties: { score: { type: "integer" } } },
          },
        },
      },
    },
  },
  allOf: [{ $ref: WEB }, { $ref: "#/definitions/customFields", type: "object" }],
};

/** What a program gives of {@link fieldGroupOfUi}. */
export const fieldGroupProgramOfUi = {
  title: "By hand",
  description: "From the UI",
  intendedToExtend: [EVENT_CLASS],
  properties: {
    id: { type: "string", title: "Id" },
    size: { type: "string", enumTitles: { s: "Small", l: "Large" } },
  },
} satisfies FieldGroupArgs;
