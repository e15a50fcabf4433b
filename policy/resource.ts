/** A resource as the rules see it: what the program passed to it, and after a deployment also its outputs. */
export interface Resource {
  /** Type token: `aws:sqs/queue:Queue`. */
  readonly type: string;
  /** Its name in the program: `relay-queues-events`. */
  readonly name: string;
  readonly props: Readonly<Record<string, unknown>>;
}

/** A rule about one resource alone. Pulumi checks it before the resource is created or changed. */
export interface ResourceRule {
  /** As `--policy-pack-config` names it. */
  readonly name: string;
  /** What must be so, as one sentence. */
  readonly description: string;
  /** What is wrong with the resource, one sentence each; none when the rule does not apply. */
  readonly check: (resource: Resource) => readonly string[];
}

/** A rule about several resources together. Pulumi checks it at the end of a preview or update. */
export interface StackRule {
  readonly name: string;
  readonly description: string;
  readonly checkStack: (resources: readonly Resource[]) => readonly Finding[];
}

/** A violation, and the resource that it is about. */
export interface Finding {
  readonly resource: Resource;
  readonly message: string;
}

export type Rule = ResourceRule | StackRule;

/** An object, or the object that a text of JSON describes; empty for any other value. */
export function parsed(value: unknown): Readonly<Record<string, unknown>> {
  const found = typeof value === "string" ? fromJson(value) : value;
  return typeof found === "object" && found !== null ? (found as Record<string, unknown>) : {};
}

/** The object or list that a text of JSON describes; undefined for any other text. */
export function fromJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** A value that may be missing, alone or in a list, as a list. */
export function listOf(value: unknown): readonly unknown[] {
  return value === undefined || value === null ? [] : [value].flat();
}

/** A text; empty for any other value. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/**
 * The name of the object that an ARN names; undefined for any other value. The ARN of a version or an alias of a
 * function names the function.
 */
export function nameInArn(arn: unknown): string | undefined {
  if (typeof arn !== "string" || !arn.startsWith("arn:")) return undefined;
  const [, , service, , , ...rest] = arn.split(":");
  return service === "lambda" ? rest[1] : rest.at(-1);
}
