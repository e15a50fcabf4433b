import { parse as parseSmile } from "smile-js";

import { isObject, parseJson } from "../../common/json";
import type { Call } from "../../common/service";
import { inletError, inletErrors } from "./errors";

/** Media type of Smile, the binary form of JSON that the streaming endpoints also take. */
export const smileType = "application/x-jackson-smile";

/** The body of a request to a streaming endpoint: JSON, or Smile when its media type says so. */
export function parseBody(call: Call, inletId: string): unknown {
  const smile = (call.headers["content-type"] ?? "").toLowerCase().startsWith(smileType);
  try {
    return smile ? readSmile(call.raw) : parseJson(call.raw.toString("utf8"));
  } catch {
    const form = smile ? "Smile" : "JSON";
    throw inletError(inletErrors.malformed, inletId, `The body is not valid ${form}`);
  }
}

/** Reads Smile into what the same body in JSON would be. Throws when it is not valid Smile. */
export function readSmile(bytes: Uint8Array): unknown {
  return asJson(parseSmile(bytes));
}

/** Converts the two kinds of value that JSON lacks: integers of any size, and bytes, which Jackson writes as Base64. */
function asJson(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(asJson);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asJson(inner)]));
}
