import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { shapes } from "./activation";
import type { Activation, Attribute, Audience, DeduplicationKey } from "./activation";
import { inOrderOf, objectIn, textOf, textsOf } from "./common";

/** The transformation of a dataflow to a destination, as Adobe's guides send and show it. */
export const GENERAL = "GeneralTransform";
export const AUDIENCES = "segmentSelectors";
export const ATTRIBUTES = "profileSelectors";

/**
 * The transformation that a dataflow to a destination is made with: empty, as Adobe's reference requires. It has one form
 * for destinations with a mapping, and one for those with attributes.
 */
export function emptyTransformation({ mapping }: Activation): Json {
  const ofProfiles =
    mapping === undefined
      ? { [ATTRIBUTES]: { selectors: [] } }
      : { profileMapping: {}, mandatoryFields: [], primaryFields: [] };
  return { name: GENERAL, params: { [AUDIENCES]: { selectors: [] }, ...ofProfiles } };
}

export function transformationsOf(flow: FlowItem): Json[] {
  const all = flow["transformations"];
  return Array.isArray(all) ? all.filter(isObject) : [];
}

/** Where the transformation is; -1: nowhere. */
export function indexOf(flow: FlowItem): number {
  return transformationsOf(flow).findIndex(({ name }) => name === GENERAL);
}

export function paramsOf(flow: FlowItem): Json {
  return objectIn(transformationsOf(flow)[indexOf(flow)], "params");
}

/** The selectors, in Adobe's order. */
export function selectorsIn(params: Json, key: string): Json[] {
  const all = objectIn(params, key)["selectors"];
  return (Array.isArray(all) ? all : []).map((one: unknown) => (isObject(one) ? one : {}));
}

/** What each of them selects. */
export function selected(params: Json, key: string): Json[] {
  return selectorsIn(params, key).map((one) => objectIn(one, "value"));
}

/** Lists of an older dataflow are with the attributes, of a newer one next to the mapping. */
export function listIn(
  params: Json,
  key: string,
): { readonly path: string; readonly list: unknown[] } {
  const places: [string, unknown][] = [
    ["", params[key]],
    [`/${ATTRIBUTES}`, objectIn(params, ATTRIBUTES)[key]],
  ];
  const found = places.find(([, list]) => Array.isArray(list) && list.length > 0);
  const isNewer = Object.hasOwn(params, "profileMapping") || !Object.hasOwn(params, ATTRIBUTES);
  const [path, list] = found ?? [isNewer ? "" : `/${ATTRIBUTES}`, []];
  return { path, list: Array.isArray(list) ? list : [] };
}

export function isMapped(params: Json): boolean {
  return objectIn(params, "profileMapping")["mappingId"] !== undefined;
}

/**
 * What a dataflow brings to a destination; undefined when it is none.
 *
 * @param last - as it was known last, for the order of its lists
 */
export function activationOf(flow: FlowItem, last: Activation | undefined): Activation | undefined {
  if (indexOf(flow) < 0) return undefined;
  const params = paramsOf(flow);
  const { mappingId, mappingVersion } = objectIn(params, "profileMapping");
  const attributes = selected(params, ATTRIBUTES).map(attributeOf);
  const mandatory = textsOf(listIn(params, "mandatoryFields").list);
  const keys = listIn(params, "primaryFields").list.map(keyOf);
  return {
    audiences: inOrderOf(
      selected(params, AUDIENCES).map(audienceOf),
      last?.audiences,
      ({ id }) => id,
    ),
    ...(attributes.length > 0 || last?.attributes !== undefined
      ? { attributes: inOrderOf(attributes, last?.attributes, ({ path }) => path) }
      : {}),
    ...(typeof mappingId === "string"
      ? { mapping: { id: mappingId, version: Number(mappingVersion ?? 0) } }
      : {}),
    ...(mandatory.length > 0 || last?.mandatoryFields !== undefined
      ? { mandatoryFields: inOrderOf(mandatory, last?.mandatoryFields, (one) => one) }
      : {}),
    ...(keys.length > 0 || last?.deduplicationKeys !== undefined
      ? {
          deduplicationKeys: inOrderOf(keys, last?.deduplicationKeys, (one) => JSON.stringify(one)),
        }
      : {}),
  };
}

export function audienceOf(value: Json): Audience {
  const schedule = objectIn(value, "schedule");
  const parts = ["frequency", "triggerType", "startDate", "endDate", "startTime"];
  const given = parts.filter((key) => textOf(schedule[key]) !== "");
  return {
    id: textOf(value["id"]),
    ...textsIn(value, ["filenameTemplate", "exportMode"]),
    ...(given.length === 0 ? {} : { schedule: textsIn(schedule, given) }),
  } as Audience;
}

function textsIn(value: Json, keys: readonly string[]): Json {
  return Object.fromEntries(
    keys.filter((key) => textOf(value[key]) !== "").map((key) => [key, value[key]]),
  );
}

export function attributeOf(value: Json): Attribute {
  const path = textOf(value["path"]);
  // Adobe writes a mapping to the same name where none is given.
  const destination = textOf(objectIn(value, "mapping")["destination"]);
  const identity = textOf(objectIn(value, "identity")["namespace"]);
  return {
    path,
    ...(destination === "" || destination === path ? {} : { destination }),
    ...(identity === "" ? {} : { identity }),
  };
}

function keyOf(value: unknown): DeduplicationKey {
  const attribute = isObject(value) ? textOf(value["attributePath"]) : "";
  const identity = isObject(value) ? textOf(value["identityNamespace"]) : "";
  return { ...(attribute === "" ? {} : { attribute }), ...(identity === "" ? {} : { identity }) };
}

/** What of a dataflow to a destination no program can write. */
export function notActivated(flow: FlowItem): string[] {
  const params = paramsOf(flow);
  const all = selected(params, AUDIENCES);
  const odd = all.filter((value) => !shapes.audience.safeParse(audienceOf(value)).success);
  const more = ["namespace", "systemSegmentId", "enrichmentInfo"];
  const named = more.filter((key) => all.some((value) => value[key] !== undefined));
  return [
    ...odd.map((value) => `the export of the audience ${textOf(value["id"])}`),
    ...named.map((key) => `${key} of audiences`),
  ];
}
