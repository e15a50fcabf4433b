import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { own } from "../../client/own";
import { GENERAL, notActivated } from "./activationForm";
import { objectIn } from "./common";
import { datasetExportOf } from "./datasetExport";
import { COPY, copyKeys, deltaColumnOf } from "./deltaColumn";
import { ENCRYPTION, encryptionKeys, encryptionOf } from "./encryptedFiles";
import { named, unknownPaths } from "./notWritten";
import type { KnownKeys } from "./notWritten";
import { scheduleOf } from "./schedule";
import { paramsOf, transformationsOf } from "./sourceTransformation";

/** A version of a mapping set, as a dataflow is pinned to it. */
export interface MappingRef {
  readonly id: string;
  readonly version: number;
}

/**
 * URL of the streaming endpoint, from any property in which the documents show it, the current one first.
 */
export function inletUrlOf(flow: FlowItem): string | undefined {
  const inherited = objectIn(flow, "inheritedAttributes")["sourceConnections"];
  const places = [
    objectIn(flow, "options"),
    ...(Array.isArray(inherited) ? inherited : []).flatMap((one: unknown) => [
      objectIn(one, "params"),
      objectIn(objectIn(objectIn(one, "baseConnection"), "auth"), "params"),
    ]),
  ];
  return places
    .map((place) => place["inletUrl"])
    .find((url): url is string => typeof url === "string" && isAddress(url));
}

/** A streaming endpoint has an HTTP URL. Nothing is sent to anything else. */
export function isAddress(text: string): boolean {
  return text.length <= MAX_URL && /^https?:\/\//.test(text) && URL.canParse(text);
}

const MAX_URL = 2_048;

export function mappingOf(flow: FlowItem): MappingRef | undefined {
  const { mappingId, mappingVersion } = paramsOf(flow, "Mapping");
  // Responses contain the version as a number or as a text.
  const version = typeof mappingVersion === "string" ? Number(mappingVersion) : mappingVersion;
  return typeof mappingId === "string" && Number.isSafeInteger(version)
    ? { id: mappingId, version: version as number }
    : undefined;
}

/** What a program can write of the transformations of a source, by their names. */
const written: Readonly<
  Record<string, { readonly keys: KnownKeys; readonly of: (flow: FlowItem) => unknown }>
> = {
  Mapping: { keys: named("mappingId", "mappingVersion"), of: mappingOf },
  [COPY]: { keys: copyKeys, of: deltaColumnOf },
  [ENCRYPTION]: { keys: encryptionKeys, of: encryptionOf },
};

/** What a program can write of a dataflow's `options`, and the streaming endpoint, which is an output. */
const optionKeys = named("errorDiagnosticsEnabled", "inletUrl", "inletId");

/**
 * The paths of what no program can write of a dataflow: further options, as Adobe's `partialIngestionPercent`, a schedule of another form, transformations that the inputs do not
 * have, or not in this form, and what they have beyond the inputs.
 */
export function inexpressible(flow: FlowItem): string[] {
  return [
    ...notActivated(flow),
    ...unknownPaths(objectIn(flow, "options"), optionKeys, "options."),
    ...unwrittenSchedule(flow),
    ...transformationsOf(flow).flatMap((one, index) => unwritten(flow, one, index)),
  ];
}

function unwrittenSchedule(flow: FlowItem): string[] {
  const there = objectIn(flow, "scheduleParams");
  if (Object.keys(there).length === 0 || scheduleOf(flow) !== undefined) return [];
  return datasetExportOf(flow) === undefined
    ? ["scheduleParams"]
    : unknownPaths(there, named("interval", "timeUnit", "startTime"), "scheduleParams.");
}

function unwritten(flow: FlowItem, transformation: Json, index: number): string[] {
  const { name } = transformation;
  if (name === GENERAL) return [];
  const input = typeof name === "string" ? own(written, name) : undefined;
  const at = `transformations[${index}]`;
  const params = objectIn(transformation, "params");
  // One without parameters does nothing.
  const isEmpty = name === "Mapping" && Object.keys(params).length === 0;
  if (isEmpty) return [];
  return input === undefined || input.of(flow) === undefined
    ? [`the transformation ${String(name)} (${at})`]
    : unknownPaths(params, input.keys, `${at}.params.`);
}

/**
 * @param now - the transformation in its present form, of which all else stays.
 */
export function transformation({ id, version }: MappingRef, now: Json = {}) {
  const params = { ...objectIn(now, "params"), mappingId: id, mappingVersion: version };
  return { ...now, name: "Mapping", params };
}

/** A JSON Patch for the mapping, when the program changed it and Adobe does not have the change yet. */
export function mappingChanges(
  now: FlowItem,
  old: MappingRef | undefined,
  wanted: MappingRef | undefined,
) {
  const isWanted = (mapping: MappingRef | undefined) =>
    mapping?.id === wanted?.id && mapping?.version === wanted?.version;
  if (isWanted(old) || isWanted(mappingOf(now))) return [];
  const all: unknown[] = Array.isArray(now["transformations"]) ? now["transformations"] : [];
  const index = all.findIndex((one) => isObject(one) && one["name"] === "Mapping");
  if (wanted === undefined) {
    const others = all.filter((_, position) => position !== index);
    return [{ op: "replace", path: "/transformations", value: others }];
  }
  return index < 0
    ? [{ op: "add", path: "/transformations", value: [...all, transformation(wanted)] }]
    : [
        {
          op: "replace",
          path: `/transformations/${index}`,
          value: transformation(wanted, all[index] as Json),
        },
      ];
}
