import * as pulumi from "@pulumi/pulumi";
import { lookUp, lookUpOutput } from "./lookup";

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

  constructor(name: string, args: DatasetArgs, opts?: pulumi.CustomResourceOptions) {
    super("adobe-aep:catalog:Dataset", name, { name: undefined, ...args }, opts);
  }
}

export interface GetDatasetArgs {
  /** Its exact name. Give this or `id`. */
  readonly name?: string;
  /** Its id, 24 hex digits. */
  readonly id?: string;
}

export interface GetDatasetResult {
  readonly id: string;
  readonly name: string;
  /** Empty when it has none. */
  readonly description: string;
  /** `$id` of the schema of its rows. */
  readonly schemaId: string;
  /** Whether it feeds Real-Time Customer Profile. */
  readonly profile: boolean;
}

/** Looks up a dataset that somebody else owns. Asks Adobe once at every preview and update. */
export function getDataset(
  args: GetDatasetArgs,
  opts?: pulumi.InvokeOptions,
): Promise<GetDatasetResult> {
  return lookUp("adobe-aep:catalog:getDataset", args, opts);
}

/** {@link getDataset} for arguments that are not known yet. */
export function getDatasetOutput(
  args: { readonly [Key in keyof GetDatasetArgs]: pulumi.Input<string> },
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetDatasetResult> {
  return lookUpOutput("adobe-aep:catalog:getDataset", args, opts);
}
