// Generated from the provider's package schema by `npm run generate:sdk`. Do not edit.

import * as pulumi from "@pulumi/pulumi";

import { secretOf, withOutputs } from "../inputs";
import { invoke, invokeOutput } from "../invoke";

/** By what files are encrypted. `PGP`: Pretty Good Privacy. `GPG`: GNU Privacy Guard. */
export type KeyAlgorithm = "PGP" | "GPG";

/** What protects a key pair. */
export interface KeyPairCredentialsArgs {
  /** Protects the private key, which stays at Adobe. Adobe does not return it. */
  readonly passPhrase: pulumi.Input<string>;
}

/** What protects a key pair. */
export interface KeyPairCredentials {
  /** Protects the private key, which stays at Adobe. Adobe does not return it. */
  readonly passPhrase: string;
}

/** One of Adobe's specifications, by id and version. */
export interface SpecArgs {
  /** UUID Adobe gave the specification. */
  readonly id: pulumi.Input<string>;
  /** As `"1.0"`. */
  readonly version: pulumi.Input<string>;
}

/** One of Adobe's specifications, by id and version. */
export interface Spec {
  /** UUID Adobe gave the specification. */
  readonly id: string;
  /** As `"1.0"`. */
  readonly version: string;
}

/** How Adobe reaches a source or destination, as its specification describes it. */
export interface ConnectionAuthArgs {
  /** Name of the way to authenticate, as `"Streaming Connection"`. */
  readonly specName: pulumi.Input<string>;
  /** Its parameters. */
  readonly params?: pulumi.Input<Readonly<Record<string, unknown>>>;
}

