// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";

/**
 * Which fragments belong together. `none`: Only fragments with the same identity. `pdg`:
 * Fragments of all identities that the private identity graph links.
 */
export type IdentityGraph = "none" | "pdg";

/**
 * What counts where fragments differ. `timestampOrdered`: The latest value.
 * `dataSetPrecedence`: The value of the dataset that comes first in `order`.
 */
export type AttributeMergeType = "timestampOrdered" | "dataSetPrecedence";

/** Which value counts where fragments differ. */
export interface AttributeMergeArgs {
  /**
   * `timestampOrdered`: the value that was written last. `dataSetPrecedence`: the value of the
   * dataset that comes first in `order`. One of `timestampOrdered`, `dataSetPrecedence`.
   */
  readonly type: pulumi.Input<AttributeMergeType>;
  /**
   * Ids of datasets, the most trusted first; with `dataSetPrecedence` only. Datasets that are
   * not in it are not merged at all.
   */
  readonly order?: pulumi.Input<readonly pulumi.Input<string>[]>;
}

/** Which value counts where fragments differ. */
export interface AttributeMerge {
  /**
   * `timestampOrdered`: the value that was written last. `dataSetPrecedence`: the value of the
   * dataset that comes first in `order`. One of `timestampOrdered`, `dataSetPrecedence`.
   */
  readonly type: AttributeMergeType;
  /**
   * Ids of datasets, the most trusted first; with `dataSetPrecedence` only. Datasets that are
   * not in it are not merged at all.
   */
  readonly order?: readonly string[];
}

/**
 * The form of an expression. `pql/text`: PQL as text. `pql/json`: PQL as Adobe's UI stores
 * it, a tree in JSON.
 */
export type ExpressionFormat = "pql/text" | "pql/json";

/**
 * When an audience is evaluated. `batch`: Once a day, or when a job is started. `streaming`:
 * As events arrive. `edge`: At once, on the Edge Network.
 */
export type Evaluation = "batch" | "streaming" | "edge";

/** A unit of a lookback. `HOURS`: Hours. `DAYS`: Days. `WEEKS`: Weeks. `MONTHS`: Months. */
export type LookbackUnit = "HOURS" | "DAYS" | "WEEKS" | "MONTHS";

/** How far back events count. */
export interface LookbackArgs {
  /** How many: 1 to 24 hours, 7 days, 4 weeks or 6 months. */
  readonly count: pulumi.Input<number>;
  /**
   * Calendar weeks, which begin on Sunday, and calendar months. One of `HOURS`, `DAYS`,
   * `WEEKS`, `MONTHS`.
   */
  readonly unit: pulumi.Input<LookbackUnit>;
}

/** How far back events count. */
export interface Lookback {
  /** How many: 1 to 24 hours, 7 days, 4 weeks or 6 months. */
  readonly count: number;
  /**
   * Calendar weeks, which begin on Sunday, and calendar months. One of `HOURS`, `DAYS`,
   * `WEEKS`, `MONTHS`.
   */
  readonly unit: LookbackUnit;
}

/**
 * Where a computed attribute is in its life. `draft`: Not computed; can be changed and
 * deleted. `published`: Computed; can only be made inactive. `inactive`: Not computed any
 * more, for ever.
 */
export type ComputedStatus = "draft" | "published" | "inactive";

/** The arguments of {@link MergePolicy}. */
export interface MergePolicyArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /**
   * `meta:altId` of the class whose profiles it merges: Adobe's, or `altId` of a `Class`.
   * Default `_xdm.context.profile`. Changing it replaces the resource.
   */
  readonly class?: pulumi.Input<string>;
  /**
   * `none`: a profile is the fragments of one identity. `pdg`: of all identities that the
   * organization's private identity graph links. One of `none`, `pdg`.
   */
  readonly identityGraph: pulumi.Input<IdentityGraph>;
  /** How a profile gets one value of each attribute. */
  readonly attributeMerge: pulumi.Input<AttributeMergeArgs>;
  /**
   * Whether it is the default of its class, of which there is one: the one that was ends to be
   * it (a refresh shows that). So give `true` to one policy only: of two in a program, the
   * second is an error at preview. As long as the program does not give it, and also when it
   * stops giving it, it stays as it is at Adobe.
   */
  readonly default?: pulumi.Input<boolean>;
  /**
   * Whether the edge uses it. The edge uses one policy of a sandbox, so give `true` to one
   * only: of two in a program, the second is an error at preview. As long as the program does
   * not give it, it stays as it is at Adobe; when the program stops giving it, it ends.
   */
  readonly activeOnEdge?: pulumi.Input<boolean>;
}

