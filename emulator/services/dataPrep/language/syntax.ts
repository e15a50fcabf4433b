/** One step of a path: a key, the n-th entry, or every entry of a list. */
export type Step =
  | { readonly key: string; readonly wrapped: boolean }
  | { readonly index: number }
  | { readonly each: true };

/** A parsed expression of Data Prep's language. */
export type Node =
  | { readonly type: "literal"; readonly value: string | number | boolean | null }
  | { readonly type: "path"; readonly steps: readonly Step[] }
  | { readonly type: "member"; readonly target: Node; readonly steps: readonly Step[] }
  | {
      readonly type: "call";
      readonly name: string;
      readonly args: readonly Node[];
      /** Written after its first argument and a dot: `date(x).toString()`. */
      readonly method?: boolean;
    }
  | {
      readonly type: "binary";
      readonly operator: string;
      readonly left: Node;
      readonly right: Node;
    }
  | { readonly type: "unary"; readonly operator: "!" | "-" | "~"; readonly operand: Node }
  | { readonly type: "choice"; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly type: "list"; readonly items: readonly Node[] }
  | {
      readonly type: "map";
      readonly entries: readonly { readonly key: Node; readonly value: Node }[];
    };

/** Words that are not field names unless wrapped as `${…}` (Data Prep functions guide). */
export const reservedWords: ReadonlySet<string> = new Set([
  "new",
  "mod",
  "or",
  "and",
  "not",
  "null",
  "if",
  "le",
  "lt",
  "ge",
  "gt",
  "eq",
  "ne",
  "div",
  "var",
  "for",
  "while",
  "true",
  "false",
  "return",
  "break",
  "continue",
  "else",
  "_errors",
  "do",
  "function",
  "empty",
  "size",
]);

/**
 * The grammar: literals, paths, function calls, operators and their spelled-out names, lists and maps.
 * `${…}` wraps a name, or a whole path with `\.` for a dot that belongs to a name.
 */
export const grammar = String.raw`
{{
  const chain = (head, tail) =>
    tail.reduce((left, [operator, right]) => ({ type: "binary", operator, left, right }), head);
  const words = { or: "||", and: "&&", eq: "==", ne: "!=", le: "<=", ge: ">=", lt: "<", gt: ">", div: "/", mod: "%", not: "!" };
  const escapes = { n: "\n", t: "\t", r: "\r", '"': '"', "'": "'", "\\": "\\" };
  const escaped = (char) => escapes[char] ?? "\\" + char;
  const wrappedSteps = (text) =>
    text.split(/(?<!\\)\./).map((part) => ({ key: part.replace(/\\(.)/g, "$1"), wrapped: true }));
}}

Expression = _ value:Choice _ { return value; }
Source = _ value:Path _ { return value; }

Choice = test:Or rest:(_ "?" _ yes:Choice _ ":" _ no:Choice { return { yes, no }; })? {
  return rest === null ? test : { type: "choice", test, ...rest };
}
Or = head:And tail:(_ op:OrOp _ right:And { return [op, right]; })* { return chain(head, tail); }
And = head:Equality tail:(_ op:AndOp _ right:Equality { return [op, right]; })* { return chain(head, tail); }
Equality = head:Relation tail:(_ op:EqualOp _ right:Relation { return [op, right]; })* { return chain(head, tail); }
Relation = head:Sum tail:(_ op:RelationOp _ right:Sum { return [op, right]; })* { return chain(head, tail); }
Sum = head:Product tail:(_ op:[+-] _ right:Product { return [op, right]; })* { return chain(head, tail); }
Product = head:Unary tail:(_ op:ProductOp _ right:Unary { return [op, right]; })* { return chain(head, tail); }
Unary
  = ("!" !"=" / "not" !NameChar) _ operand:Unary { return { type: "unary", operator: "!", operand }; }
  / operator:[-~] _ operand:Unary { return { type: "unary", operator, operand }; }
  / Primary

OrOp = "||" / "or" !NameChar { return "||"; }
AndOp = "&&" / "and" !NameChar { return "&&"; }
EqualOp = "==" / "!=" / word:("eq" / "ne") !NameChar { return words[word]; }
RelationOp = "<=" / ">=" / "<" / ">" / word:("le" / "ge" / "lt" / "gt") !NameChar { return words[word]; }
ProductOp = [*/%] / word:("div" / "mod") !NameChar { return words[word]; }

Primary = target:Operand rest:(Method / Member)* {
  return rest.reduce(
    (value, next) =>
      "steps" in next
        ? { type: "member", target: value, steps: next.steps }
        : { type: "call", name: next.name, args: [value, ...next.args], method: true },
    target,
  );
}
Member = steps:Tail { return { steps }; }
Method = _ "." name:Identifier _ "(" args:Arguments ")" { return { name, args }; }
Operand = Literal / Call / Path / List / Map / "(" value:Expression ")" { return value; }

Literal
  = value:Number { return { type: "literal", value }; }
  / value:Text { return { type: "literal", value }; }
  / "true" !NameChar { return { type: "literal", value: true }; }
  / "false" !NameChar { return { type: "literal", value: false }; }
  / "null" !NameChar { return { type: "literal", value: null }; }
Number "number" = [0-9]+ ("." [0-9]+)? ([eE] [+-]? [0-9]+)? { return Number(text()); }
Text "text"
  = '"' chars:DoubleChar* '"' { return chars.join(""); }
  / "'" chars:SingleChar* "'" { return chars.join(""); }
DoubleChar = "\\" char:. { return escaped(char); } / [^"\\]
SingleChar = "\\" char:. { return escaped(char); } / [^'\\]

Call = name:Identifier _ "(" args:Arguments ")" { return { type: "call", name, args }; }
Arguments = head:Expression tail:("," value:Expression { return value; })* { return [head, ...tail]; } / _ { return []; }
List = "[" items:Arguments "]" { return { type: "list", items }; }
Map
  = "{" _ "}" { return { type: "map", entries: [] }; }
  / "{" head:Entry tail:("," entry:Entry { return entry; })* "}" { return { type: "map", entries: [head, ...tail] }; }
Entry = key:Expression ":" value:Expression { return { key, value }; }

Path "field" = head:Head tail:Tail* { return { type: "path", steps: [...head, ...tail.flat()] }; }
Head = Wrapped / key:Identifier { return [{ key, wrapped: false }]; }
Tail
  = "." steps:Wrapped { return steps; }
  / "." key:Identifier !(_ "(") { return [{ key, wrapped: true }]; }
  / "[" _ "*" _ "]" { return [{ each: true }]; }
  / "[" _ index:Digits _ "]" { return [{ index }]; }
Wrapped = "\${" chars:WrappedChar+ "}" { return wrappedSteps(chars.join("")); }
WrappedChar = "\\" char:. { return "\\" + char; } / [^}\\]
Digits = [0-9]+ { return Number(text()); }
Identifier "name" = first:NameStart rest:(NameChar / "\\" char:. { return char; })* { return first + rest.join(""); }
NameStart = [\p{L}_$]u
NameChar = [\p{L}\p{N}_$]u
_ = [ \t\r\n]*
`;
