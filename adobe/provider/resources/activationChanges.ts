import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { isSame } from "../lifecycle/merge";
import { shapes } from "./activation";
import type { Activation, Attribute, Audience, DeduplicationKey } from "./activation";
import {
  ATTRIBUTES,
  attributeOf,
  AUDIENCES,
  audienceOf,
  emptyTransformation,
  indexOf,
  isMapped,
  listIn,
  paramsOf,
  selectorsIn,
  transformationsOf,
} from "./activationForm";
import { objectIn, textOf } from "./common";
import { within } from "./within";

interface Change<T> {
  readonly old: readonly T[];
  readonly wanted: readonly T[];
  readonly idOf: (one: T) => string;
  /** The selectors that Adobe has. */
  readonly selectors: readonly Json[];
  /** What one of them selects, as a program writes it. */
  readonly read: (value: Json) => T;
  /** An element in Adobe's form, with what Adobe has of it. */
  readonly written: (one: T, value: Json | undefined) => Json;
  readonly type: string;
  /** Path of the selectors. */
  readonly path: string;
}

/**
 * What the program has changed of a list of selectors, as operations: first what is replaced, then what is removed, the
 * last one first, then what is added. So each index is right, whether Adobe counts by the list as it was or as it is by
 * then: its guide and RFC 6902 differ. What the program has not changed stays as it is.
 */
function selectorChanges<T>(change: Change<T>): Json[] {
  const { old, wanted, idOf, read, written, type, path } = change;
  const there = change.selectors.map((selector) => {
    const value = objectIn(selector, "value");
    return { selector, value, one: read(value) };
  });
  const find = (list: readonly T[], id: string) => list.find((one) => idOf(one) === id);
  const isChanged = (one: T) => !isSame(find(old, idOf(one)), one);
  const indexThere = (id: string) => there.findIndex(({ one }) => idOf(one) === id);
  const changed = wanted.filter(isChanged).map((one) => {
    const index = indexThere(idOf(one));
    return { one, index, now: there[index] };
  });
  const replaced = changed.flatMap(({ one, index, now }) =>
    now === undefined || isSame(now.one, one)
      ? []
      : [
          {
            op: "replace",
            path: `${path}/${index}`,
            value: { ...now.selector, type, value: written(one, now.value) },
          },
        ],
  );
  const removed = old
    .filter((one) => find(wanted, idOf(one)) === undefined)
    .map((one) => indexThere(idOf(one)))
    .filter((index) => index >= 0)
    .sort((a, b) => b - a)
    .map((index) => ({
      op: "remove",
      path: `${path}/${index}`,
      // The guide repeats what is removed.
      value: { type, value: there[index]?.value ?? {} },
    }));
  const added = changed
    .filter(({ now }) => now === undefined)
    .map(({ one }) => ({
      op: "add",
      path: `${path}/-`,
      value: { type, value: written(one, undefined) },
    }));
  return [...replaced, ...removed, ...added];
}

/** Adobe's guide gives all that an audience has, so what others have added, as its name, goes along. */
function audienceValue(one: Audience, value: Json = {}): Json {
  const { schedule } = one;
  const added = without(objectIn(value, "schedule"), shapes.schedule);
  return {
    ...without(value, shapes.audience),
    ...one,
    ...(schedule === undefined ? {} : { schedule: { ...added, ...schedule } }),
  };
}

/** What an object has beyond a shape. */
function without(value: Json, { shape }: { readonly shape: object }): Json {
  return Object.fromEntries(Object.entries(value).filter(([key]) => !Object.hasOwn(shape, key)));
}

function attributeValue({ path, destination, identity }: Attribute, value: Json = {}): Json {
  const { mapping } = value;
  const kept = Object.entries(value).filter(([key]) => key !== "mapping" && key !== "identity");
  const isMappedTo = destination !== undefined || isObject(mapping);
  const target = destination ?? path;
  return {
    operator: "EXISTS",
    ...Object.fromEntries(kept),
    path,
    ...(identity === undefined ? {} : { identity: { namespace: identity } }),
    ...(isMappedTo
      ? {
          mapping: {
            sourceType: "text/x.schema-path",
            source: path,
            sourceAttribute: path,
            identity: identity !== undefined,
            primaryIdentity: false,
            functionVersion: 0,
            ...(isObject(mapping) ? mapping : {}),
            destination: target,
            destinationXdmPath: target,
          },
        }
      : {}),
  };
}

