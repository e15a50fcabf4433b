import { isObject } from "./json";
import type { Json } from "./json";

/** What an error body says, whichever of Adobe's services wrote it. */
export interface Envelope {
  /** `XDM-1521-400`, `FLOW-1404-412`, `403025`, `NAMESPACE_CODE_CONFLICT`; undefined when there is none. */
  readonly code: string | undefined;
  readonly reason: string;
  readonly requestId: string | undefined;
  /** The response is from the gateway in front of the services, not from a service. */
  readonly gateway: boolean;
}

/**
 * Reads an error body: the gateway's `{error_code, message}`, the problem objects of Schema
 * Registry, Flow Service, Catalog and Identity Service, or none of these.
 */
export function readEnvelope(body: unknown, text: string): Envelope {
  const envelope = isObject(body) ? body : {};
  const report = isObject(envelope["report"]) ? envelope["report"] : {};
  const requestId = first(
    report["registryRequestId"],
    report["request-id"],
    report["requestId"],
    envelope["requestId"],
    envelope["request-id"],
  );
  const gateway = envelope["error_code"] !== undefined;
  const reason = joined([...mainReasons(envelope, report), ...nestedReasons(body)]);
  return { code: codeOf(envelope, gateway), reason: reason || firstText(text), requestId, gateway };
}

/** Where most envelopes say it, from the general to the particular. */
function mainReasons(body: Json, report: Json): string[] {
  return [
    body["title"],
    body["message"],
    body["detail"],
    body["errorMessage"],
    body["errorDetails"],
    body["error"],
    body["description"],
    report["detailed-message"],
    report["message"],
  ].filter((part): part is string => typeof part === "string");
}

/** Keys whose texts explain, wherever they are: `errorReason`, `sub-errors`, `exception`. */
const explains = /(message|reason|detail|description|title|error|cause|explanation|exception)s?$/i;
/** Keys that say which part of the request is meant. */
const locates =
  /^(destination|field|fieldName|property|propertyName|columnName|pointer|pointerToViolation)$/;

/**
 * The texts of all explaining keys, however deep: the services differ in where they put the particular
 * reason (`report.additionalDetails[].errorReason`, `report.cause._streamingValidation[].message`).
 */
function nestedReasons(value: unknown, key = ""): string[] {
  if (typeof value === "string") return explains.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((element) => nestedReasons(element, key));
  if (!isObject(value)) return [];
  const reasons = Object.entries(value).flatMap(([inner, one]) => nestedReasons(one, inner));
  const places = Object.entries(value).flatMap(([inner, one]) =>
    locates.test(inner) && typeof one === "string" ? [one] : [],
  );
  return reasons.length === 0 ? [] : [...places, ...reasons];
}

/** Each text once, also where one repeats a part of another. */
function joined(texts: readonly string[]): string {
  const trimmed = texts.map((text) => text.trim()).filter((text) => text !== "");
  const unique = [...new Set(trimmed)];
  return unique
    .filter((text) => !unique.some((other) => other !== text && other.includes(text)))
    .join(": ");
}

function codeOf(body: Json, gateway: boolean): string | undefined {
  if (gateway) return String(body["error_code"]);
  const type = typeof body["type"] === "string" ? body["type"].split("/").at(-1) : undefined;
  if (type !== undefined && /\d{3,4}-\d{3}$/.test(type)) return type;
  // Catalog names the sandbox's error there only.
  const reported = isObject(body["report"]) ? body["report"]["code"] : undefined;
  if (typeof reported === "string" && /^\d{4}-\d{3}$/.test(reported)) return reported;
  const title = body["title"];
  return typeof title === "string" && /^[A-Z][A-Z0-9_]+$/.test(title) ? title : undefined;
}

/** The id of a request that the gateway and IMS send in a header. */
export function requestIdOf(headers: { get(name: string): string | null }): string | undefined {
  return headers.get("x-request-id") ?? headers.get("x-debug-id") ?? undefined;
}

function firstText(text: string): string {
  const plain = text.replace(/<[^>]*>/g, " ").trim();
  return plain === "" ? "a response with no explanation" : plain;
}

function first(...values: unknown[]): string | undefined {
  return values.find((value): value is string => typeof value === "string" && value !== "");
}
