import { hash, timingSafeEqual } from "node:crypto";

import type { TokenDigest } from "./settings";

/**
 * Returns the id of the live token that this one is, or undefined when it is none of them. Compares
 * digests of equal length in constant time, and always all of them.
 */
export function matchToken(
  token: string | undefined,
  digests: readonly TokenDigest[],
): string | undefined {
  if (!token) return undefined;
  const digest = hash("sha256", token, "buffer");
  let found: string | undefined;
  for (const { id, sha256 } of digests)
    if (timingSafeEqual(digest, Buffer.from(sha256, "hex"))) found ??= id;
  return found;
}
