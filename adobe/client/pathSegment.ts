import * as z from "zod";

import { AdobeError } from "./errors";
import type { Action } from "./errors";

/** Longest id, in characters. Adobe's ids have at most a few hundred. */
const MAX_ID = 512;

/**
 * Whether a text can be one segment of a URL's path. Adobe's ids are UUIDs, hex digits or names with dots.
 * Everything that would lead to another path is excluded: an empty text, `.` and `..`, slashes,
 * backslashes, percent signs, `?`, `#`, spaces, and characters outside ASCII.
 */
export function isPathSegment(text: string): boolean {
  return (
    text.length <= MAX_ID && /^[\w.:@~+=,;!$&'()*-]+$/.test(text) && text !== "." && text !== ".."
  );
}

/** Whether a text is an id of the Schema Registry: a `meta:altId`, or a URI of such segments. */
export function isRegistryId(text: string): boolean {
  if (text.length > MAX_ID) return false;
  const path = /^https?:\/\/(.*)$/s.exec(text)?.[1];
  return path === undefined ? isPathSegment(text) : path.split("/").every(isPathSegment);
}

/** An id in a response. */
export const objectId = z.string().refine(isPathSegment, { error: "is not in the form of an id" });

/** An id of the Schema Registry in a response. */
export const registryId = z.string().refine(isRegistryId, { error: "is not in the form of an id" });

/**
 * An id as a segment of a path.
 *
 * @throws AdobeError when the id would lead to another path
 */
export function pathSegment(id: string, action: Action, isId = isPathSegment): string {
  if (isId(id)) return encodeURIComponent(id);
  throw new AdobeError({
    ...action,
    reason: "this is not in the form of an id, so nothing was sent to Adobe",
    hint: "Correct the id",
  });
}