/**
 * A merge policy of Real-Time Customer Profile: which fragments make one profile, and which
 * value counts where they differ. A destroy ends that it is active on the edge, and then
 * deletes it; the default of a class is only deleted once another policy is the default.
 *
 * ## Example Usage
 *
 * ```typescript
 * const policy = new aep.profile.MergePolicy("crm-first", {
 *   identityGraph: "pdg",
 *   attributeMerge: { type: "dataSetPrecedence", order: [dataset.id] },
 * });
 * ```
 *
 * ## Import
 *
 * By the merge policy's id, a UUID.
 */
export class MergePolicy extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /**
   * `meta:altId` of the class whose profiles it merges: Adobe's, or `altId` of a `Class`.
   * Default `_xdm.context.profile`. Changing it replaces the resource.
   */
  declare readonly class: pulumi.Output<string>;
  /**
   * `none`: a profile is the fragments of one identity. `pdg`: of all identities that the
   * organization's private identity graph links. One of `none`, `pdg`.
   */
  declare readonly identityGraph: pulumi.Output<IdentityGraph>;
  /** How a profile gets one value of each attribute. */
  declare readonly attributeMerge: pulumi.Output<AttributeMerge>;
  /**
   * Whether it is the default of its class, of which there is one: the one that was ends to be
   * it (a refresh shows that). So give `true` to one policy only: of two in a program, the
   * second is an error at preview. As long as the program does not give it, and also when it
   * stops giving it, it stays as it is at Adobe.
   */
  declare readonly default: pulumi.Output<boolean | undefined>;
  /**
   * Whether the edge uses it. The edge uses one policy of a sandbox, so give `true` to one
   * only: of two in a program, the second is an error at preview. As long as the program does
   * not give it, it stays as it is at Adobe; when the program stops giving it, it ends.
   */
  declare readonly activeOnEdge: pulumi.Output<boolean | undefined>;

  /** Reads a MergePolicy that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): MergePolicy {
    return new MergePolicy(name, {} as MergePolicyArgs, { ...opts, id });
  }

  constructor(name: string, args: MergePolicyArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:profile:MergePolicy",
      name,
      withOutputs(args, [
        "name",
        "class",
        "identityGraph",
        "attributeMerge",
        "default",
        "activeOnEdge",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link SegmentDefinition}. */
export interface SegmentDefinitionArgs {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * `meta:altId` of the class of what is in the audience: Adobe's, or `altId` of a `Class`.
   * Default `_xdm.context.profile`. Changing it replaces the resource.
   */
  readonly class?: pulumi.Input<string>;
  /**
   * Who is in the audience, in [Profile Query
   * Language](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/pql/overview).
   * Its syntax is checked at preview, as far as Adobe's guide fixes it; fields and types are
   * for Adobe to check. Another audience is named by its id (`inSegment`): give that as an
   * output of its resource, so that the two are made and deleted in the right order.
   */
  readonly expression: pulumi.Input<string>;
  /**
   * `pql/text`, or `pql/json` for a syntax tree as JSON, which Adobe's Segment Builder writes.
   * Default `pql/text`. A preview checks the syntax of `pql/text`; the form of the tree is not
   * documented, so Adobe judges it at the create. One of `pql/text`, `pql/json`.
   */
  readonly format?: pulumi.Input<ExpressionFormat>;
  /**
   * `batch`: once a day. `streaming`: as data arrives. `edge`: at once, on the edge. The last
   * two need a merge policy that is active on the edge, and [an expression that is
   * eligible](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/methods/overview);
   * Adobe may evaluate another one in batch, which a warning says. As long as the program does
   * not give it, it stays as it is at Adobe; a new one is batch. One of `batch`, `streaming`,
   * `edge`.
   */
  readonly evaluation?: pulumi.Input<Evaluation>;
  /**
   * Id of the merge policy (`policy.id`), of the same class. As long as the program does not
   * give it, it stays as it is at Adobe; a new one has the default of its class.
   */
  readonly mergePolicyId?: pulumi.Input<string>;
}

