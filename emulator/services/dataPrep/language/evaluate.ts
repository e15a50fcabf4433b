import { functions, methodFunctions } from "./functions";
import type { Surroundings } from "./functions/function";
import type { Node, Step } from "./syntax";
import {
  asBoolean,
  asNumber,
  asText,
  isList,
  isMap,
  isTime,
  same,
  TransformError,
  type Value,
} from "./values";

/** The value at a path; null where there is nothing. `[*]` gives the list of what every entry yields. */
export function valueAtPath(root: Value, steps: readonly Step[], from = 0): Value {
  let value = root;
  for (let at = from; at < steps.length; at += 1) {
    const step = steps[at];
    if (step === undefined) break;
    if ("each" in step) {
      if (!isList(value)) return null;
      return at === steps.length - 1
        ? value
        : value.map((item) => valueAtPath(item, steps, at + 1));
    }
    value = "index" in step ? entry(value, step.index) : property(value, step.key);
    if (value === null) return null;
  }
  return value;
}

function entry(value: Value, index: number): Value {
  return isList(value) ? (value[index] ?? null) : null;
}

function property(value: Value, key: string): Value {
  return isMap(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** Works an expression out. Throws a {@link TransformError} when it cannot be done with these values. */
export function evaluate(node: Node, surroundings: Surroundings): Value {
  switch (node.type) {
    case "literal":
      return node.value;
    case "path":
      return valueAtPath(surroundings.record, node.steps);
    case "member":
      return valueAtPath(evaluate(node.target, surroundings), node.steps);
    case "list":
      return node.items.map((item) => evaluate(item, surroundings));
    case "map":
      return Object.fromEntries(
        node.entries.map(({ key, value }) => [
          asText(evaluate(key, surroundings)),
          evaluate(value, surroundings),
        ]),
      );
    case "unary": {
      const value = evaluate(node.operand, surroundings);
      if (node.operator === "!") return !asBoolean(value);
      return node.operator === "-" ? -asNumber(value) : ~asNumber(value);
    }
    case "choice":
      return evaluate(
        asBoolean(evaluate(node.test, surroundings)) ? node.yes : node.no,
        surroundings,
      );
    case "binary":
      return binary(node.operator, node.left, node.right, surroundings);
    case "call":
      return call(node.name, node.args, surroundings);
  }
}

function call(name: string, args: readonly Node[], surroundings: Surroundings): Value {
  const known = functions.get(name) ?? methodFunctions.get(name);
  if (known === undefined) throw new TransformError(`there is no function ${name}`);
  const [least, most] = known.args;
  if (args.length < least || args.length > most) {
    throw new TransformError(`${name} was given ${args.length} arguments`);
  }
  const values = args.map((argument) => evaluate(argument, surroundings));
  const at = known.attributeAt;
  if (at !== undefined && isList(values[0])) values[at] = bareName(args[at]) ?? values[at] ?? null;
  if (known.takesNull !== true && values.includes(null)) return null;
  return known.apply(values, surroundings);
}

function bareName(node: Node | undefined): string | undefined {
  const [step, ...more] = node?.type === "path" ? node.steps : [];
  return step !== undefined && "key" in step && more.length === 0 ? step.key : undefined;
}

function binary(
  operator: string,
  leftNode: Node,
  rightNode: Node,
  surroundings: Surroundings,
): Value {
  const left = evaluate(leftNode, surroundings);
  if (operator === "&&") return asBoolean(left) && asBoolean(evaluate(rightNode, surroundings));
  if (operator === "||") return asBoolean(left) || asBoolean(evaluate(rightNode, surroundings));
  const right = evaluate(rightNode, surroundings);
  switch (operator) {
    case "==":
      return same(left, right);
    case "!=":
      return !same(left, right);
    case "<":
      return order(left, right) < 0;
    case "<=":
      return order(left, right) <= 0;
    case ">":
      return order(left, right) > 0;
    case ">=":
      return order(left, right) >= 0;
    case "+":
      return typeof left === "string" || typeof right === "string"
        ? asText(left) + asText(right)
        : asNumber(left) + asNumber(right);
    default:
      return arithmetic(operator, asNumber(left), asNumber(right));
  }
}

function arithmetic(operator: string, left: number, right: number): number {
  if (operator === "-") return left - right;
  if (operator === "*") return left * right;
  if (right === 0) throw new TransformError("division by zero");
  return operator === "/" ? left / right : left % right;
}

/** Negative, zero or positive; texts are compared as texts, times as times, all else as numbers. */
function order(left: Value, right: Value): number {
  if (isTime(left) && isTime(right)) return left.compareTo(right);
  if (typeof left === "string" && typeof right === "string") {
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return asNumber(left) - asNumber(right);
}
