// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";

/**
 * What a sandbox is for. `development`: For building and trying; can be reset. `production`:
 * For real data.
 */
export type SandboxType = "development" | "production";

/** The arguments of {@link Sandbox}. */
export interface SandboxArgs {
  /**
   * What programs and APIs call it: lower-case letters, digits and hyphens, beginning with a
   * letter, at most 256. Unique in the organization; whether the name of a deleted sandbox is
   * free again is not documented. Changing it replaces the resource.
   */
  readonly name: pulumi.Input<string>;
  /** What Adobe's UI shows. All that Adobe can change. */
  readonly title: pulumi.Input<string>;
  /**
   * `development` or `production`. Adobe cannot change it. One of `development`, `production`.
   */
  readonly type: pulumi.Input<SandboxType>;
  /**
   * Lets a destroy, a replacement or `resetOn` remove everything that is in the sandbox, for
   * ever. Default false. Kept in the state only: after a change, or an import, it is in force
   * once `pulumi up` has run, though no change shows.
   */
  readonly forceDestroy?: pulumi.Input<boolean>;
  /**
   * Lets a destroy or reset go on where Adobe warns that a production sandbox shares segments
   * with Audience Manager or Audience Core Service. Default false. Kept in the state only, as
   * `forceDestroy`.
   */
  readonly ignoreWarnings?: pulumi.Input<boolean>;
  /**
   * Any text. **A change of it to another text resets the sandbox**: everything in it is
   * removed for ever, objects of this and of other programs too, which a preview says. Only
   * with `forceDestroy`. The first value is only noted. Afterwards, `pulumi refresh` and
   * `pulumi up` make again what the program has in it.
   */
  readonly resetOn?: pulumi.Input<string>;
}

/**
 * A sandbox of the organization. A create waits until it is active. What is to be made in it
 * gets a provider of its own with the sandbox's `name` as `sandbox`, which is known once the
 * sandbox is there. **Adobe's roles decide who may use it**: unless the credential's role
 * has all sandboxes, add the new one to it in Adobe's Permissions. A destroy deletes it with
 * everything in it only with `forceDestroy`; the default production sandbox is never
 * deleted. Needs the permissions View Sandboxes and Manage Sandboxes.
 *
 * ## Example Usage
 *
 * ```typescript
 * const sandbox = new aep.sandboxes.Sandbox("acme", {
 *   name: "acme-dev",
 *   title: "Acme development",
 *   type: "development",
 * });
 * const inSandbox = new aep.Provider("acme", { sandbox: sandbox.name });
 * new aep.xdm.DataType(
 *   "visit",
 *   { properties: { page: { type: "string" } } },
 *   { provider: inSandbox },
 * );
 * ```
 *
 * ## Import
 *
 * By its name, as `acme-dev`.
 */
export class Sandbox extends pulumi.CustomResource {
  /**
   * What programs and APIs call it: lower-case letters, digits and hyphens, beginning with a
   * letter, at most 256. Unique in the organization; whether the name of a deleted sandbox is
   * free again is not documented. Changing it replaces the resource.
   */
  declare readonly name: pulumi.Output<string>;
  /** What Adobe's UI shows. All that Adobe can change. */
  declare readonly title: pulumi.Output<string>;
  /**
   * `development` or `production`. Adobe cannot change it. One of `development`, `production`.
   */
  declare readonly type: pulumi.Output<SandboxType>;
  /**
   * Any text. **A change of it to another text resets the sandbox**: everything in it is
   * removed for ever, objects of this and of other programs too, which a preview says. Only
   * with `forceDestroy`. The first value is only noted. Afterwards, `pulumi refresh` and
   * `pulumi up` make again what the program has in it.
   */
  declare readonly resetOn: pulumi.Output<string | undefined>;
  /** Where Adobe keeps it, as `VA7`. */
  declare readonly region: pulumi.Output<string>;
  /** Whether it is the organization's default sandbox. */
  declare readonly isDefault: pulumi.Output<boolean>;

  /** Reads a Sandbox that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Sandbox {
    return new Sandbox(name, {} as SandboxArgs, { ...opts, id });
  }

  constructor(name: string, args: SandboxArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:sandboxes:Sandbox",
      name,
      withOutputs(args, ["name", "title", "type", "resetOn", "region", "isDefault"]),
      opts,
    );
  }
}
