import * as pulumi from "@pulumi/pulumi";

/** What an explicit {@link Provider} takes; each value not given comes from the environment. */
export interface ProviderArgs {
  /** Organisation id, `…@AdobeOrg`. Environment: `AEP_ORG_ID`. */
  readonly orgId?: pulumi.Input<string>;
  /** Client id of the OAuth server-to-server credential. Environment: `AEP_CLIENT_ID`. */
  readonly clientId?: pulumi.Input<string>;
  /** Client secret of the credential. Always kept as a secret. Environment: `AEP_CLIENT_SECRET`. */
  readonly clientSecret?: pulumi.Input<string>;
  /** Comma-separated scopes. Default: those of Adobe's AEP credentials. Environment: `AEP_SCOPES`. */
  readonly scopes?: pulumi.Input<string>;
  /** Name (not title) of the sandbox. Environment: `AEP_SANDBOX`. */
  readonly sandbox?: pulumi.Input<string>;
  /** Origin of Adobe's identity service. Default `https://ims-na1.adobelogin.com`. Environment: `AEP_IMS_URL`. */
  readonly imsUrl?: pulumi.Input<string>;
  /** Origin of AEP's APIs. Default `https://platform.adobe.io`. Environment: `AEP_PLATFORM_URL`. */
  readonly platformUrl?: pulumi.Input<string>;
  /** First words of the names made for objects without one. Default: the project's name. Environment: `AEP_NAME_PREFIX`. */
  readonly namePrefix?: pulumi.Input<string>;
  /** Take over foreign objects that stand in the way of a create. Default false. Environment: `AEP_ADOPT_EXISTING`. */
  readonly adoptExisting?: pulumi.Input<boolean>;
}

/**
 * One sandbox of one organisation. Only needed beside the default provider, which stack config
 * (`adobe-aep:…`) and environment set up: for a second sandbox in one program.
 *
 * @example
 * ```ts
 * const prod = new aep.Provider("prod", { sandbox: "prod" });
 * new aep.identity.Namespace("visitor", { … }, { provider: prod });
 * ```
 */
export class Provider extends pulumi.ProviderResource {
  constructor(name: string, args: ProviderArgs = {}, opts: pulumi.ResourceOptions = {}) {
    const { adoptExisting, clientSecret, ...rest } = args;
    super(
      "adobe-aep",
      name,
      {
        ...rest,
        // Provider inputs travel as strings; everything else is JSON in a string.
        adoptExisting:
          adoptExisting === undefined
            ? undefined
            : pulumi.output(adoptExisting).apply((adopt) => String(adopt)),
        clientSecret: clientSecret === undefined ? undefined : pulumi.secret(clientSecret),
      },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["clientSecret"] }),
    );
  }
}
