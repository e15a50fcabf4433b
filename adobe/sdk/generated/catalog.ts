// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { withOutputs } from "../inputs";
import { invoke, invokeOutput } from "../invoke";

/** The arguments of {@link Dataset}. */
export interface DatasetArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /** `$id` of the schema of its rows. Changing it replaces the resource. */
  readonly schemaId: pulumi.Input<string>;
  /**
   * Feeds Real-Time Customer Profile and Identity Service. **One-way.** The schema must be in
   * the union. Default false.
   */
  readonly profile?: pulumi.Input<boolean>;
  /**
   * Feeds Identity Service, where that differs from `profile`: `true` without Profile, or
   * `false` with it. Default: the same as `profile`. What an import finds, and the program
   * does not give, stays.
   */
  readonly identity?: pulumi.Input<boolean>;
  /**
   * Lets batches change single attributes of profiles (Adobe's upsert). Only with `profile`,
   * and not for streamed data. **One-way.** To switch it on later, the provider takes the
   * dataset out of Profile and back for a moment, as Adobe's tutorial does: rows that arrive
   * in between do not reach Profile. Default false.
   */
  readonly upsert?: pulumi.Input<boolean>;
  /**
   * Tags of your own, each with its values. Tags that the program does not give stay, also
   * those that an import finds. Those of Adobe's services (`adobe/…`, `aep/…`, `acp_…`,
   * `unified…`) are no inputs.
   */
  readonly tags?: pulumi.Input<
    Readonly<Record<string, pulumi.Input<readonly pulumi.Input<string>[]>>>
  >;
  /**
   * Data usage labels of the whole dataset, as `C1`, which governance policies go by; the
   * order does not matter. Access control goes by the labels of the schema's fields
   * (`xdm.LabelDescriptor`) only. As long as the program does not give any, those set by hand
   * stay; when it stops giving them, its own are removed. `[]`: none. A label that does not
   * exist is named at preview, where the credential may list labels. Needs the permission
   * Manage Usage Labels.
   */
  readonly labels?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Keeps diagnostics of rejected rows. Default true. */
  readonly errorDiagnostics?: pulumi.Input<boolean>;
  /**
   * Days after which rows expire in the data lake, at least 30. Expired rows are gone for
   * ever. Default: never.
   */
  readonly retentionDays?: pulumi.Input<number>;
  /**
   * Days after which the rows' events expire in Real-Time Customer Profile, at least 1. Only
   * with `profile`. Default: never.
   */
  readonly profileRetentionDays?: pulumi.Input<number>;
  /**
   * Lets a destroy or replacement delete the dataset although it has rows. Default false. Kept
   * in the state only: after a change, or an import, it is in force once `pulumi up` has run,
   * though no change shows.
   */
  readonly forceDestroy?: pulumi.Input<boolean>;
}

/**
 * A dataset of the data lake. One with rows is only deleted with `forceDestroy`.
 *
 * ## Example Usage
 *
 * ```typescript
 * const dataset = new aep.catalog.Dataset("events", {
 *   schemaId: schema.id,
 *   retentionDays: 365,
 * });
 * ```
 *
 * ## Import
 *
 * By the dataset's id, 24 hex digits.
 */
export class Dataset extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /** `$id` of the schema of its rows. Changing it replaces the resource. */
  declare readonly schemaId: pulumi.Output<string>;
  /**
   * Feeds Real-Time Customer Profile and Identity Service. **One-way.** The schema must be in
   * the union. Default false.
   */
  declare readonly profile: pulumi.Output<boolean>;
  /**
   * Feeds Identity Service, where that differs from `profile`: `true` without Profile, or
   * `false` with it. Default: the same as `profile`. What an import finds, and the program
   * does not give, stays.
   */
  declare readonly identity: pulumi.Output<boolean | undefined>;
  /**
   * Lets batches change single attributes of profiles (Adobe's upsert). Only with `profile`,
   * and not for streamed data. **One-way.** To switch it on later, the provider takes the
   * dataset out of Profile and back for a moment, as Adobe's tutorial does: rows that arrive
   * in between do not reach Profile. Default false.
   */
  declare readonly upsert: pulumi.Output<boolean | undefined>;
  /**
   * Tags of your own, each with its values. Tags that the program does not give stay, also
   * those that an import finds. Those of Adobe's services (`adobe/…`, `aep/…`, `acp_…`,
   * `unified…`) are no inputs.
   */
  declare readonly tags: pulumi.Output<Record<string, readonly string[]> | undefined>;
  /**
   * Data usage labels of the whole dataset, as `C1`, which governance policies go by; the
   * order does not matter. Access control goes by the labels of the schema's fields
   * (`xdm.LabelDescriptor`) only. As long as the program does not give any, those set by hand
   * stay; when it stops giving them, its own are removed. `[]`: none. A label that does not
   * exist is named at preview, where the credential may list labels. Needs the permission
   * Manage Usage Labels.
   */
  declare readonly labels: pulumi.Output<string[] | undefined>;
  /** Keeps diagnostics of rejected rows. Default true. */
  declare readonly errorDiagnostics: pulumi.Output<boolean>;
  /**
   * Days after which rows expire in the data lake, at least 30. Expired rows are gone for
   * ever. Default: never.
   */
  declare readonly retentionDays: pulumi.Output<number | undefined>;
  /**
   * Days after which the rows' events expire in Real-Time Customer Profile, at least 1. Only
   * with `profile`. Default: never.
   */
  declare readonly profileRetentionDays: pulumi.Output<number | undefined>;

  /** Reads a Dataset that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Dataset {
    return new Dataset(name, {} as DatasetArgs, { ...opts, id });
  }

  constructor(name: string, args: DatasetArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:catalog:Dataset",
      name,
      withOutputs(args, [
        "name",
        "description",
        "schemaId",
        "profile",
        "identity",
        "upsert",
        "tags",
        "labels",
        "errorDiagnostics",
        "retentionDays",
        "profileRetentionDays",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link getDataset}. */
export interface GetDatasetArgs {
  /** Its exact name. Give this or `id`. */
  readonly name?: string;
  /** Its id, 24 hex digits. */
  readonly id?: string;
}

/** The arguments of {@link getDatasetOutput}. */
export interface GetDatasetOutputArgs {
  /** Its exact name. Give this or `id`. */
  readonly name?: pulumi.Input<string>;
  /** Its id, 24 hex digits. */
  readonly id?: pulumi.Input<string>;
}

/** The result of {@link getDataset}. */
export interface GetDatasetResult {
  /** Its id. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Its description, empty when it has none. */
  readonly description: string;
  /** `$id` of the schema of its rows. */
  readonly schemaId: string;
  /** Whether it feeds Real-Time Customer Profile. */
  readonly profile: boolean;
}

/**
 * Looks up a dataset that somebody else owns. Calls Adobe once at every preview and update.
 *
 * ## Example Usage
 *
 * ```typescript
 * const dataset = aep.catalog.getDatasetOutput({ name: "Web events" });
 * new aep.flow.TargetConnection("lake", { datasetId: dataset.id, schemaId: dataset.schemaId });
 * ```
 */
export function getDataset(
  args: GetDatasetArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetDatasetResult> {
  return invoke("adobe-aep:catalog:getDataset", args, opts);
}

/** {@link getDataset} for arguments that are not known yet. */
export function getDatasetOutput(
  args: GetDatasetOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetDatasetResult> {
  return invokeOutput("adobe-aep:catalog:getDataset", args, opts);
}
