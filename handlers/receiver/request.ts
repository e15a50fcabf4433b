import type { APIGatewayProxyEventV2 } from "aws-lambda";

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

/** Names are short; what is longer is no name, and may be a token pasted in the wrong place. */
const MAX_NAME = 64;

/** A stage or a base path may stand in front. */
const webhookPath = /\/chatlio\/([^/]+)\/([^/]+)\/?$/;

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function routeOf(path: string, token: string | undefined): WebhookRequest["route"] {
  const match = webhookPath.exec(path);
  if (!match) return undefined;
  const nameOf = (segment: string) => {
    const name = decode(segment);
    return name.length > MAX_NAME || (token && name.includes(token)) ? "" : name;
  };
  return { widget: nameOf(match[1] as string), event: nameOf(match[2] as string) };
}

export function readRequest(event: APIGatewayProxyEventV2, fallbackId: string): WebhookRequest {
  const query = new URLSearchParams(event.rawQueryString);
  const token = query.get("token") ?? event.queryStringParameters?.["token"];
  const synthetic = query.get("synthetic") ?? event.queryStringParameters?.["synthetic"];
  const context = event.requestContext as
    Partial<APIGatewayProxyEventV2["requestContext"]> | undefined;
  return {
    method: context?.http?.method ?? "",
    route: routeOf(event.rawPath, token),
    token,
    synthetic: synthetic === "true",
    bytes: Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : undefined),
    requestId: (context?.requestId ?? fallbackId).slice(0, 200),
  };
}
