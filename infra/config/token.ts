import { createHash } from "node:crypto";

import * as z from "zod";

import type { TokenDigest } from "../../handlers/receiver/settings";

/** Number of bytes that a string of base64url or hex digits encodes. */
function encodedBytes(token: string): number {
  return /^[0-9a-fA-F]+$/.test(token) ? token.length / 2 : (token.length * 3) / 4;
}

/**
 * A webhook token: the only proof that a post comes from Chatlio, and part of a URL. So it has
 * characters that need no escaping and at least 32 bytes, and is not made up by a person: 32 random
 * bytes show about 31 different base64url characters, or 15 hex digits; a repeated word shows few.
 */
export const webhookToken = z
  .string({ error: "must be a token" })
  .regex(/^[A-Za-z0-9_-]+$/, { error: "has characters other than A-Z, a-z, 0-9, - and _" })
  .refine((token) => encodedBytes(token) >= 32, {
    error: "is shorter than 32 random bytes (43 base64url characters or 64 hex digits)",
    abort: true,
  })
  .refine((token) => new Set(token).size >= 10, {
    error: "does not look random: it repeats the same few characters",
  })
  .refine((token) => token.length <= 256, { error: "is longer than 256 characters" });

/** The digest of a token. The id is the start of the digest: it names the token and does not reveal it. */
export function digestToken(token: string): TokenDigest {
  const sha256 = createHash("sha256").update(token, "utf8").digest("hex");
  return { id: sha256.slice(0, 8), sha256 };
}
