import * as z from "zod";

import type { CheckFailure, Properties } from "../../../provider-sdk";
import { isEnabled, isProfile } from "../../client/catalog";
import type { CatalogDataset } from "../../client/catalog";
import type { Json } from "../../client/json";
import { INTERNAL } from "../lifecycle/internalState";
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
      "Feeds Identity Service, where that differs from `profile`: `true` without Profile, or `false` with it. Default: the same as `profile`. What an import finds, and the program does not give, stays.",
    ),
  upsert: z
    .boolean()
    .optional()
    .describe(
      "Lets batches change single attributes of profiles (Adobe's upsert). Only with `profile`, and not for streamed data. **One-way.** To switch it on later, the provider takes the dataset out of Profile and back for a moment, as Adobe's tutorial does: rows that arrive in between do not reach Profile. Default false.",
    ),
  tags: z
    .record(z.string().min(1, { error: "has no name; give the tag one" }), z.array(z.string()))
    .optional()
    .describe(
      "Tags of your own, each with its values. Tags that the program does not give stay, also those that an import finds. Those of Adobe's services (`adobe/…`, `aep/…`, `acp_…`, `unified…`) are no inputs.",
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
const VALIDATION = "acp_validationContext";
/** What an import finds of them, and the program does not give, is not a change, and stays: somebody else has set it. */
export const openTags = ["identity", "upsert", "tags"];

/**
 * Tags that Adobe's services read and write themselves. The datasets that Adobe's public labs and guides show have tags of
 * these names only, so what has another one is of whoever has made the dataset.
 */
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
  if (oldInputs?.upsert === true && isSwitchedOff(news.upsert, oldInputs)) {
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

/** Also by leaving it out, unless only an import has found it: then it stays. */
function isSwitchedOff(upsert: boolean | undefined, oldInputs: TagInputs): boolean {
  return upsert === false || (upsert === undefined && !isImported(oldInputs));
}

/** Whether the old inputs are what an import has found, which somebody else has set. */
function isImported(oldInputs: TagInputs): boolean {
  return (oldInputs as Properties)[INTERNAL.imported] === true;
}

/**
 * The inputs that the tags of a dataset stand for: at an import, all that say more than the defaults; else what the program
 * has given.
 */
export function tagInputsOf(found: CatalogDataset, last: TagInputs | undefined): TagInputs {
  const [profile, identity, upsert] = [
    isProfile(found),
    isEnabled(found, IDENTITY),
    isUpsert(found.tags),
  ];
  if (last === undefined) {
    const tags = ownTags(
      found.tags,
      Object.keys(found.tags ?? {}).filter((key) => isOwn(found.tags, key)),
    );
    return {
      profile,
      ...(identity === profile ? {} : { identity }),
      ...(upsert ? { upsert } : {}),
      ...(Object.keys(tags).length === 0 ? {} : { tags }),
    };
  }
  return {
    profile,
    ...(last.identity === undefined ? {} : { identity }),
    ...(last.upsert === undefined ? {} : { upsert }),
    ...(last.tags === undefined ? {} : { tags: ownTags(found.tags, Object.keys(last.tags)) }),
  };
}

/** Whether a program can write a tag: it is none of Adobe's services, and its values are texts. */
function isOwn(tags: Tags, key: string): boolean {
  const isText = (value: unknown) => typeof value === "string";
  return key !== "" && !reserved.test(key) && (tags?.[key] ?? []).every(isText);
}

/**
 * The tags of a dataset, by path, that somebody has set and no program can write. `acp_validationContext` is the switch of
 * Adobe's guide to identity datasets, which Catalog sets to `enabled` by itself.
 */
export function unwritableTags({ tags = {} }: CatalogDataset): string[] {
  const keys = Object.keys(tags).filter((key) =>
    key === VALIDATION
      ? tags[key]?.includes("disabled") === true
      : !reserved.test(key) && !isOwn(tags, key),
  );
  return keys.map((key) => `tags["${key}"]`);
}

/** Those of the tags with these names. */
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
  const isFound = isImported(oldInputs);
  const isLeft = isFound && newInputs.identity === undefined;
  const isIdentityDue =
    (enters || (newInputs.identity !== oldInputs.identity && !isLeft)) &&
    identity !== isEnabled(now, IDENTITY);
  const wanted = {
    ...(enters || gainsUpsert ? { [PROFILE]: profileTag(tags?.[PROFILE], newInputs) } : {}),
    ...(isIdentityDue ? { [IDENTITY]: switched(tags?.[IDENTITY], identity) } : {}),
    ...changedTags(tags, newInputs),
  };
  const removed = Object.keys((isFound ? undefined : oldInputs.tags) ?? {}).filter(
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
