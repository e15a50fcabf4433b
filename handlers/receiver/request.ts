import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { findEvent } from "../model";

/** What the receiver takes from a request of the gateway (HTTP API, payload 2.0). */
export interface WebhookRequest {
  readonly method: string;
  /** Widget and event slug of the path. Undefined when the path is not a webhook's. */
  readonly route: { readonly widget: string; readonly slug: string } | undefined;
  readonly token: string | undefined;
  readonly synthetic: boolean;
  /** The bytes when the gateway passes them in base64, else the text that it has decoded. */
  readonly body: Buffer | string;
  /** Charset that the content type declares for the bytes. */
  readonly charset: string | undefined;
  readonly requestId: string;
}

/**
 * A name that is not configured yet and may be later. It is stored, so it must be too short to be a
 * token (43 characters).
 */
const plausibleName = /^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/;

/** A name that shares this many characters in a row with the token is taken for a piece of it. */
const SHARED_CHARACTERS = 8;

/** A stage or a base path may come first. */
const webhookPath = /\/chatlio\/([^/]+)\/([^/]+)\/?$/;

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function hasPieceOf(token: string, name: string): boolean {
  for (let start = 0; start + SHARED_CHARACTERS <= name.length; start += 1)
    if (token.includes(name.slice(start, start + SHARED_CHARACTERS))) return true;
  return false;
}

/** Names as they may be stored: one that may be a token pasted into the wrong place becomes empty. */
function routeOf(
  path: string,
  token: string | undefined,
  widgets: readonly string[],
): WebhookRequest["route"] {
  const match = webhookPath.exec(path);
  if (!match) return undefined;
  const [widget, slug] = [decode(match[1] as string), decode(match[2] as string)];
  const isToken = (name: string) => token !== undefined && hasPieceOf(token, name);
  const safe = (name: string) => (plausibleName.test(name) && !isToken(name) ? name : "");
  return {
    widget: widgets.includes(widget) ? widget : safe(widget),
    slug: findEvent(slug) ? slug : safe(slug),
  };
}

/**
 * The charset of a content type such as `application/json; charset="iso-8859-1"`. Where the gateway
 * passes text, it has decoded the body already.
 */
function charsetOf({ headers, isBase64Encoded }: APIGatewayProxyEventV2): string | undefined {
  if (!isBase64Encoded) return undefined;
  const type = (headers as typeof headers | undefined)?.["content-type"] ?? "";
  return /;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(type)?.[1];
}

/**
 * Reads a request of the gateway.
 *
 * @param fallbackId the request id where the gateway gives none
 * @param widgets names of the configured widgets: these are stored as they are
 */
export function readRequest(
  gatewayRequest: APIGatewayProxyEventV2,
  fallbackId: string,
  widgets: readonly string[],
): WebhookRequest {
  const { rawPath, rawQueryString, queryStringParameters, body, isBase64Encoded } = gatewayRequest;
  const query = new URLSearchParams(rawQueryString);
  const token = query.get("token") ?? queryStringParameters?.["token"];
  const synthetic = query.get("synthetic") ?? queryStringParameters?.["synthetic"];
  const context = gatewayRequest.requestContext as
    Partial<APIGatewayProxyEventV2["requestContext"]> | undefined;
  return {
    method: context?.http?.method ?? "",
    route: routeOf(rawPath, token, widgets),
    token,
    synthetic: synthetic === "true",
    body: isBase64Encoded ? Buffer.from(body ?? "", "base64") : (body ?? ""),
    charset: charsetOf(gatewayRequest),
    requestId: (context?.requestId ?? fallbackId).slice(0, 200),
  };
}