/** How Adobe reaches a source or destination, as its specification describes it. */
export interface ConnectionAuth {
  /** Name of the way to authenticate, as `"Streaming Connection"`. */
  readonly specName: string;
  /** Its parameters. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** With which key a destination encrypts its files. */
export interface ExportEncryptionArgs {
  /**
   * Your RSA public key for PGP or GPG, in Base64. Whoever has the private key reads the
   * files, so it is not the key of a `KeyPair`, whose private key stays at Adobe.
   */
  readonly publicKey: pulumi.Input<string>;
}

/** With which key a destination encrypts its files. */
export interface ExportEncryption {
  /**
   * Your RSA public key for PGP or GPG, in Base64. Whoever has the private key reads the
   * files, so it is not the key of a `KeyPair`, whose private key stays at Adobe.
   */
  readonly publicKey: string;
}

/** A version of a mapping set. */
export interface MappingRefArgs {
  /** Id of the mapping set. */
  readonly id: pulumi.Input<string>;
  /** Its version. */
  readonly version: pulumi.Input<number>;
}

/** A version of a mapping set. */
export interface MappingRef {
  /** Id of the mapping set. */
  readonly id: string;
  /** Its version. */
  readonly version: number;
}

/** When a dataflow runs. */
export interface ScheduleArgs {
  /** Start of the first run, in seconds since 1970. Fixed once it has passed. */
  readonly startTime: pulumi.Input<number>;
  /**
   * Unit of `interval`; `once`: a single run, whose schedule is fixed. One of `once`,
   * `minute`, `hour`, `day`, `week`.
   */
  readonly frequency: pulumi.Input<ScheduleFrequency>;
  /** Time between two runs, such as 15: for `minute` at least 15. Not for `once`. */
  readonly interval?: pulumi.Input<number>;
  /**
   * Whether the first run takes what was there before `startTime`. Adobe's default is true.
   * Not for `once`.
   */
  readonly backfill?: pulumi.Input<boolean>;
}

/** When a dataflow runs. */
export interface Schedule {
  /** Start of the first run, in seconds since 1970. Fixed once it has passed. */
  readonly startTime: number;
  /**
   * Unit of `interval`; `once`: a single run, whose schedule is fixed. One of `once`,
   * `minute`, `hour`, `day`, `week`.
   */
  readonly frequency: ScheduleFrequency;
  /** Time between two runs, such as 15: for `minute` at least 15. Not for `once`. */
  readonly interval?: number;
  /**
   * Whether the first run takes what was there before `startTime`. Adobe's default is true.
   * Not for `once`.
   */
  readonly backfill?: boolean;
}

/**
 * The unit of a schedule's interval. `once`: A single time. `minute`: Minutes. `hour`:
 * Hours. `day`: Days. `week`: Weeks.
 */
export type ScheduleFrequency = "once" | "minute" | "hour" | "day" | "week";

/** The column by which a dataflow from tables tells new rows from those it has. */
export interface DeltaColumnArgs {
  /** Name of the column: one of `columns` of the source connection, where it has any. */
  readonly name: pulumi.Input<string>;
  /**
   * Format of its values, as `yyyy-MM-dd HH:mm:ss`; of Azure Table Storage and Microsoft
   * Dynamics `yyyy-MM-ddTHH:mm:ssZ`.
   */
  readonly dateFormat?: pulumi.Input<string>;
  /** Time zone of its values. Adobe ingests tables in `UTC` only. */
  readonly timezone?: pulumi.Input<string>;
}

/** The column by which a dataflow from tables tells new rows from those it has. */
export interface DeltaColumn {
  /** Name of the column: one of `columns` of the source connection, where it has any. */
  readonly name: string;
  /**
   * Format of its values, as `yyyy-MM-dd HH:mm:ss`; of Azure Table Storage and Microsoft
   * Dynamics `yyyy-MM-ddTHH:mm:ssZ`.
   */
  readonly dateFormat?: string;
  /** Time zone of its values. Adobe ingests tables in `UTC` only. */
  readonly timezone?: string;
}

/** With which keys Adobe reads encrypted files. */
export interface FileEncryptionArgs {
  /** Id of the `KeyPair` whose public key the files are encrypted with (PGP or GPG). */
  readonly publicKeyId: pulumi.Input<string>;
  /**
   * Id of your own public key, where the files are signed too: `publicKeyId` of the response
   * to `POST /data/foundation/connectors/encryption/customer-keys`.
   */
  readonly signVerificationKeyId?: pulumi.Input<string>;
}

/** With which keys Adobe reads encrypted files. */
export interface FileEncryption {
  /** Id of the `KeyPair` whose public key the files are encrypted with (PGP or GPG). */
  readonly publicKeyId: string;
  /**
   * Id of your own public key, where the files are signed too: `publicKeyId` of the response
   * to `POST /data/foundation/connectors/encryption/customer-keys`.
   */
  readonly signVerificationKeyId?: string;
}

/** What a dataflow brings to a destination. */
export interface ActivationArgs {
  /**
   * Who is exported. One that is there twice is rejected. Their order means nothing. Those
   * that somebody adds in Adobe's UI show as drift.
   */
  readonly audiences?: pulumi.Input<readonly pulumi.Input<ActivatedAudienceArgs>[]>;
  /**
   * What of each profile is exported, where the destination has no `mapping`. Their order
   * means nothing.
   */
  readonly attributes?: pulumi.Input<readonly pulumi.Input<ActivatedAttributeArgs>[]>;
  /**
   * What of each profile is exported, for Adobe's file destinations since 2023, in place of
   * `attributes`. It is a mapping set between two schemas of Data Prep, which `MappingSet`
   * cannot make. By hand, as in Adobe's guide to file-based destinations: `POST
   * /data/foundation/conversion/schemas` with the union schema, the same with the columns,
   * then `POST /data/foundation/conversion/mappingSets` with their ids as `inputSchema.id` and
   * `outputSchema.id`. Give the id of this here.
   */
  readonly mapping?: pulumi.Input<ProfileMappingRefArgs>;
  /** Attributes and identities without which a profile is not exported in files. */
  readonly mandatoryFields?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** What tells profiles in a file apart. */
  readonly deduplicationKeys?: pulumi.Input<readonly pulumi.Input<DeduplicationKeyArgs>[]>;
}

/** What a dataflow brings to a destination. */
export interface Activation {
  /**
   * Who is exported. One that is there twice is rejected. Their order means nothing. Those
   * that somebody adds in Adobe's UI show as drift.
   */
  readonly audiences?: readonly ActivatedAudience[];
  /**
   * What of each profile is exported, where the destination has no `mapping`. Their order
   * means nothing.
   */
  readonly attributes?: readonly ActivatedAttribute[];
  /**
   * What of each profile is exported, for Adobe's file destinations since 2023, in place of
   * `attributes`. It is a mapping set between two schemas of Data Prep, which `MappingSet`
   * cannot make. By hand, as in Adobe's guide to file-based destinations: `POST
   * /data/foundation/conversion/schemas` with the union schema, the same with the columns,
   * then `POST /data/foundation/conversion/mappingSets` with their ids as `inputSchema.id` and
   * `outputSchema.id`. Give the id of this here.
   */
  readonly mapping?: ProfileMappingRef;
  /** Attributes and identities without which a profile is not exported in files. */
  readonly mandatoryFields?: readonly string[];
  /** What tells profiles in a file apart. */
  readonly deduplicationKeys?: readonly DeduplicationKey[];
}

/** An audience that a destination gets. */
export interface ActivatedAudienceArgs {
  /** Id of the audience: of a `SegmentDefinition`, or of any other that Adobe exports. */
  readonly id: pulumi.Input<string>;
  /**
   * Name of its files, as `%DESTINATION_NAME%_%SEGMENT_ID%_%DATETIME(YYYYMMdd_HHmmss)%`. For
   * destinations of files.
   */
  readonly filenameTemplate?: pulumi.Input<string>;
  /**
   * `DAILY_FULL_EXPORT`: everybody each time; `FIRST_FULL_THEN_INCREMENTAL`: everybody, then
   * what has changed. For destinations of files. One of `DAILY_FULL_EXPORT`,
   * `FIRST_FULL_THEN_INCREMENTAL`.
   */
  readonly exportMode?: pulumi.Input<ExportMode>;
  /** When it is exported. For destinations of files. */
  readonly schedule?: pulumi.Input<AudienceScheduleArgs>;
}

/** An audience that a destination gets. */
export interface ActivatedAudience {
  /** Id of the audience: of a `SegmentDefinition`, or of any other that Adobe exports. */
  readonly id: string;
  /**
   * Name of its files, as `%DESTINATION_NAME%_%SEGMENT_ID%_%DATETIME(YYYYMMdd_HHmmss)%`. For
   * destinations of files.
   */
  readonly filenameTemplate?: string;
  /**
   * `DAILY_FULL_EXPORT`: everybody each time; `FIRST_FULL_THEN_INCREMENTAL`: everybody, then
   * what has changed. For destinations of files. One of `DAILY_FULL_EXPORT`,
   * `FIRST_FULL_THEN_INCREMENTAL`.
   */
  readonly exportMode?: ExportMode;
  /** When it is exported. For destinations of files. */
  readonly schedule?: AudienceSchedule;
}

/**
 * What of an audience is exported each time. `DAILY_FULL_EXPORT`: Everybody who is in the
 * audience. `FIRST_FULL_THEN_INCREMENTAL`: Everybody the first time, then who has joined,
 * left or changed.
 */
export type ExportMode = "DAILY_FULL_EXPORT" | "FIRST_FULL_THEN_INCREMENTAL";

/** When an audience is exported in files. */
export interface AudienceScheduleArgs {
  /**
   * Of full exports `ONCE` or `DAILY`, of incremental ones all but `ONCE`. One of `ONCE`,
   * `DAILY`, `EVERY_3_HOURS`, `EVERY_6_HOURS`, `EVERY_8_HOURS`, `EVERY_12_HOURS`.
   */
  readonly frequency: pulumi.Input<ExportFrequency>;
  /**
   * Of full exports: `SCHEDULED`, at `startTime`, or `AFTER_SEGMENT_EVAL`, once Adobe has
   * evaluated the audiences of the day. One of `SCHEDULED`, `AFTER_SEGMENT_EVAL`.
   */
  readonly triggerType?: pulumi.Input<ExportTrigger>;
  /** Day of the first export, as `"2027-01-31"`. */
  readonly startDate: pulumi.Input<string>;
  /** Day of the last export. Not for `ONCE`. */
  readonly endDate?: pulumi.Input<string>;
  /** Full hour in UTC, as `"06:00"`. Not for `AFTER_SEGMENT_EVAL`. */
  readonly startTime?: pulumi.Input<string>;
}

/** When an audience is exported in files. */
export interface AudienceSchedule {
  /**
   * Of full exports `ONCE` or `DAILY`, of incremental ones all but `ONCE`. One of `ONCE`,
   * `DAILY`, `EVERY_3_HOURS`, `EVERY_6_HOURS`, `EVERY_8_HOURS`, `EVERY_12_HOURS`.
   */
  readonly frequency: ExportFrequency;
  /**
   * Of full exports: `SCHEDULED`, at `startTime`, or `AFTER_SEGMENT_EVAL`, once Adobe has
   * evaluated the audiences of the day. One of `SCHEDULED`, `AFTER_SEGMENT_EVAL`.
   */
  readonly triggerType?: ExportTrigger;
  /** Day of the first export, as `"2027-01-31"`. */
  readonly startDate: string;
  /** Day of the last export. Not for `ONCE`. */
  readonly endDate?: string;
  /** Full hour in UTC, as `"06:00"`. Not for `AFTER_SEGMENT_EVAL`. */
  readonly startTime?: string;
}

/**
 * How often an audience is exported. `ONCE`: A single time. `DAILY`: Once a day.
 * `EVERY_3_HOURS`: Eight times a day. `EVERY_6_HOURS`: Four times a day. `EVERY_8_HOURS`:
 * Three times a day. `EVERY_12_HOURS`: Twice a day.
 */
export type ExportFrequency =
  "ONCE" | "DAILY" | "EVERY_3_HOURS" | "EVERY_6_HOURS" | "EVERY_8_HOURS" | "EVERY_12_HOURS";

/**
 * What starts the export of an audience. `SCHEDULED`: The time of the schedule.
 * `AFTER_SEGMENT_EVAL`: The end of the daily evaluation of segments.
 */
export type ExportTrigger = "SCHEDULED" | "AFTER_SEGMENT_EVAL";

/** An attribute of profiles that a destination gets. */
export interface ActivatedAttributeArgs {
  /** Path in the union schema, as `person.name.firstName`, or an identity's name. */
  readonly path: pulumi.Input<string>;
  /** Its name at the destination, where that is another one. */
  readonly destination?: pulumi.Input<string>;
  /** Namespace, as `Email`, when it is an identity. */
  readonly identity?: pulumi.Input<string>;
}

/** An attribute of profiles that a destination gets. */
export interface ActivatedAttribute {
  /** Path in the union schema, as `person.name.firstName`, or an identity's name. */
  readonly path: string;
  /** Its name at the destination, where that is another one. */
  readonly destination?: string;
  /** Namespace, as `Email`, when it is an identity. */
  readonly identity?: string;
}

/** A version of a mapping set of a destination. */
export interface ProfileMappingRefArgs {
  /** Id of the mapping set. */
  readonly id: pulumi.Input<string>;
  /** Its version. */
  readonly version: pulumi.Input<number>;
}

/** A version of a mapping set of a destination. */
export interface ProfileMappingRef {
  /** Id of the mapping set. */
  readonly id: string;
  /** Its version. */
  readonly version: number;
}

/** What makes two rows of a file the same profile: an attribute or an identity. */
export interface DeduplicationKeyArgs {
  /** Path of an attribute. */
  readonly attribute?: pulumi.Input<string>;
  /** Or the namespace of an identity. */
  readonly identity?: pulumi.Input<string>;
}

/** What makes two rows of a file the same profile: an attribute or an identity. */
export interface DeduplicationKey {
  /** Path of an attribute. */
  readonly attribute?: string;
  /** Or the namespace of an identity. */
  readonly identity?: string;
}

/** When a dataflow exports datasets. */
export interface DatasetExportArgs {
  /** Time between two exports: 3, 6, 9, 12 or 24 for `hour`, and 1 for `day`. */
  readonly interval: pulumi.Input<number>;
  /** Unit of `interval`. One of `hour`, `day`. */
  readonly timeUnit: pulumi.Input<ExportTimeUnit>;
  /** Start of the first export, in seconds since 1970. */
  readonly startTime: pulumi.Input<number>;
}

/** When a dataflow exports datasets. */
export interface DatasetExport {
  /** Time between two exports: 3, 6, 9, 12 or 24 for `hour`, and 1 for `day`. */
  readonly interval: number;
  /** Unit of `interval`. One of `hour`, `day`. */
  readonly timeUnit: ExportTimeUnit;
  /** Start of the first export, in seconds since 1970. */
  readonly startTime: number;
}

/** The unit of the time between two exports. `hour`: Hours. `day`: Days. */
export type ExportTimeUnit = "hour" | "day";

/** The arguments of {@link KeyPair}. */
export interface KeyPairArgs {
  /**
   * Shown in Adobe's UI (_Sources_, _Key pairs_). Default: an auto-name. Changing it replaces
   * the resource.
   */
  readonly name?: pulumi.Input<string>;
  /**
   * By what the files are encrypted. Default `PGP`. One of `PGP`, `GPG`. Changing it replaces
   * the resource.
   */
  readonly algorithm?: pulumi.Input<KeyAlgorithm>;
  /**
   * What protects the keys: required, but for a pair that was imported. Adobe does not return
   * it, so a refresh does not compare it. Changing it replaces the resource.
   */
  readonly credentials?: pulumi.Input<KeyPairCredentialsArgs>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  readonly generation?: pulumi.Input<string>;
}

/**
 * A key pair of a sandbox for a source of encrypted files: its public key encrypts them, and
 * a `Dataflow` names the pair in `encryption.publicKeyId`, which is its id. It is for
 * sources: what a destination exports with its public key nobody can read. Adobe keeps the
 * private key, and a key pair expires 180 days after it was made: a refresh warns 30 days
 * before. A replacement deletes the old pair, with which files that are still to be read may
 * be encrypted. Your own keys that verify signatures (`signVerificationKeyId`) are left out,
 * as no document of Adobe shows how one is deleted: send one by `POST
 * /data/foundation/connectors/encryption/customer-keys`.
 *
 * ## Example Usage
 *
 * ```typescript
 * const keys = new aep.flow.KeyPair("orders", {
 *   algorithm: "PGP",
 *   credentials: { passPhrase: account.passPhrase },
 * });
 * export const publicKey = keys.publicKey;
 * ```
 *
 * ## Import
 *
 * By the key pair's `publicKeyId`.
 */
export class KeyPair extends pulumi.CustomResource {
  /**
   * Shown in Adobe's UI (_Sources_, _Key pairs_). Default: an auto-name. Changing it replaces
   * the resource.
   */
  declare readonly name: pulumi.Output<string>;
  /**
   * By what the files are encrypted. Default `PGP`. One of `PGP`, `GPG`. Changing it replaces
   * the resource.
   */
  declare readonly algorithm: pulumi.Output<KeyAlgorithm>;
  /**
   * What protects the keys: required, but for a pair that was imported. Adobe does not return
   * it, so a refresh does not compare it. Changing it replaces the resource.
   */
  declare readonly credentials: pulumi.Output<KeyPairCredentials | undefined>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  declare readonly generation: pulumi.Output<string | undefined>;
  /** The key to encrypt files with, in Base64: decode it before use. It is not secret. */
  declare readonly publicKey: pulumi.Output<string>;
  /** When it expires, 180 days after it was made: RFC 3339 in UTC. */
  declare readonly expiresAt: pulumi.Output<string | undefined>;

