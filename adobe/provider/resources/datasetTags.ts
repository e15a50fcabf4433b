import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import { isEnabled, isProfile } from "../../client/catalog";
import type { CatalogDataset } from "../../client/catalog";
import type { Json } from "../../client/json";
import { pointerPart } from "../lifecycle/paths";
import { isUnknown } from "../lifecycle/unknown";

/** The inputs that Catalog stores as tags. */
export const tagInputs = {
  profile: z
    .boolean()
    .optional()
    .describe(
      "Feeds Real-Time Customer Profile and Identity Service. **One-way.** The schema must be in the union. Default false.",
    ),
  identity: z
    .boolean()
    .optional()
    .describe(
      "Feeds Identity Service, where that differs from `profile`: `true` without Profile, or `false` with it. Default: the same as `profile`. An import does not read it.",
    ),
  upsert: z
    .boolean()
    .optional()
    .describe(
      "Lets batches change single attributes of profiles (Adobe's upsert). Only with `profile`, and not for streamed data. **One-way.** To switch it on later, the provider takes the dataset out of Profile and back for a moment, as Adobe's tutorial does: rows that arrive in between do not reach Profile. An import does not read it. Default false.",
    ),
  tags: z
    .record(z.string().min(1), z.array(z.string()))
    .optional()
    .describe(
      "Tags of your own, each with its values. Tags that the program does not give stay, and an import does not read them: Adobe's services keep tags of theirs there.",
    ),
};

interface TagInputs {
  readonly profile?: boolean | undefined;
  readonly identity?: boolean | undefined;
  readonly upsert?: boolean | undefined;
  readonly tags?: Record<string, string[]> | undefined;
}
type Tags = CatalogDataset["tags"];

const PROFILE = "unifiedProfile";
const IDENTITY = "unifiedIdentity";
/** Tags that Adobe's services read and write themselves. */
const reserved = /^(adobe|aep)\/|^acp_|^unified(Profile|Identity)$/;

export function checkTags(news: TagInputs, oldInputs: TagInputs | undefined): CheckFailure[] {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string) => failures.push({ property, reason });
  if (oldInputs?.profile === true && news.profile === false) {
    fail(
      "profile",
      "cannot be switched off again: Adobe keeps a dataset in Profile for ever. Set it back to true, or make another dataset",
    );
  }
  if (oldInputs?.upsert === true && news.upsert === false) {
    fail(
      "upsert",
      "cannot be switched off again: Adobe documents no way. Set it back to true, or make another dataset",
    );
  }
  if (news.upsert === true && !(news.profile ?? false)) {
    fail("upsert", "is only for a dataset in Profile; set profile: true, or leave it out");
  }
  for (const key of isUnknown(news.tags) ? [] : Object.keys(news.tags ?? {})) {
    if (!reserved.test(key)) continue;
    const fix = key.startsWith("unified") ? "set profile or identity" : "choose another name";
    fail(`tags["${key}"]`, `is a tag of Adobe's own; ${fix}`);
  }
  return failures;
}

/**
 * The inputs that the tags of a dataset stand for. All but `profile` are read only where the program has given them: in the
 * tags of a dataset that somebody else has made, nobody can tell what was meant.
 */
export function tagInputsOf(found: CatalogDataset, last: TagInputs | undefined): TagInputs {
  return {
    profile: isProfile(found),
    ...(last?.identity === undefined ? {} : { identity: isEnabled(found, IDENTITY) }),
    ...(last?.upsert === undefined ? {} : { upsert: isUpsert(found.tags) }),
    ...(last?.tags === undefined ? {} : { tags: ownTags(found.tags, Object.keys(last.tags)) }),
  };
}

/** The inputs, by path, that the tags of a dataset stand for, and that an import does not read. */
export function notRead(found: CatalogDataset): string[] {
  const { tags = {} } = found;
  const own = Object.keys(tags).filter((key) => !reserved.test(key));
  return [
    ...(isEnabled(found, IDENTITY) === isProfile(found) ? [] : ["identity"]),
    ...(isUpsert(tags) ? ["upsert"] : []),
    ...own.map((key) => `tags["${key}"]`),
  ];
}

/** Those of the tags that a program has given. */
function ownTags(tags: Tags, keys: readonly string[]): Record<string, string[]> {
  const given = keys.flatMap((key) => {
    const values = tags?.[key];
    return values === undefined ? [] : [[key, values.map(String)] as const];
  });
  return Object.fromEntries(given);
}

