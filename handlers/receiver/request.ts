import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { findEvent } from "../model";

/** What the receiver takes from a request of the gateway (HTTP API, payload 2.0). */
export interface WebhookRequest {
  readonly method: string;
  /** Undefined when the path is no webhook's. */
  readonly route: { readonly widget: string; readonly event: string } | undefined;
  readonly token: string | undefined;
  readonly synthetic: boolean;
  readonly bytes: Buffer;
  readonly requestId: string;
}

/** A name nobody has configured, yet perhaps will. It is stored, so it must be too short for a token (43). */
const plausibleName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** Characters in a row that only a piece of the token has in common with it. */
const MAX_COMMON = 8;

/** A stage or a base path may stand in front. */
const webhookPath = /\/chatlio\/([^/]+)\/([^/]+)\/?$/;

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function hasPieceOf(token: string, name: string): boolean {
  for (let start = 0; start + MAX_COMMON <= name.length; start += 1)
    if (token.includes(name.slice(start, start + MAX_COMMON))) return true;
  return false;
}

/** Names as they are to be stored: what may be a token pasted in the wrong place, live or not, is empty. */
function routeOf(
  path: string,
  token: string | undefined,
  widgets: readonly string[],
): WebhookRequest["route"] {
  const match = webhookPath.exec(path);
  if (!match) return undefined;
  const [widget, event] = [decode(match[1] as string), decode(match[2] as string)];
  const isToken = (name: string) => token !== undefined && hasPieceOf(token, name);
  const safe = (name: string) => (plausibleName.test(name) && !isToken(name) ? name : "");
  return {
    widget: widgets.includes(widget) ? widget : safe(widget),
    event: findEvent(event) ? event : safe(event),
  };
}

/** @param widgets the configured ones, whose names are as they are */
export function readRequest(
  event: APIGatewayProxyEventV2,
  fallbackId: string,
  widgets: readonly string[],
): WebhookRequest {
  const query = new URLSearchParams(event.rawQueryString);
  const token = query.get("token") ?? event.queryStringParameters?.["token"];
  const synthetic = query.get("synthetic") ?? event.queryStringParameters?.["synthetic"];
  const context = event.requestContext as
    Partial<APIGatewayProxyEventV2["requestContext"]> | undefined;
  return {
    method: context?.http?.method ?? "",
    route: routeOf(event.rawPath, token, widgets),
    token,
    synthetic: synthetic === "true",
    bytes: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : undefined),
    requestId: (context?.requestId ?? fallbackId).slice(0, 200),
  };
}