  /** Reads a KeyPair that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): KeyPair {
    return new KeyPair(name, {}, { ...opts, id });
  }

  constructor(name: string, args: KeyPairArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:flow:KeyPair",
      name,
      withOutputs({ ...args, credentials: secretOf(args.credentials) }, [
        "name",
        "algorithm",
        "credentials",
        "generation",
        "publicKey",
        "expiresAt",
      ]),
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["credentials"] }),
    );
  }
}

/** The arguments of {@link Connection}. */
export interface ConnectionArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * Which source or destination: `specs.httpApi`, or `spec` of `getConnectionSpec`. Changing
   * it replaces the resource.
   */
  readonly connectionSpec: pulumi.Input<SpecArgs>;
  /**
   * How Adobe reaches the source or destination; only few need none, as the Profile Store and
   * Data Landing Zone as destinations. For a streaming endpoint of the HTTP API source:
   * `specName: "Streaming Connection"`, `params: { dataType, authenticationRequired }`.
   * Changing it replaces the resource.
   */
  readonly auth?: pulumi.Input<ConnectionAuthArgs>;
  /**
   * Further parameters of `auth` that are secret, or change with a secret, as a key and its
   * id. Changed in place, those that change only. Adobe does not return passwords, so a
   * refresh does not compare them, and what somebody else has set stays unseen. After an
   * import, the first `pulumi up` sets them.
   */
  readonly credentials?: pulumi.Input<Readonly<Record<string, unknown>>>;
  /**
   * Of a destination of files: with which key Adobe encrypts them (PGP/GPG). Default: they are
   * not encrypted. A change makes a new base connection: no document of Adobe shows how to
   * change it in a living one. What somebody has set in Adobe's UI stays where the program
   * gives none. Changing it replaces the resource.
   */
  readonly encryption?: pulumi.Input<ExportEncryptionArgs>;
}

/**
 * A base connection: how Adobe reaches a source or destination. The HTTP API source,
 * destinations and sources that need credentials have one, the Chatlio source does not.
 *
 * ## Example Usage
 *
 * ```typescript
 * const inlet = new aep.flow.Connection("inlet", {
 *   connectionSpec: aep.specs.httpApi,
 *   auth: {
 *     specName: "Streaming Connection",
 *     params: { dataType: "xdm", authenticationRequired: true },
 *   },
 * });
 * const s3 = new aep.flow.Connection("s3", {
 *   connectionSpec: { id: "ecadc60c-7455-4d87-84dc-2a0e293d997b", version: "1.0" },
 *   auth: { specName: "Access Key" },
 *   credentials: { s3AccessKey: accessKey.id, s3SecretKey: accessKey.secret },
 * });
 * // A destination whose files are encrypted.
 * const exports = new aep.flow.Connection("exports", {
 *   connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
 *   auth: { specName: "Access Key" },
 *   credentials: { s3AccessKey: accessKey.id, s3SecretKey: accessKey.secret },
 *   encryption: { publicKey: ownKey.publicKey },
 * });
 * ```
 *
 * ## Import
 *
 * By the connection's id, a UUID.
 */
export class Connection extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * Which source or destination: `specs.httpApi`, or `spec` of `getConnectionSpec`. Changing
   * it replaces the resource.
   */
  declare readonly connectionSpec: pulumi.Output<Spec>;
  /**
   * How Adobe reaches the source or destination; only few need none, as the Profile Store and
   * Data Landing Zone as destinations. For a streaming endpoint of the HTTP API source:
   * `specName: "Streaming Connection"`, `params: { dataType, authenticationRequired }`.
   * Changing it replaces the resource.
   */
  declare readonly auth: pulumi.Output<ConnectionAuth | undefined>;
  /**
   * Further parameters of `auth` that are secret, or change with a secret, as a key and its
   * id. Changed in place, those that change only. Adobe does not return passwords, so a
   * refresh does not compare them, and what somebody else has set stays unseen. After an
   * import, the first `pulumi up` sets them.
   */
  declare readonly credentials: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Of a destination of files: with which key Adobe encrypts them (PGP/GPG). Default: they are
   * not encrypted. A change makes a new base connection: no document of Adobe shows how to
   * change it in a living one. What somebody has set in Adobe's UI stays where the program
   * gives none. Changing it replaces the resource.
   */
  declare readonly encryption: pulumi.Output<ExportEncryption | undefined>;
  /** `enabled`, once it is made. */
  declare readonly state: pulumi.Output<string>;
  /**
   * Where to send, of a streaming connection. Secret: everybody who knows it can send to a
   * streaming endpoint without authentication.
   */
  declare readonly inletUrl: pulumi.Output<string | undefined>;

