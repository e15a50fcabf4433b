import type { APIGatewayProxyEventV2 } from "aws-lambda";

import { token } from "./settings";

export interface WebhookOptions {
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly body?: Buffer | string;
  readonly base64?: boolean;
  readonly headers?: Record<string, string>;
}

/** A request as the HTTP API hands it to Lambda (payload 2.0). */
export function webhook(options: WebhookOptions = {}): APIGatewayProxyEventV2 {
  const { method = "POST", path = "/chatlio/main/feedback-left", headers = {} } = options;
  const query = options.query ?? `token=${token}`;
  const body = Buffer.from(options.body ?? "{}");
  const base64 = options.base64 ?? false;
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: path,
    rawQueryString: query,
    headers: { "content-type": "application/json", ...headers },
    requestContext: {
      accountId: "000000000000",
      apiId: "api",
      domainName: "example.com",
      domainPrefix: "example",
      http: { method, path, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "test" },
      requestId: "request-1",
      routeKey: "$default",
      stage: "$default",
      time: "",
      timeEpoch: 0,
    },
    body: body.toString(base64 ? "base64" : "utf8"),
    isBase64Encoded: base64,
  };
}

export function invocation(remainingMs = 15_000) {
  return {
    awsRequestId: "aws-request-1",
    getRemainingTimeInMillis: () => remainingMs,
  };
}
