import {
  arrayOf,
  isObject,
  type JsonObject,
  objectOf,
  own as ownValue,
  stringOf,
  without,
} from "../../common/json";
import type { XdmResource } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { registryError, registryErrors } from "./errors";
import { areIntegers, kindOf } from "./fieldKind";
import { findResource } from "./library";
import { onlyFields, pointersOf, refProperty } from "./refProperty";

/** Deep enough for any real schema, and an end for one that refers to itself. */
const deepest = 40;

/** A schema with every `$ref` and `allOf` resolved: what records are checked against. */
export interface Composed {
  readonly schema: JsonObject;
  /** `$id` of everything that went in, the resource itself left out. */
  readonly parts: readonly string[];
}

type Lookup = (id: string) => JsonObject | undefined;

/** A resource as it would be after a change. */
export type Changed = Pick<XdmResource, "$id" | "document">;

/**
 * Composes a document that is, or may become, a resource of the sandbox.
 *
 * @param changed - a resource that is to be looked up in another form than the sandbox has it
 */
export function compose(sandbox: Sandbox, document: JsonObject, changed?: Changed): Composed {
  const parts = new Set<string>();
  const lookup: Lookup = (id) => {
    const found = findResource(sandbox, id);
    return found !== undefined && found.$id === changed?.$id ? changed.document : found?.document;
  };
  const schema = resolve(document, { root: document, lookup, parts, depth: 0 });
  return { schema: inDataNotation(schema), parts: [...parts] };
}

const cache = new WeakMap<Sandbox, { revision: number; byId: Map<string, Composed> }>();

/** The composed form of a resource, kept until the registry changes. */
export function composedById(sandbox: Sandbox, id: string): Composed | undefined {
  let known = cache.get(sandbox);
  if (known?.revision !== sandbox.registryRevision) {
    known = { revision: sandbox.registryRevision, byId: new Map() };
    cache.set(sandbox, known);
  }
  const resource = findResource(sandbox, id);
  if (resource === undefined) return undefined;
  const composed = known.byId.get(resource.$id) ?? compose(sandbox, resource.document);
  known.byId.set(resource.$id, composed);
  return composed;
}

interface Context {
  readonly root: JsonObject;
  readonly lookup: Lookup;
  readonly parts: Set<string>;
  readonly depth: number;
}

function resolve(node: JsonObject, context: Context): JsonObject {
  if (context.depth > deepest) return {};
  const inner = { ...context, depth: context.depth + 1 };
  let result: JsonObject = {};
  const reference = stringOf(node["$ref"]);
  if (reference !== undefined) {
    const whole = follow(reference, inner);
    const paths = pointersOf(node);
    result = paths === undefined ? whole : onlyFields(whole, paths);
  }
  for (const part of arrayOf(node["allOf"]))
    result = merge(result, resolve(objectOf(part), inner), "");
  return merge(
    result,
    resolveOwn(without(node, "$ref", "allOf", "definitions", refProperty), inner),
    "",
  );
}

function resolveOwn(own: JsonObject, context: Context): JsonObject {
  const result: JsonObject = { ...own };
  if (isObject(own["properties"])) {
    result["properties"] = Object.fromEntries(
      Object.entries(own["properties"]).map(([name, field]) => [
        name,
        resolve(objectOf(field), context),
      ]),
    );
  }
  for (const key of ["items", "additionalProperties"]) {
    if (isObject(own[key])) result[key] = resolve(own[key], context);
  }
  // Adobe takes an object without its type, as the tenant's own often is.
  if (isObject(own["properties"])) result["type"] ??= "object";
  return result;
}

function follow(reference: string, context: Context): JsonObject {
  const [id = "", pointer = ""] = reference.split("#", 2);
  if (id !== "") context.parts.add(id);
  const root = id === "" ? context.root : context.lookup(id);
  if (root === undefined) {
    throw registryError(registryErrors.unknownReference, `There is no resource ${reference}.`);
  }
  const target = pointer
    .split("/")
    .filter((key) => key !== "")
    .reduce<unknown>((value, key) => ownValue(value, key), root);
  if (!isObject(target)) {
    throw registryError(registryErrors.unknownReference, `Nothing is at ${reference}.`);
  }
  // A resource's own text does not belong to the field that refers to it.
  const own = id === "" ? target : withoutMeta(without(target, "$id", "title", "description"));
  return resolve(own, { ...context, root });
}

/** What a resource says of itself, and not of its fields. */
function withoutMeta(document: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(document).filter(([key]) => !key.startsWith("meta:") || key === "meta:xdmType"),
  );
}

/** Joins two descriptions of the same place. Fields of the later one win; types must agree. */
function merge(left: JsonObject, right: JsonObject, path: string): JsonObject {
  const result: JsonObject = { ...left, ...right };
  if (isObject(left["properties"]) || isObject(right["properties"])) {
    result["properties"] = mergeProperties(
      objectOf(left["properties"]),
      objectOf(right["properties"]),
      path,
    );
  }
  // A field group may add custom fields to the items of a standard list. Two maps must have values of one type.
  for (const key of ["items", "additionalProperties"]) {
    const [one, other] = [left[key], right[key]];
    if (isObject(one) && isObject(other)) result[key] = mergeField(one, other, `${path}/*`);
  }
  const required = [...arrayOf(left["required"]), ...arrayOf(right["required"])];
  if (required.length > 0) result["required"] = [...new Set(required)];
  return result;
}

function mergeProperties(left: JsonObject, right: JsonObject, path: string): JsonObject {
  const result: JsonObject = { ...left };
  for (const [name, field] of Object.entries(right)) {
    const known = ownValue(left, name);
    const here = `${path}/${name}`;
    if (!isObject(known)) {
      result[name] = field;
      continue;
    }
    result[name] = mergeField(known, objectOf(field), here);
  }
  return result;
}

/** Joins two descriptions of one field. Throws when they are of different types. */
function mergeField(left: JsonObject, right: JsonObject, path: string): JsonObject {
  const [one, other] = [kindOf(left), kindOf(right)];
  if (one !== undefined && other !== undefined && one !== other) {
    throw registryError(
      areIntegers(one, other) ? registryErrors.mergeWidths : registryErrors.merge,
      `Cannot merge incompatible data types: ${path} is ${JSON.stringify(one)} and ${JSON.stringify(other)}.`,
    );
  }
  return merge(left, right, path);
}

/** `required` is written in XDM notation (`@id`, `xdm:SKU`); records use the plain names. */
function inDataNotation(schema: JsonObject): JsonObject {
  const result: JsonObject = { ...schema };
  const fields = Object.entries(objectOf(schema["properties"]));
  if (fields.length > 0) {
    result["properties"] = Object.fromEntries(
      fields.map(([name, field]) => [name, inDataNotation(objectOf(field))]),
    );
  }
  if (isObject(schema["items"])) result["items"] = inDataNotation(schema["items"]);
  if (schema["required"] !== undefined) {
    const names = new Map(
      fields.map(([name, field]) => [stringOf(objectOf(field)["meta:xdmField"]) ?? name, name]),
    );
    result["required"] = arrayOf(schema["required"]).map((name) => names.get(String(name)) ?? name);
  }
  return result;
}
