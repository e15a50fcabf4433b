/** A bag of values as the engine exchanges them: plain JSON, in which {@link UNKNOWN} stands for a value not known yet. */
export type Properties = Record<string, unknown>;

/** The engine's placeholder for a value that is known only after something has been deployed. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * An invalid input. The engine shows it under the resource, at preview, without a stack trace. The
 * server sends the first ten of each input, truncated to 2,000 characters each, and counts the others.
 */
export interface CheckFailure {
  /** Path of the input, such as `mappings[2].destination`; empty for the resource as a whole. */
  readonly property: string;
  /** What is wrong and what to do. */
  readonly reason: string;
}

/** How a changed property is carried out. `…-replace` makes a new object in place of the old one. */
export type ChangeKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** The difference between the inputs in the state and the new ones. */
export interface Diff {
  /** What each changed path (`mappings[2].source`) leads to. Empty: nothing has changed. */
  readonly changes: Readonly<Record<string, ChangeKind>>;
  /** Whether a replacement deletes the old object before it creates the new one. Default false. */
  readonly deleteBeforeReplace?: boolean;
  /** Outputs that keep their value whatever changes. */
  readonly stables?: readonly string[];
}

/** How important a line in the log is. */
export type Severity = "debug" | "info" | "warning" | "error";

/** What every operation on a resource gets in addition to its request. */
export interface Context {
  readonly urn: string;
  /** Token of the resource type, such as `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Name of the resource in the program. */
  readonly name: string;
  /** Aborts when the user cancels and when the timeout of the operation has passed. */
  readonly signal: AbortSignal;
  /** The user's `customTimeouts` of this operation, in seconds; undefined when not set. */
  readonly timeoutSeconds: number | undefined;
  /** Shows a line to the user under this resource. */
  log(severity: Severity, message: string): void;
}

export interface CheckRequest {
  /** The inputs in the state; empty when the resource is new. */
  readonly oldInputs: Properties;
  /** The inputs of the program. */
  readonly newInputs: Properties;
}

export interface CheckResult {
  /** The inputs to keep in the state, with defaults filled in. */
  readonly inputs: Properties;
  readonly failures: readonly CheckFailure[];
}

export interface DiffRequest {
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
  /** As `check` returned them. */
  readonly newInputs: Properties;
  /** The paths of the resource option `ignoreChanges`. */
  readonly ignoreChanges: readonly string[];
}

export interface CreateRequest {
  /** As `check` returned them. */
  readonly inputs: Properties;
  /** Whether this is a preview, in which nothing may be created. */
  readonly preview: boolean;
}

export interface CreateResult {
  readonly id: string;
  readonly outputs: Properties;
}

export interface ReadRequest {
  readonly id: string;
  /** The inputs in the state; undefined for an import. */
  readonly inputs: Properties | undefined;
  /** The outputs in the state; undefined for an import. */
  readonly outputs: Properties | undefined;
}

export interface ReadResult {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export interface UpdateRequest {
  readonly id: string;
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
  /** As `check` returned them. */
  readonly newInputs: Properties;
  /** Whether this is a preview, in which nothing may be changed. */
  readonly preview: boolean;
}

export interface DeleteRequest {
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

/**
 * One resource type. Secrets arrive unwrapped, as plain values; assets and archives arrive in the
 * wrappers that the engine gives them.
 */
export interface ResourceType {
  /** Top-level outputs that are credentials: the server marks them as secret in every response. */
  readonly secretOutputs?: readonly string[];
  /** Validates the inputs and fills in defaults. Reports invalid inputs as failures; does not throw. */
  check(request: CheckRequest, context: Context): Promise<CheckResult>;
  /** Compares the inputs in the state with the new ones. */
  diff(request: DiffRequest, context: Context): Promise<Diff>;
  /**
   * Creates the object. At preview it returns an empty id and the outputs that are known already,
   * with {@link UNKNOWN} for the others.
   *
   * @throws InitializationFailedError when the object exists but is not ready
   */
  create(request: CreateRequest, context: Context): Promise<CreateResult>;
  /** Reads the object, for a refresh or an import. Undefined: it does not exist any more. */
  read(request: ReadRequest, context: Context): Promise<ReadResult | undefined>;
  /**
   * Changes the object in place and returns its outputs.
   *
   * @throws InitializationFailedError when the change was made but the object is not ready
   */
  update(request: UpdateRequest, context: Context): Promise<Properties>;
  /** Deletes the object. An object that does not exist counts as deleted. */
  delete(request: DeleteRequest, context: Context): Promise<void>;
}

/** A function of the provider, which a program calls with `pulumi.runtime.invoke`. */
export type InvokeFunction = (
  args: Properties,
  context: Pick<Context, "signal" | "log">,
) => Promise<{
  readonly result: Properties;
  /** Keys of `result` to mark as secret. */
  readonly secrets?: readonly string[];
}>;

/** A whole provider: everything that {@link serve} needs to know about it. */
export interface ProviderDefinition {
  /** Name of the package, such as `aws` or `command`. */
  readonly name: string;
  readonly version: string;
  /** Configuration keys that are credentials: kept as secrets even where the user gave plain text. */
  readonly secretConfig?: readonly string[];
  /** The package schema as JSON. Left out when there is none. */
  schema?(): string;
  /**
   * Validates the configuration of the provider. Its values are strings; nested values are JSON in
   * a string. `oldInputs` are those in the state; empty when it does not have this provider yet. The result's `inputs` are kept in the state; left out, the configuration is kept as it
   * is.
   */
  checkConfig?(
    newInputs: Properties,
    oldInputs: Properties,
  ): Promise<{
    readonly failures: readonly CheckFailure[];
    readonly inputs?: Properties;
  }>;
  /** Compares two configurations: which keys changed, and whether that replaces every resource. */
  diffConfig?(oldInputs: Properties, newInputs: Properties): Promise<Diff>;
  /**
   * Applies the configuration. Throws an error with a message for the user when it cannot be
   * used. `log` shows a line under the provider. `id` is that of the provider resource, which the
   * engine makes once at random and keeps in the state: {@link UNKNOWN} in the preview that would
   * make it; left out when the engine does not say it.
   */
  configure(config: Properties, log: Context["log"], id?: string): Promise<void>;
  /** The resource type of a token, or undefined when the provider does not have it. */
  resource(token: string): ResourceType | undefined;
  /** The function of a token, or undefined when the provider does not have it. */
  invoke?(token: string): InvokeFunction | undefined;
}
