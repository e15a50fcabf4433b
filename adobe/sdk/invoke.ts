import * as pulumi from "@pulumi/pulumi";

import { userError } from "./userError";

/** Calls a function of the provider. Its error is for the user to read: it has no stack trace. */
export function invoke<Result>(
  token: string,
  args: object,
  opts?: pulumi.InvokeOptions,
): Promise<Result> {
  return pulumi.runtime.invoke(token, { ...args }, opts).catch((error: unknown) => {
    throw userError(error instanceof Error ? error.message : String(error));
  }) as Promise<Result>;
}

/** {@link invoke} for arguments that are not known yet: the call is made once they are. */
export function invokeOutput<Result>(
  token: string,
  args: object,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<Result> {
  // Only Pulumi's own form waits for resources that no argument comes from.
  if (opts?.dependsOn !== undefined) {
    return pulumi.runtime.invokeOutput<Result>(token, { ...args }, opts);
  }
  const result = pulumi.output(args).apply((known) => invoke<Result>(token, known, opts));
  return result;
}
