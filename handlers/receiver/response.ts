import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

/** What the receiver returns to the HTTP API. */
export type WebhookResponse = APIGatewayProxyStructuredResultV2;

function json(
  statusCode: number,
  body: object,
  headers: Record<string, string> = {},
): WebhookResponse {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

/** Every response of the receiver. None of them tells an unauthenticated caller anything. */
export const responses = {
  accepted: (id: string) => json(202, { status: "accepted", id }),
  quarantined: (reason: string) => json(202, { status: "quarantined", reason }),
  ignored: () => json(202, { status: "ignored" }),
  unauthorized: (): WebhookResponse => ({ statusCode: 401, body: "" }),
  wrongMethod: () => json(405, { status: "refused", reason: "method" }, { allow: "POST" }),
  tooLarge: () => json(413, { status: "refused", reason: "too-large" }),
  unavailable: () => json(503, { status: "unavailable" }, { "retry-after": "10" }),
};
