import { generate, type Parser } from "peggy";

import { functionNames, methodNames } from "./functions";
import { grammar, reservedWords, type Node, type Step } from "./syntax";

/** What is wrong with an expression, in words for its author. */
export class ExpressionError extends Error {
  override readonly name = "ExpressionError";
}

/** Longest calculated field (Data Prep troubleshooting guide). */
const longest = 4096;

let generated: Parser | undefined;

function parse(text: string, startRule: "Expression" | "Source"): unknown {
  generated ??= generate(grammar, { allowedStartRules: ["Expression", "Source"] });
  try {
    return generated.parse(text, { startRule });
  } catch (error) {
    throw new ExpressionError(error instanceof Error ? error.message : String(error));
  }
}

/** Parses a calculated field and rejects reserved words and functions that do not exist. */
export function parseExpression(text: string): Node {
  if (text.length > longest) {
    throw new ExpressionError(
      `The expression has ${text.length} characters; ${longest} are allowed.`,
    );
  }
  const node = parse(text, "Expression") as Node;
  check(node);
  return node;
}

/** Reserved words that are functions of the language as well, though the guide has no entry for them. */
const functionWords: ReadonlySet<string> = new Set(["empty", "size"]);

/**
 * Parses the source of an ATTRIBUTE mapping: a path and nothing else. It may begin with the name of a
 * function, which nothing in it can call.
 */
export function parseSource(text: string): readonly Step[] {
  const { steps } = parse(text, "Source") as Extract<Node, { type: "path" }>;
  const [head] = steps;
  if (isBare(head) && reservedWords.has(head.key) && !functionWords.has(head.key)) {
    throw mustBeWrapped(head.key, "a reserved word");
  }
  return steps;
}

/** Parses a destination: a path in the schema, where no word is reserved. */
export function parseDestination(text: string): readonly Step[] {
  return (parse(text, "Source") as Extract<Node, { type: "path" }>).steps;
}

function check(node: Node): void {
  if (node.type === "path") checkHead(node.steps[0]);
  if (
    node.type === "call" &&
    !functionNames.has(node.name) &&
    !(node.method === true && methodNames.has(node.name))
  ) {
    throw new ExpressionError(`There is no function \`${node.name}\`.`);
  }
  children(node).forEach(check);
}

/** The expressions a node is made of. */
function children(node: Node): readonly Node[] {
  switch (node.type) {
    case "literal":
    case "path":
      return [];
    case "call":
      return node.args;
    case "binary":
      return [node.left, node.right];
    case "unary":
      return [node.operand];
    case "member":
      return [node.target];
    case "choice":
      return [node.test, node.yes, node.no];
    case "list":
      return node.items;
    case "map":
      return node.entries.flatMap(({ key, value }) => [key, value]);
  }
}

type Key = Extract<Step, { readonly key: string }>;

function isBare(step: Step | undefined): step is Key {
  return step !== undefined && "key" in step && !step.wrapped;
}

function mustBeWrapped(word: string, kind: string): ExpressionError {
  return new ExpressionError(`\`${word}\` is ${kind}: write \`\${${word}}\`.`);
}

function checkHead(step: Step | undefined): void {
  if (!isBare(step)) return;
  if (reservedWords.has(step.key)) throw mustBeWrapped(step.key, "a reserved word");
  if (functionNames.has(step.key)) throw mustBeWrapped(step.key, "the name of a function");
}
