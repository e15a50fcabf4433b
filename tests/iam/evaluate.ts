/** A call of an AWS API, as IAM sees it. */
export interface Call {
  /** Who makes it and when, for messages: `create relay-queues-events`. */
  readonly by: string;
  readonly action: string;
  /** ARN of the object, or `*` where IAM checks the action against no object. */
  readonly resource: string;
  /** Condition keys of the request. Default none. */
  readonly context?: Readonly<Record<string, string>>;
}

type OneOrMore = string | readonly string[];

/** A statement of an identity's policy. */
export interface PolicyStatement {
  readonly Effect: string;
  readonly Action: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

export interface PolicyDocument {
  readonly Statement: readonly PolicyStatement[];
}

function list(values: OneOrMore = []): readonly string[] {
  return typeof values === "string" ? [values] : values;
}

/** The patterns as regular expressions: a policy is evaluated against thousands of calls. */
const compiled = new Map<string, RegExp>();

function matches(pattern: string, text: string): boolean {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const escaped = pattern.replace(/[.+^$()[\]{}|\\]/g, "\\$&");
    expression = new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`);
    compiled.set(pattern, expression);
  }
  return expression.test(text);
}

const operators: Readonly<Record<string, (expected: string, actual: string) => boolean>> = {
  StringEquals: (expected, actual) => expected === actual,
  StringLike: matches,
};

function holds(condition: PolicyStatement["Condition"] = {}, context: Call["context"] = {}) {
  return Object.entries(condition).every(([name, keys]) => {
    const operator = operators[name];
    if (operator === undefined) throw new Error(`the evaluator does not know ${name}`);
    return Object.entries(keys).every(([key, expected]) => {
      const actual = context[key];
      return actual !== undefined && list(expected).some((value) => operator(value, actual));
    });
  });
}

function applies(statement: PolicyStatement, { action, resource, context }: Call): boolean {
  const lower = action.toLowerCase();
  return (
    list(statement.Action).some((pattern) => matches(pattern.toLowerCase(), lower)) &&
    list(statement.Resource).some((pattern) => matches(pattern, resource)) &&
    holds(statement.Condition, context)
  );
}

/**
 * Whether an identity with this policy may make the call. As IAM decides within one account when no
 * other policy applies: a Deny wins, else one Allow is enough (IAM User Guide, policy evaluation logic).
 */
export function allows({ Statement }: PolicyDocument, call: Call): boolean {
  const found = Statement.filter((statement) => applies(statement, call));
  return found.length > 0 && found.every(({ Effect }) => Effect === "Allow");
}

/** The calls that the policy does not allow, as `action by whom on what`. */
export function denied(policy: PolicyDocument, calls: readonly Call[]): readonly string[] {
  const found = calls.filter((call) => !allows(policy, call));
  return [...new Set(found.map(({ action, by, resource }) => `${action} (${by}) on ${resource}`))];
}

/** Each part of a policy that could be left out, with the policy without it. */
export function* withoutEachPart(policy: PolicyDocument): Generator<[string, PolicyDocument]> {
  for (const [index, statement] of policy.Statement.entries()) {
    for (const part of ["Action", "Resource"] as const) {
      for (const value of list(statement[part])) {
        const rest = list(statement[part]).filter((other) => other !== value);
        const others = policy.Statement.filter((_, other) => other !== index);
        const smaller = rest.length > 0 ? [{ ...statement, [part]: rest }] : [];
        yield [`${part} ${value} of statement ${index}`, { Statement: [...others, ...smaller] }];
      }
    }
  }
}

/** The parts of the policy that none of the calls needs. */
export function superfluous(policy: PolicyDocument, calls: readonly Call[]): readonly string[] {
  return [...withoutEachPart(policy)]
    .filter(([, smaller]) => calls.every((call) => allows(smaller, call)))
    .map(([part]) => part);
}
