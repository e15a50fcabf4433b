// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";

/** How one target field is filled. */
export interface MappingArgs {
  /**
   * `ATTRIBUTE` copies a source field, `EXPRESSION` is Data Prep's language, `STATIC` a
   * constant. One of `ATTRIBUTE`, `STATIC`, `EXPRESSION`.
   */
  readonly sourceType: pulumi.Input<MappingSourceType>;
  /**
   * Source path, expression or constant. Wrap names as `${name}`: Data Prep reserves many
   * words.
   */
  readonly source: pulumi.Input<string>;
  /**
   * Path in the target schema; `_tenant` stands for the tenant namespace, also in
   * `web._tenant.score`.
   */
  readonly destination: pulumi.Input<string>;
}

/** How one target field is filled. */
export interface Mapping {
  /**
   * `ATTRIBUTE` copies a source field, `EXPRESSION` is Data Prep's language, `STATIC` a
   * constant. One of `ATTRIBUTE`, `STATIC`, `EXPRESSION`.
   */
  readonly sourceType: MappingSourceType;
  /**
   * Source path, expression or constant. Wrap names as `${name}`: Data Prep reserves many
   * words.
   */
  readonly source: string;
  /**
   * Path in the target schema; `_tenant` stands for the tenant namespace, also in
   * `web._tenant.score`.
   */
  readonly destination: string;
}

/**
 * How a mapping finds its value. `ATTRIBUTE`: A field of the source. `STATIC`: The text of
 * `source` itself. `EXPRESSION`: An expression of Adobe's Data Prep functions.
 */
export type MappingSourceType = "ATTRIBUTE" | "STATIC" | "EXPRESSION";

/** The arguments of {@link MappingSet}. */
export interface MappingSetArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** `$id` of the target schema. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /** Type by path of the schema's fields (`schema.fields`), to check against at preview. */
  readonly fields?: pulumi.Input<Readonly<Record<string, pulumi.Input<string>>>>;
  /** Their order carries no meaning; each destination occurs once. */
  readonly mappings: pulumi.Input<readonly pulumi.Input<MappingArgs>[]>;
}

/**
 * A mapping set of Data Prep. A change makes a new version; a dataflow stays on the version
 * it was given until that changes too.
 *
 * ## Example Usage
 *
 * ```typescript
 * const mapping = new aep.dataprep.MappingSet("chat", {
 *   schemaId: schema.id,
 *   fields: schema.fields,
 *   mappings: [
 *     { sourceType: "ATTRIBUTE", source: "${id}", destination: "_id" },
 *     { sourceType: "ATTRIBUTE", source: "${at}", destination: "timestamp" },
 *   ],
 * });
 * ```
 *
 * ## Import
 *
 * By the mapping set's id, 32 hex digits, or `<id>@<version>` for another version than the
 * latest.
 */
export class MappingSet extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** `$id` of the target schema. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /** Their order carries no meaning; each destination occurs once. */
  declare readonly mappings: pulumi.Output<Mapping[]>;
  /** Counts up from 0 with every change. */
  declare readonly version: pulumi.Output<number>;
  /** The organization's field namespace, as `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  /** Reads a MappingSet that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): MappingSet {
    return new MappingSet(name, {} as MappingSetArgs, { ...opts, id });
  }

  constructor(name: string, args: MappingSetArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:dataprep:MappingSet",
      name,
      withOutputs(args, ["name", "schemaId", "mappings", "version", "tenantNamespace"]),
      opts,
    );
  }
}
