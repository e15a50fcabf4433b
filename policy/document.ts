import { listOf, parsed } from "./resource";

/** A statement of a policy document of AWS. */
export interface Statement {
  readonly Effect?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** The statements of a policy document: JSON as text or as an object. None when it is neither. */
export function statementsOf(document: unknown): readonly Statement[] {
  return listOf(parsed(document)["Statement"]).filter(
    (each): each is Statement => typeof each === "object" && each !== null,
  );
}

/** All principals of a statement: `"*"`, `{ "AWS": "*" }` and `{ "Service": ["…"] }` alike. */
export function principalsOf({ Principal }: Statement): readonly unknown[] {
  return typeof Principal === "object" && Principal !== null
    ? Object.values(Principal).flatMap(listOf)
    : listOf(Principal);
}

/** Elements that mean everything but what they name. */
const negated = ["NotAction", "NotPrincipal", "NotResource"];

export function negatedIn(statement: Statement): readonly string[] {
  return negated.filter((name) => name in statement);
}

/** `*` stands for any characters, and `?` for one. */
export function hasWildcard(text: unknown): boolean {
  return /[*?]/.test(String(text));
}

/**
 * Whether a policy document denies every request without TLS: whoever sends it, whatever it does, and to all of
 * the resource. A further condition would let some of them through.
 *
 * @param service - as in the names of its actions: `sqs`
 * @param resources - each text is the end of a resource that the statement must name, unless it names `*`
 */
export function deniesWithoutTls(
  document: unknown,
  service: string,
  resources: readonly string[],
): boolean {
  return statementsOf(document).some((statement) => {
    const named = listOf(statement.Resource).map(String);
    return (
      statement.Effect === "Deny" &&
      negatedIn(statement).length === 0 &&
      principalsOf(statement).includes("*") &&
      listOf(statement.Action).some((action) => action === "*" || action === `${service}:*`) &&
      (named.includes("*") || resources.every((end) => named.some((one) => one.endsWith(end)))) &&
      isWithoutTls(statement.Condition)
    );
  });
}

/** A condition that holds for each request without TLS, and has no other test. */
function isWithoutTls(condition: unknown): boolean {
  const tests = Object.entries(parsed(condition)).flatMap(([operator, keys]) =>
    Object.entries(parsed(keys)).map(([key, value]) => ({ operator, key, value })),
  );
  const [test, ...others] = tests;
  return (
    test !== undefined &&
    others.length === 0 &&
    /^Bool(IfExists)?$/.test(test.operator) &&
    test.key.toLowerCase() === "aws:securetransport" &&
    listOf(test.value).map(String).includes("false")
  );
}