  /** Reads a Connection that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Connection {
    return new Connection(name, {} as ConnectionArgs, { ...opts, id });
  }

  constructor(name: string, args: ConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:flow:Connection",
      name,
      withOutputs({ ...args, credentials: secretOf(args.credentials) }, [
        "name",
        "description",
        "connectionSpec",
        "auth",
        "credentials",
        "encryption",
        "state",
        "inletUrl",
      ]),
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["credentials", "inletUrl"] }),
    );
  }
}

/** The arguments of {@link SourceConnection}. */
export interface SourceConnectionArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * Which kind of source: `specs.chatlio`, `specs.httpApi`, `specs.profileStore` for a
   * destination of audiences, `specs.datasetStore` for an export of datasets, or `spec` of
   * `getConnectionSpec`. Changing it replaces the resource.
   */
  readonly connectionSpec: pulumi.Input<SpecArgs>;
  /** `specs.streamingProviderId` for streaming sources. Changing it replaces the resource. */
  readonly providerId?: pulumi.Input<string>;
  /**
   * Id of the base connection, where the source has one. It has the same `connectionSpec`: a
   * preview says when not. Changing it replaces the resource.
   */
  readonly baseConnectionId?: pulumi.Input<string>;
  /**
   * Of the data: files are `delimited`, `json` or `parquet`, tables `tabular`, of audiences
   * for a destination of files `CSV`. Default `json`. A source of datasets has none. Changing
   * it replaces the resource.
   */
  readonly format?: pulumi.Input<string>;
  /**
   * Parameters of the specification: of files `path`, `type` (`file` or `folder`) and
   * `recursive`; of tables `tableName` and `columns`, each with `name` and `type`; of an
   * export of datasets `datasets`, each with `dataSetId` of a dataset that exists; of Kinesis
   * `stream`, of Event Hubs `eventHubName` and `consumerGroup`, of PubSub `topicId` and
   * `subscriptionId`, each with `dataType` and `reset`. A preview checks them by its JSON
   * Schema. Changing it replaces the resource.
   */
  readonly params?: pulumi.Input<Readonly<Record<string, unknown>>>;
  /**
   * Properties of the data: of files `columnDelimiter`, `encoding` and `compressionType`.
   * Changing it replaces the resource.
   */
  readonly dataProperties?: pulumi.Input<Readonly<Record<string, unknown>>>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  readonly generation?: pulumi.Input<string>;
}

