// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";

/**
 * Whether a policy is enforced. `DRAFT`: Only written down. `ENABLED`: Enforced. `DISABLED`:
 * Not enforced.
 */
export type PolicyStatus = "DRAFT" | "ENABLED" | "DISABLED";

/**
 * How the operands of an expression are combined. `AND`: All of them. `OR`: One of them at
 * least.
 */
export type PolicyOperator = "AND" | "OR";

/** Which labels deny something: either `label`, or `operator` and `operands`. */
export interface PolicyExpressionArgs {
  /** Name of a data usage label, as `C1`: it is there. */
  readonly label?: pulumi.Input<string>;
  /** `AND`: all of the operands hold. `OR`: one of them. One of `AND`, `OR`. */
  readonly operator?: pulumi.Input<PolicyOperator>;
  /** What the operator combines; each of them is such an expression itself. */
  readonly operands?: pulumi.Input<readonly pulumi.Input<PolicyExpressionArgs>[]>;
}

/** Which labels deny something: either `label`, or `operator` and `operands`. */
export interface PolicyExpression {
  /** Name of a data usage label, as `C1`: it is there. */
  readonly label?: string;
  /** `AND`: all of the operands hold. `OR`: one of them. One of `AND`, `OR`. */
  readonly operator?: PolicyOperator;
  /** What the operator combines; each of them is such an expression itself. */
  readonly operands?: readonly PolicyExpression[];
}

/** The arguments of {@link MarketingAction}. */
export interface MarketingActionArgs {
  /**
   * What policies and Adobe's UI call it, as `crossSiteTargeting`. Unique in the sandbox among
   * those of the organization. Adobe's examples have letters only. Changing it replaces the
   * resource.
   */
  readonly name: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
}

/**
 * A marketing action of the organization's own: something that people do with data, such as
 * an export, which governance policies deny for data with certain labels. It restricts
 * nothing by itself. Needs the permission Manage Data Usage Policies. Adobe makes and
 * changes one by the same request, so one that somebody else makes of the name in the very
 * moment of a create gets its description.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.policy.MarketingAction("cross-site", {
 *   name: "crossSiteTargeting",
 *   description: "Targeting by what is known from several sites.",
 * });
 * ```
 *
 * ## Import
 *
 * By `custom/` and its name, as `custom/crossSiteTargeting`, or the name alone.
 */
export class MarketingAction extends pulumi.CustomResource {
  /**
   * What policies and Adobe's UI call it, as `crossSiteTargeting`. Unique in the sandbox among
   * those of the organization. Adobe's examples have letters only. Changing it replaces the
   * resource.
   */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;

  /** Reads a MarketingAction that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): MarketingAction {
    return new MarketingAction(name, {} as MarketingActionArgs, { ...opts, id });
  }

  constructor(name: string, args: MarketingActionArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:policy:MarketingAction",
      name,
      withOutputs(args, ["name", "description"]),
      opts,
    );
  }
}

/** The arguments of {@link GovernancePolicy}. */
export interface GovernancePolicyArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * Adobe enforces policies that are `ENABLED`. As long as the program does not give it, it
   * stays as it is at Adobe, so that somebody may enable the policy in the UI; a new one is a
   * `DRAFT`. One of `DRAFT`, `ENABLED`, `DISABLED`.
   */
  readonly status?: pulumi.Input<PolicyStatus>;
  /**
   * What the policy denies: the `id` of a `MarketingAction` (`custom/` and its name), or
   * `core/` and the name of one of Adobe's, as `core/exportToThirdParty`. The address that
   * Adobe shows of one is right too. The order does not matter.
   */
  readonly marketingActionRefs: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * For which data: a boolean expression over data usage labels, as `{ operator: "AND",
   * operands: [{ label: "C4" }, { label: "I1" }] }`.
   */
  readonly deny: pulumi.Input<PolicyExpressionArgs>;
}

/**
 * A governance policy of the organization's own (Adobe's documents also say data usage
 * policy): it denies marketing actions for data with certain labels. Labels and marketing
 * actions are looked up at the preview of a create and before a change, because a policy of
 * one that does not exist would deny nothing. Needs the permissions Manage Data Usage
 * Policies and Manage Usage Labels (without the second, labels are not looked up). Adobe's
 * own policies are enabled in its UI.
 *
 * ## Example Usage
 *
 * ```typescript
 * new aep.policy.GovernancePolicy("no-export", {
 *   status: "ENABLED",
 *   marketingActionRefs: ["core/exportToThirdParty"],
 *   deny: {
 *     operator: "OR",
 *     operands: [{ label: "C2" }, { operator: "AND", operands: [{ label: "C3" }, { label: "I1" }] }],
 *   },
 * });
 * ```
 *
 * ## Import
 *
 * By the policy's id, as `5c6dacdf685a4913dc48937c`.
 */
export class GovernancePolicy extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * Adobe enforces policies that are `ENABLED`. As long as the program does not give it, it
   * stays as it is at Adobe, so that somebody may enable the policy in the UI; a new one is a
   * `DRAFT`. One of `DRAFT`, `ENABLED`, `DISABLED`.
   */
  declare readonly status: pulumi.Output<PolicyStatus | undefined>;
  /**
   * What the policy denies: the `id` of a `MarketingAction` (`custom/` and its name), or
   * `core/` and the name of one of Adobe's, as `core/exportToThirdParty`. The address that
   * Adobe shows of one is right too. The order does not matter.
   */
  declare readonly marketingActionRefs: pulumi.Output<string[]>;
  /**
   * For which data: a boolean expression over data usage labels, as `{ operator: "AND",
   * operands: [{ label: "C4" }, { label: "I1" }] }`.
   */
  declare readonly deny: pulumi.Output<PolicyExpression>;

  /** Reads a GovernancePolicy that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): GovernancePolicy {
    return new GovernancePolicy(name, {} as GovernancePolicyArgs, { ...opts, id });
  }

  constructor(name: string, args: GovernancePolicyArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:policy:GovernancePolicy",
      name,
      withOutputs(args, ["name", "description", "status", "marketingActionRefs", "deny"]),
      opts,
    );
  }
}
