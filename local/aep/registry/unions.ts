import { documented } from "../core/behaviour";
import { arrayOf, type JsonObject } from "../core/json";
import { ok, type Call, type Route } from "../core/service";
import type { XdmResource } from "../state/entities";
import type { Sandbox } from "../state/sandbox";
import { listForm, lookupForm } from "./accept";
import { classOf } from "./check";
import { compose } from "./compose";
import { registryError, registryErrors } from "./errors";

const guide = "XDM API guide, unions";

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
  return compose(sandbox, { type: "object", allOf: parts }).schema;
};

const unionOf = (call: Call, classId: string): JsonObject => ({
  $id: `${classId}__union`,
  "meta:altId": `_xdm.${classId.split("/xdm/")[1]?.replaceAll("/", ".") ?? ""}__union`,
  "meta:resourceType": "unions",
  "meta:class": classId,
  title: `Union of ${classId}`,
  type: "object",
  version: "1.0",
  "meta:extends": members(call.sandbox, classId).map(({ $id }) => $id),
});

const classesInUnion = (sandbox: Sandbox): string[] => [
  ...new Set(
    sandbox.resources
      .values()
      .filter(({ document }) => arrayOf(document["meta:immutableTags"]).includes("union"))
      .flatMap(({ document }) => classOf(sandbox, document)?.$id ?? []),
  ),
];

export const unionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/tenant/unions",
    about: documented(
      guide,
      "Lists the unions: one for each class that has a Profile-enabled schema.",
    ),
    handle: (call) => {
      listForm(call);
      const results = classesInUnion(call.sandbox).map((id) => unionOf(call, id));
      return ok({ results, _page: { count: results.length, next: null } });
    },
  },
  {
    method: "GET",
    path: "/tenant/unions/:id",
    about: documented(guide, "Gives a union with the fields of all its schemas."),
    handle: (call) => {
      const { form } = lookupForm(call);
      const id = call.params["id"] ?? "";
      const found = classesInUnion(call.sandbox)
        .map((classId) => ({ classId, union: unionOf(call, classId) }))
        .find(({ union }) => union["$id"] === id || union["meta:altId"] === id);
      if (found === undefined)
        throw registryError(registryErrors.notFound, `There is no union ${id}.`);
      return ok({
        ...found.union,
        ...(form.full
          ? { properties: composeUnion(call.sandbox, found.classId)["properties"] }
          : {}),
      });
    },
  },
];
