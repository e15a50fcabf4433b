import { parse as parseSmile } from "smile-js";
import type { Call } from "../../common/service";
import { isObject } from "../../common/json";
import { inletError, inletErrors } from "./errors";

/** Media type of Smile, the binary form of JSON that the inlets take too. */
export const smileType = "application/x-jackson-smile";

/** The body of a request to an inlet: JSON, or Smile when its media type says so. */
export const parseBody = (call: Call, inletId: string): unknown => {
  const smile = (call.headers["content-type"] ?? "").toLowerCase().startsWith(smileType);
  try {
    return smile ? readSmile(call.raw) : (JSON.parse(call.raw.toString("utf8")) as unknown);
  } catch {
    const form = smile ? "Smile" : "JSON";
    throw inletError(inletErrors.malformed, inletId, `The body is not valid ${form}`);
  }
};

/** Reads Smile into what the same body in JSON would be. Throws when it is none. */
export const readSmile = (bytes: Uint8Array): unknown => asJson(parseSmile(bytes));

/** Smile has two kinds of value more than JSON: integers of any size, and bytes, which Jackson writes as Base64. */
const asJson = (value: unknown): unknown => {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.map(asJson);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asJson(inner)]));
};
