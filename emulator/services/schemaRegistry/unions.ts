import { createHash } from "node:crypto";
import { documented } from "../../common/behavior";
import { arrayOf, objectOf, type JsonObject } from "../../common/json";
import { ok, type Call, type Reply, type Route } from "../../common/service";
import type { XdmResource } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { listForm, lookupForm } from "./accept";
import { classOf, referencedParts } from "./check";
import { compose } from "./compose";
import { registryError, registryErrors } from "./errors";
import { identityMapGroup, libraryVersion } from "./global";
import { findResource } from "./library";
import { ownership } from "./render";

const guide = "XDM API guide, unions";
const suffix = "__union";

/** The Profile-enabled schemas of a class. */
const members = (sandbox: Sandbox, classId: string): XdmResource[] =>
  sandbox.resources
    .values()
    .filter(
      ({ type, document }) =>
        type === "schemas" &&
        arrayOf(document["meta:immutableTags"]).includes("union") &&
        classOf(sandbox, document)?.$id === classId,
    );

/** What all Profile-enabled schemas of a class are together. Throws when two give one path different types. */
export const composeUnion = (
  sandbox: Sandbox,
  classId: string,
  more: readonly Pick<XdmResource, "$id" | "document">[] = [],
): JsonObject => {
  const ids = [...members(sandbox, classId), ...more].map(({ $id }) => $id);
  const documents = new Map(
    [...sandbox.resources.values(), ...more].map((item) => [item.$id, item.document]),
  );
  const parts = [...new Set(ids)].flatMap((id) => arrayOf(documents.get(id)?.["allOf"]));
  return compose(sandbox, { type: "object", allOf: [...parts, { $ref: identityMapGroup }] }).schema;
};

/** Fields that every union has, whatever its schemas are made of. */
const addedFields: JsonObject = {
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

const briefly = (base: XdmResource): JsonObject => ({
  $id: `${base.$id}${suffix}`,
  "meta:altId": `${base.altId}${suffix}`,
  version: "1.0",
  title: base.title,
});

const unionOf = (call: Call, base: XdmResource): JsonObject => {
  const schemas = members(call.sandbox, base.$id);
  const parts = [
    ...new Set([...schemas.flatMap(({ document }) => referencedParts(document)), identityMapGroup]),
  ];
  const extended = [
    ...schemas.map(({ $id }) => $id),
    ...parts,
    ...arrayOf(base.document["meta:extends"]),
  ];
  return {
    ...briefly(base),
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
};

const classesInUnion = (sandbox: Sandbox): XdmResource[] => {
  const ids = sandbox.resources
    .values()
    .filter(({ document }) => arrayOf(document["meta:immutableTags"]).includes("union"))
    .flatMap(({ document }) => classOf(sandbox, document)?.$id ?? []);
  return [...new Set(ids)].flatMap((id) => findResource(sandbox, id) ?? []);
};

/** Unions can also be looked up as schemas. */
export const isUnionId = (call: Call): boolean => (call.params["id"] ?? "").endsWith(suffix);

export const lookUpUnion = (call: Call): Reply => {
  const { form } = lookupForm(call);
  const id = call.params["id"] ?? "";
  const base = classesInUnion(call.sandbox).find((one) =>
    [one.$id, one.altId].includes(id.slice(0, -suffix.length)),
  );
  if (base === undefined) {
    throw registryError(
      registryErrors.notFound,
      `The requested unions resource ${id} with version 1 is not found.`,
    );
  }
  const { allOf, ...rest } = unionOf(call, base);
  const properties = objectOf(composeUnion(call.sandbox, base.$id)["properties"]);
  return ok(
    form.full ? { ...rest, properties: { ...properties, ...addedFields } } : { ...rest, allOf },
  );
};

export const unionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/tenant/unions",
    behavior: documented(
      guide,
      "Lists the unions: one for each class that has a Profile-enabled schema.",
    ),
    handle: (call) => {
      const form = listForm(call);
      const results = classesInUnion(call.sandbox).map((base) =>
        form === "xed-id" ? briefly(base) : unionOf(call, base),
      );
      return ok({
        results,
        _page: { orderby: "updated", next: null, count: results.length },
        _links: { next: null },
      });
    },
  },
  {
    method: "GET",
    path: "/tenant/unions/:id",
    behavior: documented(
      guide,
      "Gives a union, under /tenant/schemas too: its parts, or the fields of all its schemas with identityMap, segmentMembership and timeSeriesEvents.",
    ),
    handle: lookUpUnion,
  },
];