/**
 * Where a dataflow reads. Adobe does not carry a change over into a live dataflow, so every
 * functional change replaces, and with it the dataflow. It forms a pair with the target
 * connection: see there.
 *
 * ## Example Usage
 *
 * ```typescript
 * const source = new aep.flow.SourceConnection("chatlio", {
 *   connectionSpec: aep.specs.chatlio,
 *   providerId: aep.specs.streamingProviderId,
 * });
 * // A table of MySQL, for a dataflow with specs.tableFlow.
 * const mysql = { id: "26d738e0-8963-47ea-aadf-c60de735468a", version: "1.0" };
 * const database = new aep.flow.Connection("shop", {
 *   connectionSpec: mysql,
 *   auth: { specName: "Connection String Based Authentication" },
 *   credentials: { connectionString: account.connectionString },
 * });
 * const orders = new aep.flow.SourceConnection("orders", {
 *   connectionSpec: mysql,
 *   baseConnectionId: database.id,
 *   format: "tabular",
 *   params: {
 *     tableName: "shop.orders",
 *     columns: [
 *       { name: "id", type: "string", xdm: { type: "string" } },
 *       { name: "changed_at", type: "string", xdm: { type: "string", format: "date-time" } },
 *     ],
 *   },
 * });
 * ```
 *
 * ## Import
 *
 * By the source connection's id, a UUID.
 */
export class SourceConnection extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * Which kind of source: `specs.chatlio`, `specs.httpApi`, `specs.profileStore` for a
   * destination of audiences, `specs.datasetStore` for an export of datasets, or `spec` of
   * `getConnectionSpec`. Changing it replaces the resource.
   */
  declare readonly connectionSpec: pulumi.Output<Spec>;
  /** `specs.streamingProviderId` for streaming sources. Changing it replaces the resource. */
  declare readonly providerId: pulumi.Output<string | undefined>;
  /**
   * Id of the base connection, where the source has one. It has the same `connectionSpec`: a
   * preview says when not. Changing it replaces the resource.
   */
  declare readonly baseConnectionId: pulumi.Output<string | undefined>;
  /**
   * Of the data: files are `delimited`, `json` or `parquet`, tables `tabular`, of audiences
   * for a destination of files `CSV`. Default `json`. A source of datasets has none. Changing
   * it replaces the resource.
   */
  declare readonly format: pulumi.Output<string>;
  /**
   * Parameters of the specification: of files `path`, `type` (`file` or `folder`) and
   * `recursive`; of tables `tableName` and `columns`, each with `name` and `type`; of an
   * export of datasets `datasets`, each with `dataSetId` of a dataset that exists; of Kinesis
   * `stream`, of Event Hubs `eventHubName` and `consumerGroup`, of PubSub `topicId` and
   * `subscriptionId`, each with `dataType` and `reset`. A preview checks them by its JSON
   * Schema. Changing it replaces the resource.
   */
  declare readonly params: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Properties of the data: of files `columnDelimiter`, `encoding` and `compressionType`.
   * Changing it replaces the resource.
   */
  declare readonly dataProperties: pulumi.Output<Record<string, unknown> | undefined>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  declare readonly generation: pulumi.Output<string | undefined>;

  /** Reads a SourceConnection that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): SourceConnection {
    return new SourceConnection(name, {} as SourceConnectionArgs, { ...opts, id });
  }

  constructor(name: string, args: SourceConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:flow:SourceConnection",
      name,
      withOutputs(args, [
        "name",
        "description",
        "connectionSpec",
        "providerId",
        "baseConnectionId",
        "format",
        "params",
        "dataProperties",
        "generation",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link TargetConnection}. */
export interface TargetConnectionArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * Which destination: `spec` of `getConnectionSpec`. Default: the data lake. Changing it
   * replaces the resource.
   */
  readonly connectionSpec?: pulumi.Input<SpecArgs>;
  /**
   * Id of the base connection of a destination, with its credentials. It has the same
   * `connectionSpec`: a preview says when not. Changing it replaces the resource.
   */
  readonly baseConnectionId?: pulumi.Input<string>;
  /**
   * Of the data of a destination, as `CSV`: some of Adobe's guides send it. Changing it
   * replaces the resource.
   */
  readonly format?: pulumi.Input<string>;
  /**
   * Parameters of a destination's specification, changed in place: of Kinesis `stream` and
   * `region`, of Event Hubs `eventHubName`, of S3 `bucketName`, `path`, `fileType` (for
   * datasets `datasetFileType`), `compression` and `csvOptions`. A preview checks them by its
   * JSON Schema.
   */
  readonly params?: pulumi.Input<Readonly<Record<string, unknown>>>;
  /** Id of the dataset. Required for the data lake. Changing it replaces the resource. */
  readonly datasetId?: pulumi.Input<string>;
  /**
   * `$id` of the dataset's schema. Required for the data lake. Changing it replaces the
   * resource.
   */
  readonly schemaId?: pulumi.Input<string>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  readonly generation?: pulumi.Input<string>;
}

