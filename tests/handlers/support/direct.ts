import { engine } from "../../../emulator/services/dataPrep/language/lazyEngine";
import type { Value } from "../../../emulator/services/dataPrep/language/values";
import { ingest } from "../../../handlers/ingestion/ingest";
import {
  fields,
  lists,
  privacyCategories,
  toXdm,
  type EventSlug,
  type FieldDefinition,
  type Mapping,
} from "../../../handlers/model";
import {
  directMappings,
  type DifferenceName,
  type DirectOptions,
} from "../../../handlers/model/direct";
import { eventOf, factsOf } from "./ingested";
import { receiverSettingsOf } from "./settings";
import { rowSchema, TENANT } from "./xdm";

/** What both modes are configured with. */
export type Config = Partial<Pick<DirectOptions, "privacy" | "htmlBody" | "identities">> & {
  /** Largest row of the relay. Default: what its settings have. Direct mode has none. */
  readonly maxRowBytes?: number;
};

export const keepAll = Object.fromEntries(
  privacyCategories.map((category) => [category, "keep"]),
) as DirectOptions["privacy"];

/** When the webhook is received, and when Adobe maps it. */
export const receivedAt = factsOf("feedback-left").receivedAt;

export function relayRow(slug: EventSlug, payload: unknown, config: Config = {}) {
  const settings = receiverSettingsOf({
    privacy: config.privacy ?? {},
    transcript: { htmlBody: config.htmlBody ?? false },
    ...(config.identities && { identities: [...config.identities] }),
    ...(config.maxRowBytes !== undefined && { maxRowBytes: config.maxRowBytes }),
  });
  const bytes = Buffer.from(JSON.stringify(payload));
  return toXdm(eventOf(ingest(bytes, factsOf(slug), settings)), TENANT);
}

/** Compiles mappings of the program as Data Prep does. */
export function compileMappings(mappings: readonly Mapping[]) {
  const all = mappings.map((mapping, index) => ({
    ...mapping,
    id: String(index),
    name: undefined,
    description: undefined,
    identity: false,
    destination: mapping.destination.replace(/^_tenant\./, `${TENANT}.`),
  }));
  return engine().compileMapping(all, rowSchema);
}

/** Parsing takes much longer than mapping, so each mapping set is parsed once. */
const compiled = new Map<string, ReturnType<ReturnType<typeof engine>["compileMapping"]>>();

function compile(options: DirectOptions) {
  const key = JSON.stringify(options);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = compileMappings(directMappings(options));
  if (made.faults.length > 0) throw new Error(made.faults.map(({ reason }) => reason).join("\n"));
  compiled.set(key, made);
  return made;
}

/** The row that Data Prep makes, by the emulator's evaluation of its language. */
export function directRow(
  slug: EventSlug,
  payload: unknown,
  config: Config & { readonly now?: string; readonly widget?: string } = {},
): Record<string, unknown> {
  const mapping = compile({
    slug,
    widget: config.widget ?? "main",
    dedupeWindowMs: 600_000,
    privacy: config.privacy ?? keepAll,
    htmlBody: config.htmlBody ?? false,
    ...(config.identities && { identities: config.identities }),
  });
  const now = Date.parse(config.now ?? receivedAt);
  return engine().applyMapping(mapping, { now: () => now, record: payload as Value }).row;
}

/** Values by path, with `[*]` for the index in a list of objects. */
function leaves(value: unknown, path = ""): [string, unknown][] {
  if (Array.isArray(value) && value.some((item) => typeof item === "object"))
    return value.flatMap((item) => leaves(item, `${path}[*]`));
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      leaves(inner, path === "" ? key : `${path}.${key}`),
    );
  return [[path, value]];
}

function byPath(row: object): Map<string, string> {
  const found = new Map<string, unknown[]>();
  for (const [path, value] of leaves(row)) found.set(path, [...(found.get(path) ?? []), value]);
  return new Map([...found].map(([path, values]) => [path, JSON.stringify(values)]));
}

/** Every field's path in the row, and its name in the event model. */
const names = new Map<string, readonly [string, FieldDefinition]>([
  ...Object.entries<FieldDefinition>(fields).map(
    ([name, field]) => [field.xdm, [name, field]] as const,
  ),
  ...Object.entries<FieldDefinition>(lists.messages.items).map(
    ([name, item]) => [`${lists.messages.xdm}[*].${item.xdm}`, [`messages.${name}`, item]] as const,
  ),
]);

/** The fields in which two rows differ, and for those that direct mode leaves out the difference that says so. */
export function differing(relay: object, direct: object): Record<string, DifferenceName | "?"> {
  const [left, right] = [byPath(relay), byPath(direct)];
  const paths = [...new Set([...left.keys(), ...right.keys()])].filter(
    (path) => left.get(path) !== right.get(path),
  );
  return Object.fromEntries(
    paths.map((path) => {
      const found = names.get(path.replace(`${TENANT}.`, "_tenant."));
      if (found === undefined) throw new Error(`No field of the event model is at ${path}.`);
      const [name, { direct: rule }] = found;
      return [name, typeof rule === "object" && !right.has(path) ? rule.leftOut : "?"];
    }),
  );
}
