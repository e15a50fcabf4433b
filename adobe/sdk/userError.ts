import * as pulumi from "@pulumi/pulumi";

/**
 * An error that the user can fix. Pulumi shows its message without a stack trace.
 *
 * It carries no stack at all, because Pulumi formats the stack of every error that it shows. Node.js
 * 20.20 takes half a minute and 4 GB to format a stack frame in `@pulumi/output.ts`, the name that
 * source maps give the files of Pulumi's SDK (nodejs/node#64011).
 *
 * Its message stays what it is: Pulumi would put `error serializing property "…":` in front of it, once for each output
 * and resource that waits for the value.
 */
export function userError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  Object.defineProperty(error, "message", { get: () => message, set: () => undefined });
  return error;
}
