import type { APIGatewayProxyEventV2 } from "aws-lambda";

/** The largest event that Lambda accepts, in bytes (AWS Lambda quotas: 6 MB for an invocation's payload). */
export const MAX_EVENT_BYTES = 6 * 1024 * 1024;

/** No character takes more bytes than `\u0000` in JSON. */
const MAX_ESCAPED_BYTES = 6;

/** The size of an event without its body: the gateway takes 10,240 bytes of headers, some of them twice. */
const MAX_REST_BYTES = 100_000;

/**
 * Whether Lambda would not accept the event. It counts all of it as JSON: the body with its quotes and
 * backslashes escaped, or in base64, and headers and context.
 */
export function isTooLargeForLambda(gatewayRequest: APIGatewayProxyEventV2): boolean {
  const { length } = gatewayRequest.body ?? "";
  // Most bodies are small, and need not be written again to know.
  if (length * MAX_ESCAPED_BYTES + MAX_REST_BYTES <= MAX_EVENT_BYTES) return false;
  return Buffer.byteLength(JSON.stringify(gatewayRequest)) > MAX_EVENT_BYTES;
}
