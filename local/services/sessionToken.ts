import type { IncomingMessage } from "node:http";

import { headerValue } from "../../emulator/common/headers";
import { isSecret, newSecret } from "../../emulator/server/secret";

/** What AWS clients sign their requests with. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** The key pair is the same in each run; the session token is a secret of this run. */
export function newCredentials(): AwsCredentials {
  return { accessKeyId: "test", secretAccessKey: "test", sessionToken: newSecret() };
}

/**
 * The deployed APIs: Chatlio has no AWS credentials, so webhooks carry a token of their own. MiniStack compares this
 * path with its case, and takes any other spelling for a call of the AWS service that the request's headers name.
 * A path that begins with `@` is MiniStack's own API for connections.
 */
const apiCall = /^\/_aws\/execute-api\/[a-z0-9]+\/[\w$-]+\/(?!@)/u;

/** An empty segment, or one that means this directory or the one above. No webhook has one. */
const detour = /\/(?:\/|\.{1,2}(?:\/|$))/u;

/** Says whether MiniStack runs. */
const health = /^\/_ministack\/health$/u;

/**
 * Checks that a request to MiniStack carries the session token of this run. MiniStack itself accepts every request,
 * and runs functions as the user. SDKs and Pulumi send the token in a header of their own accord when
 * `AWS_SESSION_TOKEN` is set. Calls of deployed APIs need none.
 *
 * @returns why the request must be rejected with 403, for the user; undefined when it may pass
 */
export function sessionTokenProblem(
  { headers, url = "" }: Pick<IncomingMessage, "headers" | "url">,
  sessionToken: string,
): string | undefined {
  // With this header, an AWS service is called, whatever the path is.
  const isCallOfService = headers["x-amz-target"] !== undefined;
  if (!isCallOfService && (isApiCall(url) || health.test(url))) return undefined;
  if (isSecret(headerValue(headers["x-amz-security-token"]), sessionToken)) return undefined;
  return "The request has no session token of this run. Set AWS_SESSION_TOKEN to the value that the local services printed when they started.";
}

/** Whether MiniStack calls a deployed API for this URL, and nothing else. */
function isApiCall(url: string): boolean {
  const path = decodedPath(url);
  return apiCall.test(url) && apiCall.test(path) && !detour.test(path);
}

/** The path as MiniStack reads it: without the query, each character decoded. Empty when it cannot be decoded. */
function decodedPath(url: string): string {
  try {
    return decodeURIComponent(url.split("?", 1)[0] ?? "");
  } catch {
    return "";
  }
}

/** The environment variables that AWS SDKs and Pulumi read credentials from. */
export function credentialVariables(credentials: AwsCredentials): Record<string, string> {
  return {
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken,
  };
}
