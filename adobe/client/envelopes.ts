import { isObject } from "./json";
import type { Json } from "./json";
import { MAX_LABEL, withoutMarkup } from "./text";

/** What an error body says, whichever of Adobe's services sent it. */
export interface Envelope {
  /** `XDM-1521-400`, `FLOW-1404-412`, `403025`, `NAMESPACE_CODE_CONFLICT`; undefined when there is none. */
  readonly code: string | undefined;
  readonly reason: string;
  readonly requestId: string | undefined;
  /** The response is from the gateway in front of the services, not from a service. */
  readonly gateway: boolean;
}

/** Prepares a text of the server's for a message: at most so many characters of it. */
export type Quote = (text: string, max?: number) => string;

/** Longest of the texts of an error body. A hint is chosen by their words. */
const MAX_PART = 1_000;

/**
 * Reads an error body: the gateway's `{error_code, message}`, the problem objects of Schema
 * Registry, Flow Service, Catalog and Identity Service, or none of these.
 *
 * @param quote - applied to every text before anything else: it truncates and redacts
 */
export function readEnvelope(body: unknown, text: string, quote: Quote): Envelope {
  const envelope = isObject(body) ? body : {};
  const report = isObject(envelope["report"]) ? envelope["report"] : {};
  const label = (value: unknown) => textOf(value, quote, MAX_LABEL);
  const requestId = [
    report["registryRequestId"],
    report["request-id"],
    report["requestId"],
    envelope["requestId"],
    envelope["request-id"],
  ]
    .map(label)
    .find((id) => id !== "");
  const gateway = envelope["error_code"] !== undefined;
  const nested = nestedReasons(body, { values: 0, reasons: 0 });
  const reasons = [...mainReasons(envelope, report), ...nested].slice(0, MAX_TEXTS);
  return {
    code: gateway
      ? label(envelope["error_code"])
      : (codeOf(label(envelope["type"]), label(report["code"]), label(envelope["title"])) ??
        policyCode(label(envelope["code"]))),
    reason: joined(reasons.map((one) => quote(one, MAX_PART))) || firstText(text, quote),
    requestId,
    gateway,
  };
}

/** The keys in which most envelopes have the message, from the general to the particular. */
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

/** Keys whose texts explain the error, wherever they are: `errorReason`, `sub-errors`, `exception`. */
const explains = /(message|reason|detail|description|title|error|cause|explanation|exception)s?$/i;
/** Keys that say which part of the request is wrong. */
const locates =
  /^(destination|field|fieldName|property|propertyName|columnName|pointer|pointerToViolation)$/;
/** A longer key is none of these. */
const MAX_KEY = 60;

/** Largest number of values of an error body that are looked at, and of reasons that are taken from it. */
const MAX_VALUES = 2_000;
const MAX_REASONS = 20;
/** The same, with the parts of the request that they belong to. */
const MAX_TEXTS = 50;

/** The state of a search for reasons. */
interface Search {
  values: number;
  reasons: number;
}

/**
 * The texts of all explaining keys, however deep: the services differ in where they put the particular
 * reason (`report.additionalDetails[].errorReason`, `report.cause._streamingValidation[].message`).
 * Stops at {@link MAX_VALUES} and {@link MAX_REASONS}.
 */
function nestedReasons(value: unknown, search: Search, key = ""): string[] {
  if (search.reasons >= MAX_REASONS || ++search.values > MAX_VALUES) return [];
  if (typeof value === "string") {
    if (key.length > MAX_KEY || !explains.test(key)) return [];
    search.reasons++;
    return [value];
  }
  if (Array.isArray(value)) {
    return value.slice(0, MAX_VALUES).flatMap((element) => nestedReasons(element, search, key));
  }
  if (!isObject(value)) return [];
  const entries = Object.entries(value).slice(0, MAX_VALUES);
  const reasons = entries.flatMap(([inner, one]) => nestedReasons(one, search, inner));
  const places = entries.flatMap(([inner, one]) =>
    inner.length <= MAX_KEY && locates.test(inner) && typeof one === "string" ? [one] : [],
  );
  return reasons.length === 0 ? [] : [...places, ...reasons];
}

/** Removes texts that repeat another one or a part of it. */
function joined(texts: readonly string[]): string {
  const unique = [...new Set(texts.filter((text) => text !== ""))];
  return unique
    .filter((text) => !unique.some((other) => other !== text && other.includes(text)))
    .join(": ");
}

/** A text, or a number in digits; empty for anything else. */
function textOf(value: unknown, quote: Quote, max: number): string {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? quote(value, max) : "";
}

function codeOf(type: string, reported: string, title: string): string | undefined {
  const last = type.split("/").at(-1) ?? "";
  if (/\d{3,4}-\d{3}$/.test(last)) return last;
  // Only Catalog names the sandbox's error here.
  if (/^\d{4}-\d{3}$/.test(reported)) return reported;
  return /^[A-Z][A-Z0-9_]+$/.test(title) ? title : undefined;
}

/** Only Policy Service, which keeps the labels of datasets, has its code on top. */
function policyCode(code: string): string | undefined {
  return /^PES-\d{3}$/.test(code) ? code : undefined;
}

/** The id of a request that the gateway and IMS send in a header. */
export function requestIdOf(
  headers: { get(name: string): string | null },
  quote: Quote,
): string | undefined {
  const id = headers.get("x-request-id") ?? headers.get("x-debug-id");
  return id === null ? undefined : quote(id, MAX_LABEL);
}

function firstText(text: string, quote: Quote): string {
  return quote(withoutMarkup(text), MAX_PART) || "a response with no explanation";
}
