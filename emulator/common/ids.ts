import { randomBytes, randomUUID } from "node:crypto";

/** Random bytes as lower-case hex: ids of the registry, Catalog, Data Prep and streaming endpoints. */
export function hexId(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}

export function uuid(): string {
  return randomUUID();
}

/**
 * An etag as Flow Service writes them: the quotes belong to the value, the hex tail is the time in
 * Unix seconds.
 */
export function flowEtag(now: number): string {
  const tail = Math.floor(now / 1000)
    .toString(16)
    .padStart(8, "0");
  return `"${hexId(4)}-0000-0200-0000-${tail}0000"`;
}
