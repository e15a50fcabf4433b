import { createHash } from "node:crypto";

import { UNKNOWN } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import type { CreateJournal } from "./createJournal";
import type { Definition } from "./definition";
import { hasUnknown, isUnknown } from "./unknown";

/** What distinguishes an object of this resource from all others. */
export interface DigestParts {
  readonly urn: string;
  /** Provider config `namePrefix`, which distinguishes two stacks of one name. */
  readonly prefix: string | undefined;
  /** The inputs that force a replacement. */
  readonly identity: unknown;
  /**
   * Ownership tag or name of the object that is replaced. So digests form a chain: a new object never has
   * the name of its predecessor or, when a change is reverted, of an ancestor that could not be deleted.
   */
  readonly successorOf?: string | undefined;
}

/** What an auto-name or an ownership tag is computed from. */
export interface NameParts extends DigestParts {
  /** The kind of object, such as `source connection`. */
  readonly displayName: string;
  /** Id of the provider resource. UNKNOWN in the preview that would create it; undefined: there is none. */
  readonly owner: string | undefined;
  /** This machine's journal of creates. */
  readonly journal: Pick<CreateJournal, "digitsFor">;
}

/**
 * Eight hex digits, the same in every run with the same inputs, so that an object left behind by an
 * interrupted run is found again. Unknown as long as an input is unknown.
 */
export function makeDigest({ urn, prefix, identity, successorOf }: DigestParts): string {
  if (hasUnknown(identity)) return UNKNOWN;
  return hexOf(canonicalJson([urn, prefix ?? null, identity, successorOf ?? null])).slice(0, 8);
}

/**
 * `1a2b3c4d-9f8e7d5c6b`: first the digest, which is the same for this resource in every state of this stack's
 * name, then six digits that belong to this state alone, then four that belong to the machine which makes the object,
 * and to this one create.
 */
export function makeTag(parts: NameParts): string {
  const digest = makeDigest(parts);
  const { owner, journal } = parts;
  if (isUnknown(digest) || isUnknown(owner)) return UNKNOWN;
  if (owner === undefined) return digest;
  const base = `${digest}-${hexOf(owner).slice(0, 6)}`;
  return `${base}${journal.digitsFor(base)}`;
}

/** SHA-256 of a text. */
export function hexOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** `<prefix> <display name> (<stack>) <tag>` */
export function makeAutoName(parts: NameParts): string {
  const tag = makeTag(parts);
  return isUnknown(tag) ? UNKNOWN : `${beginningOf(parts)}${tag}`;
}

/** `<prefix> <display name> (<stack>) `: what all auto-names of one type in one stack share. */
export function beginningOf({
  prefix,
  displayName,
  urn,
}: Pick<NameParts, "prefix" | "displayName" | "urn">): string {
  const { stack, project } = parseUrn(urn);
  return `${prefix ?? project} ${displayName} (${stack}) `;
}

/**
 * The end of an auto-name, or a whole tag. Names that earlier releases made lack the last four digits, or the
 * last ten.
 */
const tagAtEnd = /([0-9a-f]{8})(?:(-[0-9a-f]{6})(?:[0-9a-f]{4})?)?(?: \(\d+\))?$/;

/**
 * An auto-name or tag without the parts that belong to one state and one machine: what two states of one stack
 * name share.
 */
export function withoutOwner(autoNameOrTag: string): string {
  return autoNameOrTag.replace(tagAtEnd, "$1");
}

/** An auto-name or tag without the part that belongs to one machine: what all machines with one state share. */
export function withoutMachine(autoNameOrTag: string): string {
  return autoNameOrTag.replace(tagAtEnd, "$1$2");
}

/** Whether a name is an auto-name with this beginning. */
export function isAutoName(name: string, beginning: string): boolean {
  return name.startsWith(beginning) && tagAtEnd.exec(name)?.index === beginning.length;
}

/** The auto-name itself, then `<name> (2)`, `<name> (3)`, for when an object already has the name. */
export function nthAutoName(autoName: string, n: number): string {
  return n === 1 ? autoName : `${autoName} (${n})`;
}

/** Whether a name belongs to the sequence that begins with an auto-name. */
export function isInSequence(name: unknown, autoName: unknown): name is string {
  if (typeof name !== "string" || typeof autoName !== "string") return false;
  return (
    name === autoName ||
    (/^ \(\d+\)$/.test(name.slice(autoName.length)) && name.startsWith(autoName))
  );
}

/**
 * The name of an object that is adopted under an auto-name: where Adobe cannot change names, one that was made in another
 * state or on another machine keeps its own.
 *
 * @returns undefined: it gets the auto-name
 */
export function keptName(
  { nameInput, replaces }: Pick<Definition<object, object>, "nameInput" | "replaces">,
  name: unknown,
  autoName: unknown,
): string | undefined {
  if (nameInput === undefined || !Object.hasOwn(replaces, nameInput)) return undefined;
  if (typeof name !== "string" || typeof autoName !== "string") return undefined;
  return withoutOwner(name) === withoutOwner(autoName) ? name : undefined;
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>` */
export function parseUrn(urn: string): { stack: string; project: string } {
  const [first = "", project = ""] = urn.split("::");
  return { stack: first.split(":").at(-1) ?? "", project };
}

/** JSON with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    isObject(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
