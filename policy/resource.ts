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

/** A statement of a policy document of AWS. */
export interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy document: JSON as text or as an object. None when it is neither. */
export function statementsOf(document: unknown): readonly Statement[] {
  const { Statement: all = [] } = parsed(document) as {
    Statement?: Statement | readonly Statement[];
  };
  return [all].flat();
}

/** An object, or the object that a text of JSON describes; empty for any other value. */
export function parsed(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  if (typeof value !== "string" || !value.trimStart().startsWith("{")) return {};
  try {
    return JSON.parse(value) as Record<string, unknown>;
  } catch {
    return {};
  }
}

/** The last part of an ARN, which is the object's name; undefined for any other value. */
export function nameInArn(arn: unknown): string | undefined {
  return typeof arn === "string" && arn.startsWith("arn:") ? arn.split(":").at(-1) : undefined;
}
