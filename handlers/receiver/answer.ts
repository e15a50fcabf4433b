import type { APIGatewayProxyStructuredResultV2 } from "aws-lambda";

export type Answer = APIGatewayProxyStructuredResultV2;

function json(statusCode: number, body: object, headers: Record<string, string> = {}): Answer {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

/** Every answer the receiver gives. Nothing in one depends on what a stranger could want to learn. */
export const answers = {
  accepted: (id: string) => json(202, { status: "accepted", id }),
  quarantined: (reason: string) => json(202, { status: "quarantined", reason }),
  ignored: () => json(202, { status: "ignored" }),
  unauthorized: (): Answer => ({ statusCode: 401, body: "" }),
  wrongMethod: () => json(405, { status: "refused", reason: "method" }, { allow: "POST" }),
  tooLarge: () => json(413, { status: "refused", reason: "too-large" }),
  unavailable: () => json(503, { status: "unavailable" }, { "retry-after": "10" }),
};
