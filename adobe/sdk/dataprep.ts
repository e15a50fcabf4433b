import * as pulumi from "@pulumi/pulumi";

/** How one target field is filled. */
export interface Mapping {
  /** `ATTRIBUTE`: copies a source field. `EXPRESSION`: Data Prep's language. `STATIC`: a constant. */
  readonly sourceType: pulumi.Input<"ATTRIBUTE" | "STATIC" | "EXPRESSION">;
  /** Source path, expression or constant. Wrap names as `${name}`: Data Prep reserves many words. */
  readonly source: pulumi.Input<string>;
  /** Path in the target schema; `_tenant` stands for the tenant namespace. */
  readonly destination: pulumi.Input<string>;
}

export interface MappingSetArgs {
  /** Default: made from prefix, stack and URN. */
  readonly name?: pulumi.Input<string>;
  /** `$id` of the target schema. Changing it replaces. */
  readonly schemaId: pulumi.Input<string>;
  /** The schema's fields (`schema.fields`): destinations are checked against them at preview. */
  readonly fields?: pulumi.Input<Record<string, string>>;
  /** Their order carries no meaning; each destination occurs once. */
  readonly mappings: pulumi.Input<readonly pulumi.Input<Mapping>[]>;
}

/**
 * A mapping set of Data Prep. A change makes a new version; a dataflow stays on the version it was
 * given until that changes too. Import by id, or `<id>@<version>` for another than the latest.
 */
export class MappingSet extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly schemaId: pulumi.Output<string>;
  declare readonly mappings: pulumi.Output<
    { sourceType: "ATTRIBUTE" | "STATIC" | "EXPRESSION"; source: string; destination: string }[]
  >;
  /** Counts up from 0 with every change. */
  declare readonly version: pulumi.Output<number>;
  /** The organisation's namespace with its underscore, `_acme`. */
  declare readonly tenantNamespace: pulumi.Output<string>;

  constructor(name: string, args: MappingSetArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:dataprep:MappingSet",
      name,
      { name: undefined, ...args, version: undefined, tenantNamespace: undefined },
      opts,
    );
  }
}
