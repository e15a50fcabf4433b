import { createHash } from "node:crypto";
import { UNKNOWN } from "../../../provider-sdk";
import { hasUnknown, isUnknown } from "./unknown";

/** What tells one object of ours from every other. */
export interface DigestParts {
  readonly urn: string;
  /** Provider config `namePrefix`, which tells two stacks of one name apart. */
  readonly prefix: string | undefined;
  /** The inputs that force a replacement. */
  readonly identity: unknown;
  /**
   * Mark or name of the object it takes the place of. A chain of digests: a new object meets neither
   * its predecessor nor, when a change is taken back, an ancestor that could not be deleted.
   */
  readonly successorOf?: string | undefined;
}

/** What a made name is made of. */
export interface NameParts extends DigestParts {
  /** What it is, as `source connection`. */
  readonly word: string;
}

/**
 * 8 hex, the same for every run over the same inputs, which is how an object left by an interrupted
 * run is found again. Unknown as long as an input is.
 */
export function makeDigest({ urn, prefix, identity, successorOf }: DigestParts): string {
  if (hasUnknown(identity)) return UNKNOWN;
  return createHash("sha256")
    .update(canonical([urn, prefix ?? null, identity, successorOf ?? null]))
    .digest("hex")
    .slice(0, 8);
}

/** `<prefix> <word> (<stack>) <digest>` */
export function makeName(parts: NameParts): string {
  const digest = makeDigest(parts);
  if (isUnknown(digest)) return UNKNOWN;
  const { stack, project } = readUrn(parts.urn);
  return `${parts.prefix ?? project} ${parts.word} (${stack}) ${digest}`;
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>` */
export function readUrn(urn: string): { stack: string; project: string } {
  const [first = "", project = ""] = urn.split("::");
  return { stack: first.split(":").at(-1) ?? "", project };
}

/** JSON with sorted keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
