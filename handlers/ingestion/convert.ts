import { isIPv4, isIPv6 } from "node:net";

import type { FieldType } from "../model";
import { identityValue } from "../model/identityValue";
import { isObject, looksLikeJson, parseLenientJson, toJson, type Json } from "../shared/json";
import { isUri } from "../shared/uri";
import { wellFormed, wellFormedJson } from "../shared/wellFormed";
import { normalizeTime } from "./time";

/** Whether a value is empty. AEP rejects empty values, so they are left out. */
export function isEmpty(value: Json | undefined): value is undefined | null | "" {
  if (typeof value === "string") return value === "";
  if (value === undefined || value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Returns the object or list that a string holds as JSON, and any other value as it is. */
export function unwrapJson(value: Json): Json {
  if (typeof value !== "string" || !looksLikeJson(value)) return value;
  try {
    return parseLenientJson(value);
  } catch {
    // The text begins like JSON but is not.
  }
  return value;
}

function toText(value: Json): string {
  return typeof value === "string" ? wellFormed(value) : wellFormedJson(toJson(value));
}

/** Text that is not JSON stays as it is: in it, `\\ud800` is six characters. */
function toJsonText(value: Json): string {
  const text = toText(value);
  const repaired = typeof value === "string" ? wellFormedJson(text) : text;
  if (repaired === text) return text;
  try {
    JSON.parse(text);
    return repaired;
  } catch {
    // It is a text that only looks like JSON.
  }
  return text;
}

/** The start of a URI whose host is an IPv6 address: the only place where RFC 3986 allows brackets. */
const ipv6Host = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?)(\[[0-9a-f:.]+\])/i;

function escaped(part: string): string {
  return part
    .replace(/[^A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]/gu, (char) => encodeURIComponent(char))
    .replace(/%(?![0-9A-Fa-f]{2})/g, "%25");
}

/**
 * Returns an absolute URI. Escapes the characters that browsers show but RFC 3986 does not allow. Undefined
 * when the URI has no scheme, or a host that is too long.
 */
function toUri(text: string): string | undefined {
  const trimmed = text.trim();
  if (!isUri(trimmed)) return undefined;
  const repaired = wellFormed(trimmed);
  const [start = "", before = "", host = ""] = ipv6Host.exec(repaired) ?? [];
  const uri = escaped(before) + host + escaped(repaired.slice(start.length));
  const fragment = uri.indexOf("#") + 1;
  return uri.slice(0, fragment) + uri.slice(fragment).replaceAll("#", "%23");
}

/** Returns an address without a zone, a port after IPv4, or brackets. */
function bareAddress(text: string): string {
  return text
    .trim()
    .replace(/^\[(.*)\](?::\d+)?$/, "$1")
    .replace(/%.*/, "")
    .replace(/^([\d.]+):\d+$/, "$1");
}

function addressIf(isAddress: (text: string) => boolean, value: Json): string | undefined {
  if (typeof value !== "string") return undefined;
  const address = bareAddress(value);
  return isAddress(address) ? address : undefined;
}

const booleans: ReadonlyMap<Json, boolean> = new Map<Json, boolean>([
  [true, true],
  ["true", true],
  [1, true],
  [false, false],
  ["false", false],
  [0, false],
]);

/**
 * Returns the value in the field's type. Undefined when that type cannot hold it; the value then goes to
 * the extra fields. Converts other JSON types when nothing is lost: a number to text, an object to JSON.
 */
export function convert(
  type: FieldType,
  value: Json,
): string | number | boolean | string[] | undefined {
  switch (type) {
    case "string":
      return toText(value);
    case "json":
      return toJsonText(value);
    case "email":
      return typeof value === "string" ? identityValue("Email", wellFormed(value)) : undefined;
    case "uri":
      return typeof value === "string" ? toUri(value) : undefined;
    case "ipv4":
      return addressIf(isIPv4, value);
    case "ipv6":
      return addressIf(isIPv6, value);
    case "date-time":
      return typeof value === "string" ? normalizeTime(value) : undefined;
    case "boolean":
      return booleans.get(value);
    case "integer":
      return Number.isSafeInteger(value) ? Number(value) : undefined;
    case "strings": {
      const list = unwrapJson(value);
      const texts = (Array.isArray(list) ? list : [value])
        .filter((item) => !isEmpty(item))
        .map(toText);
      return texts.length === 0 ? undefined : texts;
    }
  }
}
