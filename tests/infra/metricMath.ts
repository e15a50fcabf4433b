import type { Condition } from "../../infra/relay/alarms/definition";

/** Values of a metric, period by period; undefined where there is none. */
export type Series = readonly (number | undefined)[];

/** What an expression is at each of the periods. */
type Value = (period: number) => number | undefined;

const operators: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  ">": (a, b) => (a > b ? 1 : 0),
};

const precedence = [[">"], ["+", "-"], ["*", "/"]];

function zero(): number {
  return 0;
}

const functions: Readonly<Record<string, (...values: Value[]) => Value>> = {
  FILL:
    (value = zero, other = zero) =>
    (period) =>
      value(period) ?? other(period),
  FLOOR:
    (value = zero) =>
    (period) => {
      const found = value(period);
      return found === undefined ? undefined : Math.floor(found);
    },
  IF:
    (test = zero, then = zero, otherwise = zero) =>
    (period) =>
      (test(period) ? then : otherwise)(period),
  RUNNING_SUM:
    (value = zero) =>
    (period) =>
      Array.from({ length: period + 1 }, (_, index) => value(index) ?? 0).reduce((a, b) => a + b),
};

/** The part of CloudWatch's metric math that the alarms use. */
class Expression {
  private readonly words: string[];

  constructor(
    text: string,
    private readonly metrics: Readonly<Record<string, Series>>,
  ) {
    this.words = text.match(/\w+|[-+*/>(),]/g) ?? [];
  }

  value(level = 0): Value {
    const here = precedence[level];
    if (here === undefined) return this.term();
    let left = this.value(level + 1);
    while (here.includes(this.words[0] ?? "")) {
      const operator = operators[this.words.shift() ?? ""];
      const [a, b] = [left, this.value(level + 1)];
      left = (period) => {
        const [x, y] = [a(period), b(period)];
        const result = x === undefined || y === undefined ? NaN : (operator?.(x, y) ?? NaN);
        // CloudWatch leaves out what it cannot divide.
        return Number.isFinite(result) ? result : undefined;
      };
    }
    return left;
  }

  private term(): Value {
    const word = this.words.shift() ?? "";
    if (word === "(") return this.until(")")[0] as Value;
    if (/^\d+$/.test(word)) return () => Number(word);
    const called = functions[word];
    if (called === undefined) return (period) => this.metrics[word]?.[period];
    this.words.shift();
    return called(...this.until(")"));
  }

  private until(end: string): Value[] {
    const values = [this.value()];
    while (this.words.shift() !== end) values.push(this.value());
    return values;
  }
}

/**
 * The state of an alarm after these periods, of which the last is now. `unchanged`: CloudWatch keeps the
 * state, because nothing is known.
 */
export function stateOf(
  { breaching, comparison, expression = "m", missing, periods, threshold }: Condition,
  metrics: Readonly<Record<string, Series>>,
): "ALARM" | "OK" | "unchanged" {
  const length = Math.max(periods, ...Object.values(metrics).map((series) => series.length));
  const value = new Expression(expression, metrics).value();
  const values = Array.from({ length }, (_, period) => value(period)).slice(-periods);
  const breaches = (found: number) =>
    comparison === "LessThanThreshold" ? found < threshold : found >= threshold;
  const known = values.filter((found) => found !== undefined);
  if (known.length === 0 && missing === "ignore") return "unchanged";
  const count = values.filter((found) =>
    found === undefined ? missing === "breaching" : breaches(found),
  ).length;
  return count >= (breaching ?? periods) ? "ALARM" : "OK";
}
