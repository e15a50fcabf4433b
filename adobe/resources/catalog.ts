import * as pulumi from "@pulumi/pulumi";

export interface DatasetArgs {
  /** Default: made from prefix, stack and URN. */
  readonly name?: pulumi.Input<string>;
  readonly description?: pulumi.Input<string>;
  /** `$id` of the schema of its rows. Changing it replaces. */
  readonly schemaId: pulumi.Input<string>;
  /** Feeds Real-Time Customer Profile and Identity Service. **One-way.** The schema must be in the union. Default false. */
  readonly profile?: pulumi.Input<boolean>;
  /** Keeps diagnostics of refused rows. Default true. */
  readonly errorDiagnostics?: pulumi.Input<boolean>;
  /** Days after which rows expire, 30 at least. Default: never. */
  readonly retentionDays?: pulumi.Input<number>;
  /** Lets a destroy delete the dataset although it has rows. Default false. */
  readonly forceDestroy?: pulumi.Input<boolean>;
}

/** A dataset of the data lake. Import by id. */
export class Dataset extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly schemaId: pulumi.Output<string>;
  declare readonly profile: pulumi.Output<boolean>;
  declare readonly errorDiagnostics: pulumi.Output<boolean>;
  declare readonly retentionDays: pulumi.Output<number | undefined>;
  declare readonly forceDestroy: pulumi.Output<boolean | undefined>;

  constructor(name: string, args: DatasetArgs, opts?: pulumi.CustomResourceOptions) {
    super("adobe-aep:catalog:Dataset", name, { name: undefined, ...args }, opts);
  }
}