/**
 * Where a dataflow writes: a dataset of the data lake, or a destination of Adobe's catalog.
 * Parameters of a destination change in place; every other functional change replaces, and
 * with it the dataflow. A pair of connections belongs to one dataflow (Adobe), and whether a
 * second one may use half of it is not documented: give both the same `generation`, so that
 * they go together.
 *
 * ## Example Usage
 *
 * ```typescript
 * const target = new aep.flow.TargetConnection("lake", {
 *   datasetId: dataset.id,
 *   schemaId: schema.id,
 * });
 * const files = new aep.flow.TargetConnection("files", {
 *   connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
 *   baseConnectionId: bucket.id,
 *   params: {
 *     bucketName: "shop-audiences",
 *     path: "aep",
 *     fileType: "CSV",
 *     compression: "NONE",
 *   },
 * });
 * ```
 *
 * ## Import
 *
 * By the target connection's id, a UUID.
 */
export class TargetConnection extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * Which destination: `spec` of `getConnectionSpec`. Default: the data lake. Changing it
   * replaces the resource.
   */
  declare readonly connectionSpec: pulumi.Output<Spec | undefined>;
  /**
   * Id of the base connection of a destination, with its credentials. It has the same
   * `connectionSpec`: a preview says when not. Changing it replaces the resource.
   */
  declare readonly baseConnectionId: pulumi.Output<string | undefined>;
  /**
   * Of the data of a destination, as `CSV`: some of Adobe's guides send it. Changing it
   * replaces the resource.
   */
  declare readonly format: pulumi.Output<string | undefined>;
  /**
   * Parameters of a destination's specification, changed in place: of Kinesis `stream` and
   * `region`, of Event Hubs `eventHubName`, of S3 `bucketName`, `path`, `fileType` (for
   * datasets `datasetFileType`), `compression` and `csvOptions`. A preview checks them by its
   * JSON Schema.
   */
  declare readonly params: pulumi.Output<Record<string, unknown> | undefined>;
  /** Id of the dataset. Required for the data lake. Changing it replaces the resource. */
  declare readonly datasetId: pulumi.Output<string | undefined>;
  /**
   * `$id` of the dataset's schema. Required for the data lake. Changing it replaces the
   * resource.
   */
  declare readonly schemaId: pulumi.Output<string | undefined>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  declare readonly generation: pulumi.Output<string | undefined>;

  /** Reads a TargetConnection that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): TargetConnection {
    return new TargetConnection(name, {}, { ...opts, id });
  }

  constructor(name: string, args: TargetConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:flow:TargetConnection",
      name,
      withOutputs(args, [
        "name",
        "description",
        "connectionSpec",
        "baseConnectionId",
        "format",
        "params",
        "datasetId",
        "schemaId",
        "generation",
      ]),
      opts,
    );
  }
}

/** The arguments of {@link Dataflow}. */
export interface DataflowArgs {
  /** Default: an auto-name. */
  readonly name?: pulumi.Input<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  readonly description?: pulumi.Input<string>;
  /**
   * `specs.streamingFlow`, one of the HTTP API's, `specs.tableFlow` from tables,
   * `specs.profileFlow` to a streaming destination, or `spec` of `getFlowSpec`. Changing it
   * replaces the resource.
   */
  readonly flowSpec: pulumi.Input<SpecArgs>;
  /** Ids of the source connections. Changing it replaces the resource. */
  readonly sourceConnectionIds: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** Ids of the target connections. Changing it replaces the resource. */
  readonly targetConnectionIds: pulumi.Input<readonly pulumi.Input<string>[]>;
  /**
   * What the dataflow is pinned to. Changed in place; request a new dataflow with
   * `replaceOnChanges: ["mapping"]` or `generation`.
   */
  readonly mapping?: pulumi.Input<MappingRefArgs>;
  /**
   * When a batch dataflow runs, whose specification requires it (`scheduled` of
   * `getFlowSpec`). Changed in place, but a start time that has passed, a schedule of a single
   * run, and a schedule that is left out make a new dataflow: Adobe cannot change them. A pair
   * of connections belongs to one dataflow (see TargetConnection): change the `generation` of
   * both with it.
   */
  readonly schedule?: pulumi.Input<ScheduleArgs>;
  /**
   * For a source of tables: the column that holds the time of a row's last change. With it,
   * each run takes only the rows that are new. Needs a `schedule`. A change makes a new
   * dataflow: no document of Adobe shows how to change it in a living one. Change the
   * `generation` of both connections with it. Changing it replaces the resource.
   */
  readonly deltaColumn?: pulumi.Input<DeltaColumnArgs>;
  /**
   * For a source of encrypted files: the keys with which Adobe decrypts them. A `KeyPair`
   * makes them, and they expire after 180 days. A change makes a new dataflow: no document of
   * Adobe shows how to change it in a living one. Change the `generation` of both connections
   * with it. Changing it replaces the resource.
   */
  readonly encryption?: pulumi.Input<FileEncryptionArgs>;
  /**
   * What a dataflow from the Profile Store brings to a destination. All of it changes in
   * place. Adobe takes none of it when a dataflow is made, so it follows at once. What the
   * program does not give here stays as it is at Adobe.
   */
  readonly activation?: pulumi.Input<ActivationArgs>;
  /**
   * When a dataflow exports datasets to a file storage. Its source connection has
   * `specs.datasetStore` and `params.datasets`, its target connection `params.datasetFileType`
   * (`JSON` or `PARQUET`), and the flow specification is that of the storage. A change makes a
   * new dataflow: no document of Adobe shows how to change it in a living one. Change the
   * `generation` of both connections with it. Changing it replaces the resource.
   */
  readonly datasetExport?: pulumi.Input<DatasetExportArgs>;
  /**
   * Keeps diagnostics of rejected records, of a source. Default true. Not sent with
   * `activation` or `datasetExport`. Changing it replaces the resource.
   */
  readonly errorDiagnostics?: pulumi.Input<boolean>;
  /** Whether it runs. Default true. */
  readonly enabled?: pulumi.Input<boolean>;
  /**
   * Seconds after its last change until it is safe to send (Adobe: about five minutes).
   * Default 300.
   */
  readonly settleSeconds?: pulumi.Input<number>;
  /**
   * Seconds to wait before it is deleted, so that records in flight still arrive. Default 0.
   * Kept in the state only: after a change, or an import, it is in force once `pulumi up` has
   * run, though no change shows.
   */
  readonly drainSeconds?: pulumi.Input<number>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  readonly generation?: pulumi.Input<string>;
}

