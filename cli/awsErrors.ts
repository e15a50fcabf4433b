import { truncate } from "./terminal";
import { UserError } from "./userError";

/**
 * Runs what calls AWS. An error of AWS is for the user to fix: it becomes one message.
 *
 * @param needs - Which permissions the credentials need: `sqs:SendMessage on the queue`. Undefined: none.
 */
export async function withAwsErrors<T>(
  needs: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  // The SDK's warning about future Node.js releases means nothing to an operator.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !fromAws(error)) throw error;
    const permissions = needs === undefined ? "" : `; their role needs ${needs}`;
    throw new UserError(
      `AWS: ${truncate(error.message || error.name)}. Check the credentials (AWS_PROFILE, or the AWS_… variables)${permissions}.`,
    );
  }
}

/** Whether AWS rejected a request, or could not be reached. */
function fromAws(error: Error) {
  return "$metadata" in error || "code" in error || error.name === "CredentialsProviderError";
}

/** Whether a request failed at AWS itself (HTTP 5xx), also when the SDK tried again: later it may succeed. */
export function isFaultOfAws(error: unknown): boolean {
  if (!(error instanceof Error) || !("$metadata" in error)) return false;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode !== undefined && httpStatusCode >= 500;
}
