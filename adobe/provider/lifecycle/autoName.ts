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

/** What an auto-name is made of. */
export interface NameParts extends DigestParts {
  /** What kind of object it is, as `source connection`. */
  readonly displayName: string;
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

/** `<prefix> <display name> (<stack>) <digest>` */
export function makeAutoName(parts: NameParts): string {
  const digest = makeDigest(parts);
  if (isUnknown(digest)) return UNKNOWN;
  const { stack, project } = parseUrn(parts.urn);
  return `${parts.prefix ?? project} ${parts.displayName} (${stack}) ${digest}`;
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