/**
 * A dataflow, enabled when it is made: from a source to a dataset, from the Profile Store to
 * a destination, or from datasets to a storage of files. Another mapping or version, another
 * schedule and what it brings to a destination change it in place. Every other functional
 * change makes a new dataflow with a new streaming endpoint, and deletes the old one after
 * it.
 *
 * ## Example Usage
 *
 * ```typescript
 * const flow = new aep.flow.Dataflow("chat", {
 *   flowSpec: aep.specs.streamingFlow,
 *   sourceConnectionIds: [source.id],
 *   targetConnectionIds: [target.id],
 *   mapping: { id: mapping.id, version: mapping.version },
 * });
 * export const inletUrl = flow.inletUrl;
 * // Hourly, the rows of a table that are new (see SourceConnection).
 * const fromTable = new aep.flow.Dataflow("orders", {
 *   flowSpec: aep.specs.tableFlow,
 *   sourceConnectionIds: [table.id],
 *   targetConnectionIds: [target.id],
 *   mapping: { id: mapping.id, version: mapping.version },
 *   schedule: { startTime: 1798783200, frequency: "hour", interval: 1 },
 *   deltaColumn: { name: "changed_at", dateFormat: "yyyy-MM-dd HH:mm:ss", timezone: "UTC" },
 * });
 * const toStream = new aep.flow.Dataflow("audiences", {
 *   flowSpec: aep.specs.profileFlow,
 *   sourceConnectionIds: [profiles.id],
 *   targetConnectionIds: [stream.id],
 *   activation: {
 *     audiences: [{ id: chatted.id }],
 *     attributes: [{ path: "personalEmail.address" }, { path: "person.name.firstName" }],
 *   },
 * });
 * // Daily, a dataset in files of an S3 bucket.
 * const rows = new aep.flow.SourceConnection("rows", {
 *   connectionSpec: aep.specs.datasetStore,
 *   params: { datasets: [{ dataSetId: dataset.id }] },
 * });
 * const files = new aep.flow.TargetConnection("rows", {
 *   connectionSpec: { id: "4fce964d-3f37-408f-9778-e597338a21ee", version: "1.0" },
 *   baseConnectionId: bucket.id,
 *   params: {
 *     bucketName: "shop-exports",
 *     path: "rows",
 *     datasetFileType: "PARQUET",
 *     compression: "NONE",
 *   },
 * });
 * const toFiles = new aep.flow.Dataflow("rows", {
 *   flowSpec: { id: "269ba276-16fc-47db-92b0-c1049a3c131f", version: "1.0" },
 *   sourceConnectionIds: [rows.id],
 *   targetConnectionIds: [files.id],
 *   datasetExport: { interval: 1, timeUnit: "day", startTime: 1798783200 },
 * });
 * ```
 *
 * ## Import
 *
 * By the dataflow's id, a UUID.
 */
export class Dataflow extends pulumi.CustomResource {
  /** Default: an auto-name. */
  declare readonly name: pulumi.Output<string>;
  /** Shown in Adobe's UI; there the ownership tag follows it when the program gives the name. */
  declare readonly description: pulumi.Output<string | undefined>;
  /**
   * `specs.streamingFlow`, one of the HTTP API's, `specs.tableFlow` from tables,
   * `specs.profileFlow` to a streaming destination, or `spec` of `getFlowSpec`. Changing it
   * replaces the resource.
   */
  declare readonly flowSpec: pulumi.Output<Spec>;
  /** Ids of the source connections. Changing it replaces the resource. */
  declare readonly sourceConnectionIds: pulumi.Output<string[]>;
  /** Ids of the target connections. Changing it replaces the resource. */
  declare readonly targetConnectionIds: pulumi.Output<string[]>;
  /**
   * What the dataflow is pinned to. Changed in place; request a new dataflow with
   * `replaceOnChanges: ["mapping"]` or `generation`.
   */
  declare readonly mapping: pulumi.Output<MappingRef | undefined>;
  /**
   * When a batch dataflow runs, whose specification requires it (`scheduled` of
   * `getFlowSpec`). Changed in place, but a start time that has passed, a schedule of a single
   * run, and a schedule that is left out make a new dataflow: Adobe cannot change them. A pair
   * of connections belongs to one dataflow (see TargetConnection): change the `generation` of
   * both with it.
   */
  declare readonly schedule: pulumi.Output<Schedule | undefined>;
  /**
   * For a source of tables: the column that holds the time of a row's last change. With it,
   * each run takes only the rows that are new. Needs a `schedule`. A change makes a new
   * dataflow: no document of Adobe shows how to change it in a living one. Change the
   * `generation` of both connections with it. Changing it replaces the resource.
   */
  declare readonly deltaColumn: pulumi.Output<DeltaColumn | undefined>;
  /**
   * For a source of encrypted files: the keys with which Adobe decrypts them. A `KeyPair`
   * makes them, and they expire after 180 days. A change makes a new dataflow: no document of
   * Adobe shows how to change it in a living one. Change the `generation` of both connections
   * with it. Changing it replaces the resource.
   */
  declare readonly encryption: pulumi.Output<FileEncryption | undefined>;
  /**
   * What a dataflow from the Profile Store brings to a destination. All of it changes in
   * place. Adobe takes none of it when a dataflow is made, so it follows at once. What the
   * program does not give here stays as it is at Adobe.
   */
  declare readonly activation: pulumi.Output<Activation | undefined>;
  /**
   * When a dataflow exports datasets to a file storage. Its source connection has
   * `specs.datasetStore` and `params.datasets`, its target connection `params.datasetFileType`
   * (`JSON` or `PARQUET`), and the flow specification is that of the storage. A change makes a
   * new dataflow: no document of Adobe shows how to change it in a living one. Change the
   * `generation` of both connections with it. Changing it replaces the resource.
   */
  declare readonly datasetExport: pulumi.Output<DatasetExport | undefined>;
  /**
   * Keeps diagnostics of rejected records, of a source. Default true. Not sent with
   * `activation` or `datasetExport`. Changing it replaces the resource.
   */
  declare readonly errorDiagnostics: pulumi.Output<boolean>;
  /** Whether it runs. Default true. */
  declare readonly enabled: pulumi.Output<boolean>;
  /**
   * Seconds after its last change until it is safe to send (Adobe: about five minutes).
   * Default 300.
   */
  declare readonly settleSeconds: pulumi.Output<number>;
  /**
   * Replacement trigger: any text, such as a digest of the mappings. Not sent to Adobe; a
   * change makes a new object with a new auto-name. Changing it replaces the resource.
   */
  declare readonly generation: pulumi.Output<string | undefined>;
  /** `enabled`, once it is made. */
  declare readonly state: pulumi.Output<string>;
  /** Where to send. Secret: everybody who knows it can send. */
  declare readonly inletUrl: pulumi.Output<string | undefined>;
  /** When it is safe to send: last change plus `settleSeconds`, RFC 3339 in UTC. */
  declare readonly settledAt: pulumi.Output<string>;

