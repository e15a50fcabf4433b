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
  if (!isObject(body)) {
    return { code: undefined, reason: firstText(text), requestId: undefined, gateway: false };
  }
  const report = isObject(body["report"]) ? body["report"] : {};
  const requestId = first(
    report["registryRequestId"],
    report["request-id"],
    report["requestId"],
    body["requestId"],
    body["request-id"],
  );
  const gateway = body["error_code"] !== undefined;
  const details = [
    body["title"],
    body["message"],
    body["detail"],
    body["errorMessage"],
    body["errorDetails"],
    body["error"],
    body["description"],
    report["detailed-message"],
    report["message"],
  ].map((part) => (typeof part === "string" ? part.trim() : ""));
  const reason = [...new Set(details.filter((part) => part !== ""))].join(": ");
  return { code: codeOf(body, gateway), reason: reason || firstText(text), requestId, gateway };
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
