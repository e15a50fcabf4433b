import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** A secret that nobody can guess: 256 random bits, safe in headers, URLs and shells. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Whether a text equals the secret. The time it takes says nothing about where they differ. */
export function isSecret(given: string | undefined, secret: string): boolean {
  return given !== undefined && timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