  /** Reads a Dataflow that exists already, without managing it. */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    opts?: pulumi.CustomResourceOptions,
  ): Dataflow {
    return new Dataflow(name, {} as DataflowArgs, { ...opts, id });
  }

  constructor(name: string, args: DataflowArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:flow:Dataflow",
      name,
      withOutputs(args, [
        "name",
        "description",
        "flowSpec",
        "sourceConnectionIds",
        "targetConnectionIds",
        "mapping",
        "schedule",
        "deltaColumn",
        "encryption",
        "activation",
        "datasetExport",
        "errorDiagnostics",
        "enabled",
        "settleSeconds",
        "generation",
        "state",
        "inletUrl",
        "settledAt",
      ]),
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["inletUrl"] }),
    );
  }
}

/** The arguments of {@link getConnectionSpec}. */
export interface GetConnectionSpecArgs {
  /** Its exact name at Adobe, as `amazon-s3`. Give this or `id`. */
  readonly name?: string;
  /** Its id, a UUID, the same in every organization. */
  readonly id?: string;
  /**
   * Id of its provider, to choose among specifications of one name: a source and a destination
   * may have the same.
   */
  readonly providerId?: string;
}

/** The arguments of {@link getConnectionSpecOutput}. */
export interface GetConnectionSpecOutputArgs {
  /** Its exact name at Adobe, as `amazon-s3`. Give this or `id`. */
  readonly name?: pulumi.Input<string>;
  /** Its id, a UUID, the same in every organization. */
  readonly id?: pulumi.Input<string>;
  /**
   * Id of its provider, to choose among specifications of one name: a source and a destination
   * may have the same.
   */
  readonly providerId?: pulumi.Input<string>;
}

/** The result of {@link getConnectionSpec}. */
export interface GetConnectionSpecResult {
  /** Its id, a UUID. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Its version, as `1.0`. */
  readonly version: string;
  /** Id and version, as resources take them. */
  readonly spec: Spec;
  /** Id of its provider. Empty when Adobe gives none. */
  readonly providerId: string;
  /** `source`, `target` or both: what it is for, as far as Adobe says. */
  readonly types: string[];
  /**
   * Names of the ways to authenticate, for `auth.specName` of a base connection. Empty when it
   * needs none.
   */
  readonly authSpecNames: string[];
}

/**
 * Looks up a connection specification: one source or destination of Adobe's catalog. Calls
 * Adobe once at every preview and update, and once more for a name that Adobe does not find.
 *
 * ## Example Usage
 *
 * ```typescript
 * const s3 = aep.flow.getConnectionSpecOutput({
 *   name: "amazon-s3",
 *   providerId: "0ed90a81-07f4-4586-8190-b40eccef1c5a",
 * });
 * export const waysToAuthenticate = s3.authSpecNames;
 * ```
 */
export function getConnectionSpec(
  args: GetConnectionSpecArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetConnectionSpecResult> {
  return invoke("adobe-aep:flow:getConnectionSpec", args, opts);
}

/** {@link getConnectionSpec} for arguments that are not known yet. */
export function getConnectionSpecOutput(
  args: GetConnectionSpecOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetConnectionSpecResult> {
  return invokeOutput("adobe-aep:flow:getConnectionSpec", args, opts);
}

/** The arguments of {@link getFlowSpec}. */
export interface GetFlowSpecArgs {
  /** Its exact name at Adobe, as `CloudStorageToAEP`. Give this or `id`. */
  readonly name?: string;
  /** Its id, a UUID, the same in every organization. */
  readonly id?: string;
  /**
   * Id of its provider, to choose among specifications of one name: a source and a destination
   * may have the same.
   */
  readonly providerId?: string;
}

/** The arguments of {@link getFlowSpecOutput}. */
export interface GetFlowSpecOutputArgs {
  /** Its exact name at Adobe, as `CloudStorageToAEP`. Give this or `id`. */
  readonly name?: pulumi.Input<string>;
  /** Its id, a UUID, the same in every organization. */
  readonly id?: pulumi.Input<string>;
  /**
   * Id of its provider, to choose among specifications of one name: a source and a destination
   * may have the same.
   */
  readonly providerId?: pulumi.Input<string>;
}

/** The result of {@link getFlowSpec}. */
export interface GetFlowSpecResult {
  /** Its id, a UUID. */
  readonly id: string;
  /** Its name. */
  readonly name: string;
  /** Its version, as `1.0`. */
  readonly version: string;
  /** Id and version, as resources take them. */
  readonly spec: Spec;
  /** Id of its provider. Empty when Adobe gives none. */
  readonly providerId: string;
  /** Ids of the connection specifications that it reads from. */
  readonly sourceConnectionSpecIds: string[];
  /** Ids of the connection specifications that it writes to. */
  readonly targetConnectionSpecIds: string[];
  /** Names of the transformations that it can apply, as `Mapping`. */
  readonly transformations: string[];
  /** Whether its dataflows run by a schedule. */
  readonly scheduled: boolean;
}

/**
 * Looks up a flow specification: one way of Adobe's to move data from sources to targets.
 * Calls Adobe once at every preview and update, and once more for a name that Adobe does not
 * find.
 *
 * ## Example Usage
 *
 * ```typescript
 * const toLake = aep.flow.getFlowSpecOutput({ name: "CloudStorageToAEP" });
 * export const sources = toLake.sourceConnectionSpecIds;
 * ```
 */
export function getFlowSpec(
  args: GetFlowSpecArgs = {},
  opts?: pulumi.InvokeOptions,
): Promise<GetFlowSpecResult> {
  return invoke("adobe-aep:flow:getFlowSpec", args, opts);
}

/** {@link getFlowSpec} for arguments that are not known yet. */
export function getFlowSpecOutput(
  args: GetFlowSpecOutputArgs = {},
  opts?: pulumi.InvokeOutputOptions,
): pulumi.Output<GetFlowSpecResult> {
  return invokeOutput("adobe-aep:flow:getFlowSpec", args, opts);
}