function keyValue({ attribute, identity }: DeduplicationKey): Json {
  return identity === undefined
    ? { fieldType: "ATTRIBUTE", attributePath: attribute }
    : { fieldType: "IDENTITY", identityNamespace: identity };
}

/** What the program wants after an import: with all that the import has found and the program does not give. */
export function kept(
  found: Activation | undefined,
  wanted: Activation | undefined,
): Activation | undefined {
  if (found === undefined || wanted === undefined) return wanted ?? found;
  return {
    ...found,
    ...wanted,
    ...(wanted.audiences === undefined
      ? {}
      : { audiences: wanted.audiences.map((one) => withFound(one, found.audiences, "id")) }),
    ...(wanted.attributes === undefined
      ? {}
      : { attributes: wanted.attributes.map((one) => withFound(one, found.attributes, "path")) }),
  };
}

function withFound<K extends string, T extends Readonly<Record<K, string>>>(
  one: T,
  found: readonly T[] = [],
  key: K,
): T {
  const before = found.find((other) => other[key] === one[key]);
  return before === undefined ? one : (within(before, one) as T);
}

/** A JSON Patch for what the program has changed of what a dataflow brings to a destination. */
export function activationChanges(
  flow: FlowItem,
  old: Activation = {},
  wanted: Activation = {},
): Json[] {
  if (isSame(old, wanted)) return [];
  const all = transformationsOf(flow);
  const index = indexOf(flow);
  const isThere = index >= 0;
  const empty = emptyTransformation(wanted);
  const params = isThere ? paramsOf(flow) : objectIn(empty, "params");
  const base = `/transformations/${isThere ? index : all.length}/params`;
  const parts = [
    ...selectorChanges({
      old: old.audiences ?? [],
      wanted: wanted.audiences ?? [],
      idOf: ({ id }) => id,
      selectors: selectorsIn(params, AUDIENCES),
      read: audienceOf,
      written: audienceValue,
      type: "PLATFORM_SEGMENT",
      path: `${base}/${AUDIENCES}/selectors`,
    }),
    ...selectorChanges({
      old: old.attributes ?? [],
      wanted: wanted.attributes ?? [],
      idOf: ({ path }) => path,
      selectors: selectorsIn(params, ATTRIBUTES),
      read: attributeOf,
      written: attributeValue,
      type: "JSON_PATH",
      path: `${base}/${ATTRIBUTES}/selectors`,
    }),
    ...mappingChange(params, old, wanted, base),
    ...listChange(params, base, "mandatoryFields", old.mandatoryFields, wanted.mandatoryFields),
    ...listChange(
      params,
      base,
      "primaryFields",
      old.deduplicationKeys?.map(keyValue),
      wanted.deduplicationKeys?.map(keyValue),
    ),
  ];
  if (parts.length === 0) return [];
  return isThere
    ? [...missingSelectors(params, parts, base), ...parts]
    : [{ op: "add", path: "/transformations", value: [...all, empty] }, ...parts];
}

function mappingChange(params: Json, old: Activation, wanted: Activation, base: string): Json[] {
  if (isSame(old.mapping, wanted.mapping)) return [];
  const path = `${base}/profileMapping`;
  const { mapping } = wanted;
  if (mapping === undefined) return isMapped(params) ? [{ op: "remove", path }] : [];
  return [{ op: "add", path, value: { mappingId: mapping.id, mappingVersion: mapping.version } }];
}

function listChange(
  params: Json,
  base: string,
  key: "mandatoryFields" | "primaryFields",
  old: readonly unknown[] = [],
  wanted: readonly unknown[] = [],
): Json[] {
  const { path, list } = listIn(params, key);
  if (isSame(old, wanted) || isSame(list, wanted)) return [];
  return [{ op: "add", path: `${base}${path}/${key}`, value: wanted }];
}

/** The selectors that have to be there before an operation adds to them. */
function missingSelectors(params: Json, parts: readonly Json[], base: string): Json[] {
  return [AUDIENCES, ATTRIBUTES]
    .filter((key) => !Array.isArray(objectIn(params, key)["selectors"]))
    .filter((key) => parts.some(({ path }) => textOf(path).startsWith(`${base}/${key}/`)))
    .map((key) => ({
      op: "add",
      path: `${base}/${key}`,
      value: { ...objectIn(params, key), selectors: [] },
    }));
}
