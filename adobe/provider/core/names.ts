import { createHash } from "node:crypto";
import { UNKNOWN } from "../rpc";
import { hasUnknown, isUnknown } from "./unknown";

/** What tells one object of ours from every other. */
export interface DigestParts {
  readonly urn: string;
  /** The inputs that force a replacement: with them the digest changes, so that a new object never meets its predecessor. */
  readonly identity: unknown;
  /** Name of the predecessor when it is replaced although these inputs are the same. */
  readonly successorOf?: string | undefined;
}

/** What a made name is made of. */
export interface NameParts extends DigestParts {
  /** First words: provider config `namePrefix`, else the project's name. */
  readonly prefix: string | undefined;
  /** What it is, as `source connection`. */
  readonly word: string;
}

/**
 * 8 hex, the same for every run over the same inputs, which is how an object left by an interrupted
 * run is found again. Unknown as long as an input is.
 */
export function makeDigest({ urn, identity, successorOf }: DigestParts): string {
  if (hasUnknown(identity)) return UNKNOWN;
  return createHash("sha256")
    .update(canonical([urn, identity, successorOf ?? null]))
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
