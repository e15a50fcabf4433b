import { createHash } from "node:crypto";

import { UNKNOWN } from "../../../provider-sdk";
import { hasUnknown, isUnknown } from "./unknown";

/** What distinguishes one object of ours from every other. */
export interface DigestParts {
  readonly urn: string;
  /** Provider config `namePrefix`, which tells two stacks of one name apart. */
  readonly prefix: string | undefined;
  /** The inputs that force a replacement. */
  readonly identity: unknown;
  /**
   * Ownership tag or name of the object it replaces. So digests form a chain: a new object meets
   * neither its predecessor nor, when a change is taken back, an ancestor that could not be deleted.
   */
  readonly successorOf?: string | undefined;
}

/** What an auto-name or an ownership tag is made of. */
export interface NameParts extends DigestParts {
  /** What kind of object it is, as `source connection`. */
  readonly displayName: string;
  /** Id of the provider resource, UNKNOWN in the preview that would make it; undefined: none. */
  readonly owner: string | undefined;
}

/**
 * 8 hex digits, the same for every run over the same inputs: that is how an object left by an
 * interrupted run is found again. Unknown as long as an input is.
 */
export function makeDigest({ urn, prefix, identity, successorOf }: DigestParts): string {
  if (hasUnknown(identity)) return UNKNOWN;
  return createHash("sha256")
    .update(canonicalJson([urn, prefix ?? null, identity, successorOf ?? null]))
    .digest("hex")
    .slice(0, 8);
}

/**
 * `1a2b3c4d-9f8e7d`: the digest, which the same resource of every state of this stack's name has,
 * and what is this state's alone.
 */
export function makeTag(parts: NameParts): string {
  const digest = makeDigest(parts);
  const { owner } = parts;
  if (isUnknown(digest) || isUnknown(owner)) return UNKNOWN;
  if (owner === undefined) return digest;
  return `${digest}-${createHash("sha256").update(owner).digest("hex").slice(0, 6)}`;
}

/** `<prefix> <display name> (<stack>) <tag>` */
export function makeAutoName(parts: NameParts): string {
  const tag = makeTag(parts);
  if (isUnknown(tag)) return UNKNOWN;
  const { stack, project } = parseUrn(parts.urn);
  return `${parts.prefix ?? project} ${parts.displayName} (${stack}) ${tag}`;
}

/** An auto-name or tag without what is one state's alone: what two states of one stack name share. */
export function withoutOwner(autoNameOrTag: string): string {
  return autoNameOrTag.replace(/([0-9a-f]{8})-[0-9a-f]{6}(?: \(\d+\))?$/, "$1");
}

/** The auto-name itself, then `<name> (2)`, `<name> (3)`, for when an object has it already. */
export function nthAutoName(autoName: string, n: number): string {
  return n === 1 ? autoName : `${autoName} (${n})`;
}

/** Whether a name is one of the sequence that begins with an auto-name. */
export function isInSequence(name: unknown, autoName: unknown): name is string {
  if (typeof name !== "string" || typeof autoName !== "string") return false;
  return (
    name === autoName ||
    (/^ \(\d+\)$/.test(name.slice(autoName.length)) && name.startsWith(autoName))
  );
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>` */
export function parseUrn(urn: string): { stack: string; project: string } {
  const [first = "", project = ""] = urn.split("::");
  return { stack: first.split(":").at(-1) ?? "", project };
}

/** JSON with sorted keys. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
