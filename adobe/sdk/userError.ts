import * as pulumi from "@pulumi/pulumi";

/**
 * An error for the user to read, which Pulumi shows without a stack trace.
 *
 * It has none at all: Pulumi formats every error it shows, with its stack if there is one, and up to
 * 20.20 at least Node.js takes half a minute and 4 GB over a frame in `@pulumi/output.ts`, the name
 * that source maps give the SDK's files (nodejs/node#64011).
 */
export function userError(message: string): pulumi.RunError {
  const error = new pulumi.RunError(message);
  error.stack = "";
  return error;
}
