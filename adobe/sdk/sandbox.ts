import type * as pulumi from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "./lookup";

export interface GetSandboxArgs {
  /** Default: the sandbox the provider is configured for. */
  readonly name?: string;
}

export interface GetSandboxResult {
  readonly name: string;
  readonly title: string;
  /** `production` or `development`. */
  readonly type: string;
  readonly isDefault: boolean;
  /** The organisation's field namespace, as `_acme`. */
  readonly tenantNamespace: string;
}

/** Looks up a sandbox that the credential may use. Asks Adobe at every preview and update. */
export function getSandbox(
  args: GetSandboxArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetSandboxResult> {
  return lookUp("adobe-aep:index:getSandbox", args, opts);
}

/** {@link getSandbox} for a name that is not known yet. */
export function getSandboxOutput(
  args: { readonly name?: pulumi.Input<string> } = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSandboxResult> {
  return lookUpOutput("adobe-aep:index:getSandbox", args, opts);
}
