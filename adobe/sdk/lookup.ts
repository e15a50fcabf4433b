import * as pulumi from "@pulumi/pulumi";
import { userError } from "./userError";

/** Asks a function of the provider. What it refuses is for the user to read. */
export function lookUp<Result>(
  token: string,
  args: object,
  opts?: pulumi.InvokeOptions,
): Promise<Result> {
  return pulumi.runtime.invoke(token, { ...args }, opts).catch((error: unknown) => {
    throw userError(error instanceof Error ? error.message : String(error));
  }) as Promise<Result>;
}

/** {@link lookUp} for arguments that are not known yet: it is asked when they are. */
export function lookUpOutput<Result>(
  token: string,
  args: object,
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<Result> {
  // Only Pulumi's own form waits for resources that no argument comes from.
  if (opts?.dependsOn !== undefined) {
    return pulumi.runtime.invokeOutput<Result>(token, { ...args }, opts);
  }
  const answer = pulumi.output(args).apply((known) => lookUp<Result>(token, known, opts));
  return answer;
}
