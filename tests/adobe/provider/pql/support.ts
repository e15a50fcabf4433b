import fc from "fast-check";

/** A random expression: its tokens, and the functions that it calls, in the order in which they end. */
export interface Written {
  readonly tokens: readonly string[];
  readonly calls: readonly string[];
}

type Node = fc.Arbitrary<Written>;

const names = fc.constantFrom("a", "person", "xEvent", "_acme", "$1", "S", "eventType");
const functions = fc.constantFrom("equals", "count", "get", "f", "isNull", "in2");

function leaf(...tokens: string[]): Written {
  return { tokens, calls: [] };
}

/** Tokens and the parts between them, one after the other. */
function joined(...parts: readonly (string | Written)[]): Written {
  return {
    tokens: parts.flatMap((one) => (typeof one === "string" ? [one] : one.tokens)),
    calls: parts.flatMap((one) => (typeof one === "string" ? [] : one.calls)),
  };
}

function listOf(open: string, parts: readonly Written[], close: string): Written {
  const between = parts.flatMap((one, index) => (index === 0 ? [one] : [",", one]));
  return joined(open, ...between, close);
}

function call(before: readonly (string | Written)[], name: string, parts: readonly Written[]) {
  const { tokens, calls } = joined(...before, name, listOf("(", parts, ")"));
  return { tokens, calls: [...calls, `${name}/${parts.length}`] };
}

const literal = fc.oneof(
  fc.constantFrom("0", "412", "3.14", "1e5", "true").map((text) => leaf(text)),
  fc
    .string({ unit: fc.constantFrom("x", " ", "(", "]", "'", "\\\\", '\\"', "\n", "é", "😀") })
    .map((text) => leaf(`"${text}"`)),
);

const time: Node = fc.oneof(
  fc.constantFrom("now", "today", "yesterday").map((text) => leaf(text)),
  fc.constantFrom("this", "last", "next").map((word) => leaf(word, "month")),
  fc
    .tuple(fc.constantFrom("<", "<=", "=", "!="), fc.nat(99), fc.constantFrom("days", "hour"))
    .map(([sign, count, unit]) => leaf(sign, String(count), unit, "before", "now")),
  fc.constant(leaf("between", "today", "and", "now")),
  fc.constant(leaf("on", "now")),
);

/** Expressions of the guide's grammar, of any kind within each other. */
export const { expression } = fc.letrec<{ expression: Written; value: Written }>((tie) => {
  const inner = tie("expression");
  const value = tie("value");
  const several = fc.array(inner, { maxLength: 3 });
  const condition = fc.option(inner.map((one) => joined("where", one)), { nil: leaf() });
  const step = fc
    .tuple(inner, fc.option(time.map((one) => joined("WHEN", "(", one, ")")), { nil: leaf() }))
    .map(([what, when]) => joined("C", ":", call([], "WHAT", [what]), when));
  return {
    value: fc.oneof(
      { maxDepth: 4, depthIdentifier: "pql" },
      names.map((name) => leaf(name)),
      literal,
      fc.tuple(value, names).map(([one, name]) => joined("(", one, ")", ".", name)),
      fc.tuple(value, functions, several).map(([one, name, list]) => call(["(", one, ")", "."], name, list)),
      fc.tuple(functions, several).map(([name, list]) => call([], name, list)),
      fc.tuple(names, inner).map(([name, one]) => joined(name, "[", one, "]")),
      several.map((list) => listOf("[", list, "]")),
      inner.map((one) => joined("(", one, ")")),
      fc.array(step, { minLength: 1, maxLength: 3 }).map((steps) =>
        call([], "chain", [leaf("xEvent"), leaf("timestamp"), listOf("[", steps, "]")]),
      ),
      fc.tuple(fc.constantFrom("exists", "forall", "select"), names, names, condition)
        .map(([word, name, source, where]) => joined("(", word, name, "from", source, where, ")")),
      fc.tuple(inner, names, condition)
        .map(([one, source, where]) => joined("(", call([], "sum", [one]), "over", "X", "from", source, where, ")")),
      fc.tuple(value, inner).map(([one, rest]) => joined("(", "let", "S", "=", "(", one, ")", "in", "(", rest, ")", ")")),
    ),
    expression: fc.oneof(
      { maxDepth: 4, depthIdentifier: "pql" },
      value,
      fc.tuple(value, fc.constantFrom("and", "or", "OR", "=", "!=", "<", ">=", "+", "-", "*", "/", "%", "in", "notIn", "like"), value)
        .map(([a, sign, b]) => joined(a, sign, b)),
      fc.tuple(value, time).map(([one, when]) => joined(one, "occurs", when)),
      fc.tuple(fc.constantFrom("not", "!", "-", "^"), value).map(([sign, one]) => joined(sign, one)),
    ),
  };
}); // prettier-ignore

/** What may stand between two tokens. */
const gaps = fc.constantFrom(" ", "\n", "\t", "  \r\n ", " /* and ( */ ", " // or ]\n");

/** The expression as text: at least a blank between two tokens. */
export function printed(written: Node): fc.Arbitrary<Written & { readonly text: string }> {
  return written.chain((one) =>
    fc
      .array(gaps, { minLength: one.tokens.length, maxLength: one.tokens.length })
      .map((between) => ({
        ...one,
        text: one.tokens.map((token, index) => `${token}${between[index] ?? " "}`).join(""),
      })),
  );
}
