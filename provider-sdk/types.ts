/** What the engine hands over and takes back: plain JSON, where an unknown value is {@link UNKNOWN}. */
export type Properties = Record<string, unknown>;

/** The engine's sentinel for a value that is not known until something has been deployed. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A mistake in an input: shown by the engine under the resource, at preview, without a stack trace. */
export interface CheckFailure {
  /** Path of the input, as `mappings[2].destination`; empty for the resource as a whole. */
  readonly property: string;
  /** What is wrong and what to do. */
  readonly reason: string;
}

/** Failures in one line, for where only an error's message reaches the user. */
export const inWords = (failures: readonly CheckFailure[]): string =>
  failures
    .map(({ property, reason }) => (property === "" ? reason : `${property}: ${reason}`))
    .join("; ");

export type ChangeKind =
  "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

export interface Diff {
  /** Changed paths (`mappings[2].source`) and what each change does. Empty: no change. */
  readonly changes: Readonly<Record<string, ChangeKind>>;
  /** Delete the old object before the new one is made. Default false. */
  readonly deleteBeforeReplace?: boolean;
  /** Outputs that stay as they are whatever changes. */
  readonly stables?: readonly string[];
}

/** What each operation is given beside its data. */
export interface Context {
  readonly urn: string;
  /** Token of the resource type, as `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** The resource's name in the program. */
  readonly name: string;
  /** Aborted when the user cancels, and when the operation's own time-out has passed. */
  readonly signal: AbortSignal;
  /** Seconds of the user's `customTimeouts` for this operation; undefined when not set. */
  readonly timeoutSeconds: number | undefined;
  /** Shows a line to the user under this resource. */
  log(severity: "debug" | "info" | "warning" | "error", message: string): void;
}

/**
 * One resource type. Everything it is given has been unwrapped: no secrets envelopes; asset and
 * archive wrappers are left as they are.
 */
export interface ResourceType {
  /** Top-level outputs that are credentials: the server marks them secret in every answer. */
  readonly secretOutputs?: readonly string[];
  check(
    request: { readonly olds: Properties; readonly news: Properties },
    context: Context,
  ): Promise<{ readonly inputs: Properties; readonly failures: readonly CheckFailure[] }>;
  diff(
    request: {
      readonly id: string;
      readonly olds: Properties;
      readonly oldInputs: Properties;
      readonly news: Properties;
      readonly ignoreChanges: readonly string[];
    },
    context: Context,
  ): Promise<Diff>;
  /** With `preview` nothing is called: returns what is known, {@link UNKNOWN} for the rest, and an empty id. */
  create(
    request: { readonly inputs: Properties; readonly preview: boolean },
    context: Context,
  ): Promise<{ readonly id: string; readonly outputs: Properties }>;
  /** Undefined: the object is gone. Without `state` this is an import. */
  read(
    request: {
      readonly id: string;
      readonly state: Properties | undefined;
      readonly inputs: Properties | undefined;
    },
    context: Context,
  ): Promise<
    { readonly id: string; readonly outputs: Properties; readonly inputs: Properties } | undefined
  >;
  update(
    request: {
      readonly id: string;
      readonly olds: Properties;
      readonly oldInputs: Properties;
      readonly news: Properties;
      readonly preview: boolean;
    },
    context: Context,
  ): Promise<Properties>;
  delete(
    request: { readonly id: string; readonly state: Properties; readonly inputs: Properties },
    context: Context,
  ): Promise<void>;
}

/** A function of the provider (`pulumi.runtime.invoke`). */
export type InvokeFunction = (
  args: Properties,
  context: Pick<Context, "signal" | "log">,
) => Promise<{
  readonly result: Properties;
  /** Keys of `result` to mark secret. */
  readonly secrets?: readonly string[];
}>;

/** A provider as the server needs it: everything that is not gRPC. */
export interface ProviderDefinition {
  /** Package name: `adobe-aep`, `aws`, `command`. */
  readonly name: string;
  readonly version: string;
  /** The package schema as JSON; undefined when there is none. */
  schema?(): string;
  /**
   * Checks the provider's own configuration (values are strings, nested ones JSON). `inputs` is
   * what to keep in the state in its place; left out: the configuration as it came.
   */
  checkConfig?(
    news: Properties,
  ): Promise<{ readonly failures: readonly CheckFailure[]; readonly inputs?: Properties }>;
  /** Configuration keys that are credentials: kept as secrets even where they were given in plain text. */
  readonly secretConfig?: readonly string[];
  /** Changed keys of the provider configuration and whether each replaces every resource. */
  diffConfig?(olds: Properties, news: Properties): Promise<Diff>;
  /** Takes the configuration; throws a message for the user. `log` shows a line beside the provider. */
  configure(config: Properties, log: Context["log"]): Promise<void>;
  /** The type behind a token, or undefined when the provider has none of that name. */
  resource(token: string): ResourceType | undefined;
  invoke?(token: string): InvokeFunction | undefined;
}

/** The object was made but is not ready: the engine keeps id and outputs, and the next `up` calls update. */
export class PartlyCreatedError extends Error {
  override readonly name = "PartlyCreatedError";
  constructor(
    readonly id: string,
    readonly outputs: Properties,
    readonly inputs: Properties,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("; "));
  }
}
