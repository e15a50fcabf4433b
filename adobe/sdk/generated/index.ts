// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { jsonText, secretOf } from "../inputs";
import { invoke, invokeOutput } from "../invoke";

export * as catalog from "./catalog";
export * as dataprep from "./dataprep";
export * as flow from "./flow";
export * as identity from "./identity";
export * as policy from "./policy";
export * as profile from "./profile";
export * as query from "./query";
export * as sandboxes from "./sandboxes";
export * as xdm from "./xdm";

/**
 * The arguments of an explicit {@link Provider}. Each one left out comes from the
 * environment.
 */
export interface ProviderArgs {
  /**
   * Organization id, `…@AdobeOrg`. Changing it replaces every resource. Environment:
   * `AEP_ORG_ID`.
   */
  readonly orgId?: pulumi.Input<string>;
  /** Client id of an OAuth server-to-server credential. Environment: `AEP_CLIENT_ID`. */
  readonly clientId?: pulumi.Input<string>;
  /** Client secret of the credential. Kept as a secret. Environment: `AEP_CLIENT_SECRET`. */
  readonly clientSecret?: pulumi.Input<string>;
  /**
   * Comma-separated scopes of the credential. Default
   * `openid,AdobeID,read_organizations,additional_info.projectedProductContext,session`.
   * Environment: `AEP_SCOPES`.
   */
  readonly scopes?: pulumi.Input<string>;
  /** Name of the sandbox. Changing it replaces every resource. Environment: `AEP_SANDBOX`. */
  readonly sandbox?: pulumi.Input<string>;
  /**
   * Origin of Adobe's identity service. Default `https://ims-na1.adobelogin.com`. Environment:
   * `AEP_IMS_URL`.
   */
  readonly imsUrl?: pulumi.Input<string>;
  /**
   * Origin of AEP's APIs. Default `https://platform.adobe.io`. Environment:
   * `AEP_PLATFORM_URL`.
   */
  readonly platformUrl?: pulumi.Input<string>;
  /** First words of auto-names. Default: the project's name. Environment: `AEP_NAME_PREFIX`. */
  readonly namePrefix?: pulumi.Input<string>;
  /**
   * Adopt objects of the wanted name that are not in this state: unmanaged ones, and those
   * that a destroy of this stack has kept. Only a preview of the whole program knows all of
   * the state: with `--skip-preview` or `--target`, a new resource may adopt what a renamed
   * one (`aliases`) has, and every later run stops with both URNs. Without it, what was
   * adopted is not deleted either. Default false. Environment: `AEP_ADOPT_EXISTING`.
   */
  readonly adoptExisting?: pulumi.Input<boolean>;
}

/**
 * One sandbox of one organization. Only needed for a second sandbox in one program: stack
 * configuration and environment set up the default provider.
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts: pulumi.ResourceOptions = {}) {
    super(
      "adobe-aep",
      name,
      {
        ...args,
        clientSecret: secretOf(args.clientSecret),
        adoptExisting: jsonText(args.adoptExisting),
      },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret"] }),
    );
  }
}

/** The arguments of {@link getSandbox}. */
export interface GetSandboxArgs {
  /** Default: the sandbox the provider is configured for. */
  readonly name?: string;
}

/** The arguments of {@link getSandboxOutput}. */
export interface GetSandboxOutputArgs {
  /** Default: the sandbox the provider is configured for. */
  readonly name?: pulumi.Input<string>;
}

/** The result of {@link getSandbox}. */
export interface GetSandboxResult {
  /** Its name. */
  readonly name: string;
  /** Its title. */
  readonly title: string;
  /** `production` or `development`. */
  readonly type: string;
  /** Whether it is the organization's default sandbox. */
  readonly isDefault: boolean;
  /** The organization's field namespace, as `_acme`. */
  readonly tenantNamespace: string;
}

/**
 * Looks up a sandbox that the credential may use, and the organization's tenant namespace.
 * Calls Adobe at every preview and update: one call, and one more for the namespace the
 * first time.
 *
 * ## Example Usage
 *
 * ```typescript
 * const { type } = await aep.getSandbox();
 * const protect = type === "production";
 * ```
 */
export function getSandbox(
  args: GetSandboxArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetSandboxResult> {
  return invoke("adobe-aep:index:getSandbox", args, opts);
}

/** {@link getSandbox} for arguments that are not known yet. */
export function getSandboxOutput(
  args: GetSandboxOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetSandboxResult> {
  return invokeOutput("adobe-aep:index:getSandbox", args, opts);
}