/**
 * A segment definition of Segmentation Service: an audience, by an expression in Profile
 * Query Language. Adobe deletes none that a destination uses.
 *
 * ## Example Usage
 *
 * ```typescript
 * const chatted = new aep.profile.SegmentDefinition("chatted-today", {
 *   expression: `chain(xEvent, timestamp, [C0: WHAT(eventType = "chatlio.conversationStarted") WHEN(today)])`,
 *   evaluation: "streaming",
 *   mergePolicyId: policy.id,
 * });
 * ```
 *
 * ## Import
 *
 * By the segment definition's id, a UUID.
 */
export class SegmentDefinition extends pulumi.CustomResource {
  /** Unique in the sandbox among the resources of its type. Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * `meta:altId` of the class of what is in the audience: Adobe's, or `altId` of a `Class`.
   * Default `_xdm.context.profile`. Changing it replaces the resource.
   */
  declare readonly class: pulumi.Output<string>;
  /**
   * Who is in the audience, in [Profile Query
   * Language](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/pql/overview).
   * Its syntax is checked at preview, as far as Adobe's guide fixes it; fields and types are
   * for Adobe to check. Another audience is named by its id (`inSegment`): give that as an
   * output of its resource, so that the two are made and deleted in the right order.
   */
  declare readonly expression: pulumi.Output<string>;
  /**
   * `pql/text`, or `pql/json` for a syntax tree as JSON, which Adobe's Segment Builder writes.
   * Default `pql/text`. A preview checks the syntax of `pql/text`; the form of the tree is not
   * documented, so Adobe judges it at the create. One of `pql/text`, `pql/json`.
   */
  declare readonly format: pulumi.Output<ExpressionFormat>;
  /**
   * `batch`: once a day. `streaming`: as data arrives. `edge`: at once, on the edge. The last
   * two need a merge policy that is active on the edge, and [an expression that is
   * eligible](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/methods/overview);
   * Adobe may evaluate another one in batch, which a warning says. As long as the program does
   * not give it, it stays as it is at Adobe; a new one is batch. One of `batch`, `streaming`,
   * `edge`.
   */
  declare readonly evaluation: pulumi.Output<Evaluation | undefined>;
  /**
   * Id of the merge policy (`policy.id`), of the same class. As long as the program does not
   * give it, it stays as it is at Adobe; a new one has the default of its class.
   */
  declare readonly mergePolicyId: pulumi.Output<string | undefined>;