/** The tags of a new dataset; undefined: none. */
export function newTags(wanted: TagInputs): Record<string, readonly unknown[]> | undefined {
  const tags = {
    ...(wanted.profile === true ? { [PROFILE]: profileTag([], wanted) } : {}),
    ...(isIdentity(wanted) ? { [IDENTITY]: switched([], true) } : {}),
    ...wanted.tags,
  };
  return Object.keys(tags).length === 0 ? undefined : tags;
}

/** Whether the program wants a dataset in Identity Service. */
function isIdentity({ identity, profile }: TagInputs): boolean {
  return identity ?? profile === true;
}

/**
 * The JSON Patches, in order, after which a dataset has what the program changed. Other tags stay, and so do other
 * settings in the same tag. An interrupted run can be repeated.
 */
export function tagPatches(
  now: CatalogDataset,
  oldInputs: TagInputs,
  newInputs: TagInputs,
): Json[][] {
  const { tags } = now;
  const enters = newInputs.profile === true && !isProfile(now);
  const gainsUpsert = newInputs.upsert === true && !isUpsert(tags);
  const identity = isIdentity(newInputs);
  const isIdentityDue =
    (enters || newInputs.identity !== oldInputs.identity) && identity !== isEnabled(now, IDENTITY);
  const wanted = {
    ...(enters || gainsUpsert ? { [PROFILE]: profileTag(tags?.[PROFILE], newInputs) } : {}),
    ...(isIdentityDue ? { [IDENTITY]: switched(tags?.[IDENTITY], identity) } : {}),
    ...changedTags(tags, newInputs),
  };
  const removed = Object.keys(oldInputs.tags ?? {}).filter(
    (key) => newInputs.tags?.[key] === undefined && tags?.[key] !== undefined,
  );
  // Adobe's tutorial: a dataset in Profile leaves it before it comes back with upsert.
  const leaves = gainsUpsert && !enters ? { [PROFILE]: switched(tags?.[PROFILE], false) } : {};
  const changes = removed.map((key) => ({ op: "remove", path: pointer(key) }));
  return [additions(tags, leaves), [...changes, ...additions(tags, wanted)]].filter(
    (patch) => patch.length > 0,
  );
}

/** The program's own tags that the dataset does not have so. */
function changedTags(tags: Tags, { tags: wanted = {} }: TagInputs) {
  const changed = Object.entries(wanted).filter(
    ([key, values]) => JSON.stringify(values) !== JSON.stringify(tags?.[key]),
  );
  return Object.fromEntries(changed);
}

/** `add` also replaces, and may be sent twice. */
function additions(tags: Tags, wanted: Readonly<Record<string, readonly unknown[]>>): Json[] {
  const entries = Object.entries(wanted);
  if (entries.length === 0) return [];
  if (tags === undefined) return [{ op: "add", path: "/tags", value: wanted }];
  return entries.map(([key, value]) => ({ op: "add", path: pointer(key), value }));
}

function pointer(key: string): string {
  return `/tags/${pointerPart(key)}`;
}

function isSetting(name: string, entry: unknown): boolean {
  return typeof entry === "string" && new RegExp(`^\\s*${name}\\s*:`).test(entry);
}

/** A tag's entries once it switches its part on or off. Adobe keeps other settings in the same list. */
function switched(entries: readonly unknown[] = [], on: boolean): unknown[] {
  return [`enabled:${String(on)}`, ...entries.filter((entry) => !isSetting("enabled", entry))];
}

/** The entries of Profile's tag once they switch it on, and upsert where it is wanted. */
function profileTag(entries: readonly unknown[] | undefined, { upsert }: TagInputs): unknown[] {
  const [on, ...others] = switched(entries, true);
  if (upsert !== true || others.some(isUpsertOn)) return [on, ...others];
  return [on, "isUpsert:true", ...others.filter((entry) => !isSetting("isUpsert", entry))];
}

function isUpsertOn(entry: unknown): boolean {
  return typeof entry === "string" && entry.replaceAll(" ", "") === "isUpsert:true";
}

function isUpsert(tags: Tags): boolean {
  return (tags?.[PROFILE] ?? []).some(isUpsertOn);
}
