import { createHash } from "node:crypto";

import { arrayOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { XdmResource } from "../../state/entities";
import { referencedParts } from "./documents";
import { identityMapGroup, libraryVersion } from "./global";
import { ownership } from "./responses";
import { unionMembers } from "./unions";

/** What the ids of a union add to those of its class. */
export const unionSuffix = "__union";

/** Fields that every union has, whatever its schemas are made of. */
export const addedFields: JsonObject = {
  segmentMembership: {
    title: "Segment Membership",
    type: "object",
    "meta:xdmType": "map",
    "meta:xdmField": "xdm:segmentMembership",
    additionalProperties: { type: "object", "meta:xdmType": "map" },
  },
  timeSeriesEvents: {
    title: "Time-series events",
    type: "array",
    "meta:xdmType": "array",
    "meta:xdmField": "xdm:timeSeriesEvents",
    items: { type: "object", "meta:xdmType": "object" },
  },
};

/** The short form of lists. */
export function toShortUnion(base: XdmResource): JsonObject {
  return {
    $id: `${base.$id}${unionSuffix}`,
    "meta:altId": `${base.altId}${unionSuffix}`,
    version: "1.0",
    title: base.title,
  };
}

/** A union as its class's schemas make it up. */
export function toUnionResponse(call: Call, base: XdmResource): JsonObject {
  const schemas = unionMembers(call.sandbox, base.$id);
  const parts = [
    ...new Set([...schemas.flatMap(({ document }) => referencedParts(document)), identityMapGroup]),
  ];
  const extended = [
    ...schemas.map(({ $id }) => $id),
    ...parts,
    ...arrayOf(base.document["meta:extends"]),
  ];
  return {
    ...toShortUnion(base),
    "meta:resourceType": "unions",
    type: "object",
    description: `All Profile-enabled schemas of ${base.$id} together`,
    allOf: parts.map(($ref) => ({ $ref })),
    "meta:extends": [...new Set(extended)],
    "meta:xdmType": "object",
    "meta:registryMetadata": {
      eTag: createHash("sha256").update(extended.join(" ")).digest("hex"),
      "meta:globalLibVersion": libraryVersion,
    },
    "meta:class": base.$id,
    "meta:containerId": "tenant",
    ...ownership(call.organization, call.sandbox),
  };
}