  /** Reads a SegmentDefinition that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): SegmentDefinition {
    return new SegmentDefinition(name, {} as SegmentDefinitionArgs, { ...opts, id });
  }

  constructor(name: string, args: SegmentDefinitionArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:profile:SegmentDefinition",
      name,
      withOutputs(args, [
        "name",
        "description",
        "class",
        "expression",
        "format",
        "evaluation",
        "mergePolicyId",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link ComputedAttribute}. */
export interface ComputedAttributeArgs {
  /**
   * Name of the attribute's field: letters and digits only, unique among all computed
   * attributes of the sandbox. One that is inactive keeps its name. Changing it replaces the
   * resource.
   */
  readonly name: pulumi.Input<string>;
  /**
   * Shown in Adobe's UI. As long as the program does not give it, it stays as it is at Adobe;
   * a new one has the `name`.
   */
  readonly displayName?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * What is computed of which events, in [Profile Query
   * Language](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/pql/overview):
   * `xEvent[…]` and `.sum(field)`, `.count()`, `.min(field)`, `.max(field)`, or for the most
   * recent value `.topN(timestamp, 1).map({"timestamp": timestamp, "value": field}).head()`.
   * Its syntax is checked at preview, as far as Adobe's guide fixes it; fields and types are
   * for Adobe to check.
   */
  readonly expression: pulumi.Input<string>;
  /**
   * How far back events count. It also decides how often Adobe evaluates the attribute: each
   * hour, day, week or month.
   */
  readonly duration: pulumi.Input<LookbackArgs>;
  /**
   * Fast refresh: evaluated each day although the lookback is in weeks or months. Default
   * false, which Adobe's API guide requires at present.
   */
  readonly keepCurrent?: pulumi.Input<boolean>;
  /**
   * `draft`: can be changed and deleted, and is not computed. `published`: is computed, and
   * **can only be made inactive from then on**. `inactive`: is not computed any more, for
   * good. A new one is a draft or published. One of `draft`, `published`, `inactive`.
   */
  readonly status: pulumi.Input<ComputedStatus>;
}

/**
 * A computed attribute of Real-Time Customer Profile: a field of each profile with what
 * Adobe computes of the person's events, such as a sum or the most recent value. **Adobe
 * deletes drafts only**: a destroy makes one that is published inactive, for good, and says
 * so; its name stays taken. Take it out of audiences, journeys and destinations first.
 * Adobe's support opens this API to an organization; the credential's role needs the
 * permissions View Computed attributes and Manage Computed attributes.
 *
 * ## Example Usage
 *
 * ```typescript
 * const chats = new aep.profile.ComputedAttribute("chats", {
 *   name: "chatsOfLastWeek",
 *   displayName: "Chats of last week",
 *   expression: 'xEvent[eventType = "chatlio.conversationStarted"].count()',
 *   duration: { count: 7, unit: "DAYS" },
 *   status: "published",
 * });
 * ```
 *
 * ## Import
 *
 * By the computed attribute's id, a UUID.
 */
export class ComputedAttribute extends pulumi.CustomResource {
  /**
   * Name of the attribute's field: letters and digits only, unique among all computed
   * attributes of the sandbox. One that is inactive keeps its name. Changing it replaces the
   * resource.
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * Shown in Adobe's UI. As long as the program does not give it, it stays as it is at Adobe;
   * a new one has the `name`.
   */
  declare readonly displayName: pulumi.Output<string | undefined>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * What is computed of which events, in [Profile Query
   * Language](https://experienceleague.adobe.com/en/docs/experience-platform/segmentation/pql/overview):
   * `xEvent[…]` and `.sum(field)`, `.count()`, `.min(field)`, `.max(field)`, or for the most
   * recent value `.topN(timestamp, 1).map({"timestamp": timestamp, "value": field}).head()`.
   * Its syntax is checked at preview, as far as Adobe's guide fixes it; fields and types are
   * for Adobe to check.
   */
  declare readonly expression: pulumi.Output<string>;
  /**
   * How far back events count. It also decides how often Adobe evaluates the attribute: each
   * hour, day, week or month.
   */
  declare readonly duration: pulumi.Output<Lookback>;
  /**
   * Fast refresh: evaluated each day although the lookback is in weeks or months. Default
   * false, which Adobe's API guide requires at present.
   */
  declare readonly keepCurrent: pulumi.Output<boolean>;
  /**
   * `draft`: can be changed and deleted, and is not computed. `published`: is computed, and
   * **can only be made inactive from then on**. `inactive`: is not computed any more, for
   * good. A new one is a draft or published. One of `draft`, `published`, `inactive`.
   */
  declare readonly status: pulumi.Output<ComputedStatus>;
  /** Where the attribute is among the profile's fields, as Adobe shows it. */
  declare readonly path: pulumi.Output<string>;
  /**
   * What Adobe has read in the expression: `SUM`, `MIN`, `MAX` or `MOST_RECENT`; empty when it
   * shows none.
   */
  declare readonly mergeFunction: pulumi.Output<string>;

  /** Reads a ComputedAttribute that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): ComputedAttribute {
    return new ComputedAttribute(name, {} as ComputedAttributeArgs, { ...opts, id });
  }

  constructor(name: string, args: ComputedAttributeArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:profile:ComputedAttribute",
      name,
      withOutputs(args, [
        "name",
        "displayName",
        "description",
        "expression",
        "duration",
        "keepCurrent",
        "status",
        "path",
        "mergeFunction",
      ]),
      opts,
    );
  }
}
