import * as pulumi from "@pulumi/pulumi";

/** Id and version of one of Adobe's specifications; see `specs`. */
export interface SpecArgs {
  readonly id: pulumi.Input<string>;
  readonly version: pulumi.Input<string>;
}

export interface ConnectionArgs {
  /** Default: made from prefix, stack and URN. */
  readonly name?: pulumi.Input<string>;
  readonly description?: pulumi.Input<string>;
  /** Changing it replaces. */
  readonly connectionSpec: pulumi.Input<SpecArgs>;
  /**
   * How Adobe reaches the source, in the words of the connection specification. Changing it
   * replaces. For an HTTP API inlet: `specName: "Streaming Connection"` with
   * `params: { dataType: "xdm" | "raw", authenticationRequired: true, … }`.
   */
  readonly auth: pulumi.Input<{
    readonly specName: pulumi.Input<string>;
    readonly params?: pulumi.Input<Record<string, unknown>>;
  }>;
}

/** A base connection, which the HTTP API source needs and Chatlio's does not. Import by id. */
export class Connection extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly connectionSpec: pulumi.Output<{ id: string; version: string }>;
  declare readonly auth: pulumi.Output<{ specName: string; params?: Record<string, unknown> }>;
  declare readonly state: pulumi.Output<string>;
  /** Where to send, of a streaming connection. A credential when the inlet asks for no token: secret. */
  declare readonly inletUrl: pulumi.Output<string | undefined>;

  constructor(name: string, args: ConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:flow:Connection",
      name,
      { name: undefined, ...args, state: undefined, inletUrl: undefined },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["inletUrl"] }),
    );
  }
}

export interface SourceConnectionArgs {
  /** Default: made from prefix, stack and URN. */
  readonly name?: pulumi.Input<string>;
  readonly description?: pulumi.Input<string>;
  /** `specs.chatlio` or `specs.httpApi`. Changing it replaces. */
  readonly connectionSpec: pulumi.Input<SpecArgs>;
  /** `specs.streamingProviderId` for streaming sources. Changing it replaces. */
  readonly providerId?: pulumi.Input<string>;
  /** Id of the base connection, where the source has one. Changing it replaces. */
  readonly baseConnectionId?: pulumi.Input<string>;
  /** Default `json`. Changing it replaces. */
  readonly format?: pulumi.Input<string>;
  /** Further parameters of the connection specification. Changing them replaces. */
  readonly params?: pulumi.Input<Record<string, unknown>>;
  /**
   * Any text that stands for what this belongs to, as a digest of the mappings. Not sent to Adobe;
   * changing it replaces, and the made name changes with it, so that the new object never meets
   * the old one.
   */
  readonly generation?: pulumi.Input<string>;
}

/**
 * Where a dataflow reads. Adobe does not carry a change over into a live dataflow, so every
 * functional change replaces, and with it the dataflow. Import by id.
 */
export class SourceConnection extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly connectionSpec: pulumi.Output<{ id: string; version: string }>;
  declare readonly providerId: pulumi.Output<string | undefined>;
  declare readonly baseConnectionId: pulumi.Output<string | undefined>;
  declare readonly format: pulumi.Output<string>;
  declare readonly params: pulumi.Output<Record<string, unknown> | undefined>;
  declare readonly generation: pulumi.Output<string | undefined>;

  constructor(name: string, args: SourceConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    super("adobe-aep:flow:SourceConnection", name, { name: undefined, ...args }, opts);
  }
}

export interface TargetConnectionArgs {
  /** Default: made from prefix, stack and URN. */
  readonly name?: pulumi.Input<string>;
  readonly description?: pulumi.Input<string>;
  /** Id of the dataset. Changing it replaces. */
  readonly datasetId: pulumi.Input<string>;
  /** `$id` of the dataset's schema. Changing it replaces. */
  readonly schemaId: pulumi.Input<string>;
  /**
   * Any text that stands for what this belongs to, as a digest of the mappings. Not sent to Adobe;
   * changing it replaces, and the made name changes with it, so that the new object never meets
   * the old one.
   */
  readonly generation?: pulumi.Input<string>;
}

/** Where a dataflow writes: a dataset of the data lake. Every functional change replaces. Import by id. */
export class TargetConnection extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly datasetId: pulumi.Output<string>;
  declare readonly schemaId: pulumi.Output<string>;
  declare readonly generation: pulumi.Output<string | undefined>;

  constructor(name: string, args: TargetConnectionArgs, opts?: pulumi.CustomResourceOptions) {
    super("adobe-aep:flow:TargetConnection", name, { name: undefined, ...args }, opts);
  }
}

export interface DataflowArgs {
  /** Default: made from prefix, stack and URN. */
  readonly name?: pulumi.Input<string>;
  readonly description?: pulumi.Input<string>;
  /** `specs.streamingFlow`, or one of the HTTP API's. Changing it replaces. */
  readonly flowSpec: pulumi.Input<SpecArgs>;
  /** Changing it replaces. */
  readonly sourceConnectionIds: pulumi.Input<pulumi.Input<string>[]>;
  /** Changing it replaces. */
  readonly targetConnectionIds: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * Mapping set and version the flow is pinned to. Changed in place; ask for a new flow instead
   * with `replaceOnChanges: ["mapping"]`.
   */
  readonly mapping?: pulumi.Input<{
    readonly id: pulumi.Input<string>;
    readonly version: pulumi.Input<number>;
  }>;
  /** Keeps diagnostics of refused records. Default true. Changing it replaces. */
  readonly errorDiagnostics?: pulumi.Input<boolean>;
  /** Whether it runs. Default true. */
  readonly enabled?: pulumi.Input<boolean>;
  /** Seconds after its last change until it is safe to send (Adobe: about five minutes). Default 300. */
  readonly settleSeconds?: pulumi.Input<number>;
  /** Seconds to wait before the flow is deleted, so that what is under way still arrives. Default 0. */
  readonly drainSeconds?: pulumi.Input<number>;
  /**
   * Any text that stands for what this belongs to, as a digest of the mappings. Not sent to Adobe;
   * changing it replaces, and the made name changes with it, so that the new object never meets
   * the old one.
   */
  readonly generation?: pulumi.Input<string>;
}

/** A dataflow, made enabled. Import by id. */
export class Dataflow extends pulumi.CustomResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly flowSpec: pulumi.Output<{ id: string; version: string }>;
  declare readonly sourceConnectionIds: pulumi.Output<string[]>;
  declare readonly targetConnectionIds: pulumi.Output<string[]>;
  declare readonly mapping: pulumi.Output<{ id: string; version: number } | undefined>;
  declare readonly errorDiagnostics: pulumi.Output<boolean>;
  declare readonly enabled: pulumi.Output<boolean>;
  declare readonly settleSeconds: pulumi.Output<number>;
  declare readonly generation: pulumi.Output<string | undefined>;
  /** `enabled`, once it is made. */
  declare readonly state: pulumi.Output<string>;
  /** Where to send. Whoever knows it can send: secret. */
  declare readonly inletUrl: pulumi.Output<string | undefined>;
  /** When it is safe to send: last change plus `settleSeconds`, RFC 3339 in UTC. */
  declare readonly settledAt: pulumi.Output<string>;

  constructor(name: string, args: DataflowArgs, opts?: pulumi.CustomResourceOptions) {
    super(
      "adobe-aep:flow:Dataflow",
      name,
      { name: undefined, ...args, state: undefined, inletUrl: undefined, settledAt: undefined },
      pulumi.mergeOptions(opts, { additionalSecretOutputs: ["inletUrl"] }),
    );
  }
}
