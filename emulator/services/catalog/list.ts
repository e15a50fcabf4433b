import { filterBy, sortBy } from "../../common/filter";
import { arrayOf, objectOf, textOf, valueAt, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { catalogError, catalogErrors } from "./errors";

const defaultPage = 20;
const longestPage = 100;

/** What list requests call their own; every other parameter is a filter by the field of that name. */
const ownParameters = new Set([
  "limit",
  "start",
  "orderBy",
  "properties",
  "property",
  "tags",
  "createdAfter",
  "createdBefore",
  "requestDataSource",
]);

/** Trims an object to the wanted properties; dots go into objects. */
export const trimmed = (object: JsonObject, properties: string | null): JsonObject => {
  if (properties === null || properties === "") return object;
  return Object.fromEntries(
    properties
      .split(",")
      .map((path) => [path, valueAt(object, ...path.split("."))] as const)
      .filter(([, value]) => value !== undefined),
  );
};

/** A number of the query within its range, or Catalog's error. */
const numberOf = (
  call: Call,
  name: string,
  { fallback, least, most }: { fallback: number; least: number; most: number },
): number => {
  const text = call.query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most && text.trim() !== "") {
    return value;
  }
  const range = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `from ${least} to ${most}`;
  throw catalogError(catalogErrors.badPage, `${name} must be a whole number, ${range}.`);
};

/** `te*t` as a regular expression; `**` is a star itself. */
const wildcard = (text: string): string =>
  text
    .split("**")
    .map((part) =>
      part
        .split("*")
        .map((plain) => plain.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"))
        .join(".*"),
    )
    .join("\\*");

/** `name=a,b`, `name=!a`, and `name=te*t` as conditions. */
const simpleFilter = (name: string, value: string): string => {
  if (name === "name" && value.includes("*")) return `name~^${wildcard(value)}$`;
  return value.startsWith("!") ? `${name}!=${value.slice(1)}` : `${name}==${value}`;
};

/** `tags=name:value,other:*`: an object needs all of them. */
const hasTags = (object: JsonObject, wanted: string | null): boolean =>
  (wanted ?? "")
    .split(",")
    .filter((pair) => pair !== "")
    .every((pair) => {
      const at = pair.indexOf(":");
      const [name, value] = at < 0 ? [pair, "*"] : [pair.slice(0, at), pair.slice(at + 1)];
      const pattern = new RegExp(`^${wildcard(value)}$`, "u");
      return arrayOf(objectOf(object["tags"])[name]).some((tag) => pattern.test(textOf(tag)));
    });

const within = (call: Call, created: unknown): boolean => {
  const after = call.query.get("createdAfter");
  const before = call.query.get("createdBefore");
  return (
    (after === null || Number(created) > Number(after)) &&
    (before === null || Number(created) < Number(before))
  );
};

/** One object of a list: how it is shown, and what more it can be found by. */
export interface Listed {
  readonly id: string;
  readonly shown: JsonObject;
  readonly findBy?: JsonObject;
}

/** A list of Catalog, keyed by id: filtered, sorted, cut to a page and trimmed as the query says. */
export const listed = (
  call: Call,
  objects: readonly Listed[],
  defaultOrder: string | null = null,
): JsonObject => {
  const { query } = call;
  const start = numberOf(call, "start", { fallback: 0, least: 0, most: Number.MAX_SAFE_INTEGER });
  const limit = numberOf(call, "limit", { fallback: defaultPage, least: 1, most: longestPage });
  const view = ({ id, shown, findBy }: Listed): JsonObject => ({ id, ...shown, ...findBy });
  const conditions = [
    ...query.getAll("property"),
    ...[...query]
      .filter(([name]) => !ownParameters.has(name))
      .map(([name, value]) => simpleFilter(name, value)),
  ];
  const matching = filterBy(objects, conditions, view).filter(
    ({ shown }) => hasTags(shown, query.get("tags")) && within(call, shown["created"]),
  );
  return Object.fromEntries(
    sortBy(matching, query.get("orderBy") ?? defaultOrder, view)
      .slice(start, start + limit)
      .map(({ id, shown }) => [id, trimmed(shown, query.get("properties"))]),
  );
};

/** The objects of a look-up: one id, or several separated by commas, of which those that are there are given. */
export const lookedUp = (
  call: Call,
  kind: string,
  find: (id: string) => JsonObject | undefined,
): JsonObject => {
  const ids = (call.params["id"] ?? "").split(",");
  const found = ids
    .map((id) => [id, find(id)] as const)
    .filter((entry): entry is [string, JsonObject] => entry[1] !== undefined);
  if (found.length === 0) {
    throw catalogError(catalogErrors.notFound, `${kind} ${ids.join(", ")} was not found.`);
  }
  const properties = call.query.get("properties");
  return Object.fromEntries(found.map(([id, object]) => [id, trimmed(object, properties)]));
};

/** The version of an object that is alone in an answer, for If-Match. */
export const versionHeaders = (objects: JsonObject): Record<string, string> => {
  const [only, ...others] = Object.values(objects);
  const version = objectOf(only)["version"];
  if (others.length > 0 || typeof version !== "string") return {};
  return { "e-tag": `"${version}"`, etag: `"${version}"` };
};
