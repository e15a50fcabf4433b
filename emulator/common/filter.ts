import { isObject, textOf } from "./json";

/** One `property=` of a list request: a path, and what its value must be. */
export interface Condition {
  readonly path: readonly string[];
  readonly operator: string;
  readonly value: string;
}

const operators = ["==", "!=", "<=", ">=", "~", "<", ">", "="] as const;

function parse(text: string): Condition {
  if (text.startsWith("!")) {
    return { path: pathSegments(text.slice(1).trim()), operator: "missing", value: "" };
  }
  const found = operators
    .map((operator) => ({ operator, at: text.indexOf(operator) }))
    .filter(({ at }) => at > 0)
    .sort((a, b) => a.at - b.at || b.operator.length - a.operator.length)[0];
  const path = found === undefined ? text : text.slice(0, found.at);
  return {
    path: pathSegments(path.trim()),
    operator: found?.operator ?? "exists",
    value: found === undefined ? "" : bare(text.slice(found.at + found.operator.length).trim()),
  };
}

/** A single `=` with a quoted value is in Adobe's guide as well. */
function bare(value: string): string {
  return /^"(?<inside>.*)"$/u.exec(value)?.groups?.["inside"] ?? value;
}

/** Every condition of the `property` parameters of a query. */
export function parseConditions(conditions: readonly string[]): Condition[] {
  return conditions.flatMap(separate).map(parse);
}

/** `a==1,b==2` is two conditions, as Adobe's client writes them; `a==1,2` is one with two values. */
function separate(text: string): string[] {
  return text
    .split(/,(?=[^,=!<>~]+(?:==|!=|<|>|~))/u)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** `a.b[].c` as keys, where `[]` means any entry of a list. A key that holds dots as a whole wins. */
function pathSegments(path: string): string[] {
  return path
    .split(".")
    .flatMap((part) => (part.endsWith("[]") ? [part.slice(0, -2), "[]"] : [part]));
}

/** Every value at a path; several when it passes through lists. */
function valuesAt(root: unknown, path: readonly string[]): unknown[] {
  const [head, ...rest] = path;
  if (head === undefined) return [root];
  if (Array.isArray(root)) {
    const inside = head === "[]" ? rest : path;
    return root.flatMap((item) => valuesAt(item, inside));
  }
  if (!isObject(root)) return [];
  const whole = path.join(".");
  if (path.length > 1 && Object.hasOwn(root, whole)) return [root[whole]];
  return Object.hasOwn(root, head) ? valuesAt(root[head], rest) : [];
}

/** Dotted numbers of one to three parts, as versions are written. */
const versionLike = /^\d+(?:\.\d+){1,2}$/u;

/** Orders a value and a text: numbers by size, versions part by part, everything else as text. */
function compare(actual: unknown, wanted: string): number {
  const a = typeof actual === "number" ? actual : Number.NaN;
  const b = Number(wanted);
  if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
  const text = textOf(actual);
  if (versionLike.test(text) && versionLike.test(wanted)) {
    return text.localeCompare(wanted, "en", { numeric: true });
  }
  return text < wanted ? -1 : text > wanted ? 1 : 0;
}

function holds(actual: unknown, operator: string, wanted: string): boolean {
  switch (operator) {
    case "==":
    case "=":
      return wanted.split(",").some((one) => textOf(actual).toLowerCase() === one.toLowerCase());
    case "~":
      return likePattern(wanted).test(textOf(actual));
    case "<":
      return compare(actual, wanted) < 0;
    case ">":
      return compare(actual, wanted) > 0;
    case "<=":
      return compare(actual, wanted) <= 0;
    case ">=":
      return compare(actual, wanted) >= 0;
    default:
      return true;
  }
}

/** The text after `~` is a regular expression; an invalid one is searched for as plain text. */
function likePattern(text: string): RegExp {
  try {
    return new RegExp(text, "iu");
  } catch {
    return new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"), "iu");
  }
}

function meets(item: unknown, { path, operator, value }: Condition): boolean {
  const values = valuesAt(item, path).filter((found) => found !== undefined);
  if (operator === "exists") return values.length > 0;
  if (operator === "missing") return values.length === 0;
  if (operator === "!=") return !values.some((found) => holds(found, "==", value));
  return values.some((found) =>
    Array.isArray(found) && path.at(-1) !== "[]"
      ? found.some((one) => holds(one, operator, value))
      : holds(found, operator, value),
  );
}

/** The items that meet every `property` condition of the query: `name==a,b`, `created>5`, `ids[]==x`, `tags`. */
export function filterBy<T>(
  items: readonly T[],
  conditions: readonly string[],
  view: (item: T) => unknown,
): T[] {
  const parsed = parseConditions(conditions);
  return parsed.length === 0
    ? [...items]
    : items.filter((item) => {
        const seen = view(item);
        return parsed.every((condition) => meets(seen, condition));
      });
}

interface SortKey {
  readonly down: boolean;
  readonly path: readonly string[];
}

/** `field`, `-field`, `asc:field` or `desc:field`; several are separated by commas. */
function sortKeys(order: string): SortKey[] {
  return order
    .split(",")
    .filter((key) => key.trim() !== "")
    .map((key) => {
      const { sign, field } =
        /^(?<sign>[-+]|asc:|desc:)?(?<field>.*)$/u.exec(key.trim())?.groups ?? {};
      return { down: sign === "-" || sign === "desc:", path: pathSegments(field ?? "") };
    });
}

/** Sorts by `field`, `-field`, `asc:field` or `desc:field`; several are separated by commas. */
export function sortBy<T>(
  items: readonly T[],
  order: string | null,
  view: (item: T) => unknown,
): T[] {
  const keys = sortKeys(order ?? "");
  if (keys.length === 0) return [...items];
  const keyed = items.map((item) => {
    const seen = view(item);
    return { item, values: keys.map(({ path }) => valuesAt(seen, path)[0]) };
  });
  const sorted = keyed.sort((a, b) => {
    for (const [index, { down }] of keys.entries()) {
      const right = b.values[index];
      const difference = compare(
        a.values[index],
        typeof right === "number" ? String(right) : textOf(right),
      );
      if (difference !== 0) return down ? -difference : difference;
    }
    return 0;
  });
  return sorted.map(({ item }) => item);
}

/**
 * A page of items whose first sort key lies behind `start`: `limit` items, and those that share the last one's
 * value, so that the next page can start behind that value.
 */
export function pageByValue<T>(
  sorted: readonly T[],
  order: string,
  { start, limit }: { readonly start: string | null; readonly limit: number },
  view: (item: T) => unknown,
): { readonly page: readonly T[]; readonly next: string | null } {
  const [key] = sortKeys(order);
  const valueOf = (item: T): unknown => valuesAt(view(item), key?.path ?? [])[0];
  const behind = (item: T, mark: string): boolean => {
    const difference = compare(valueOf(item), mark);
    return key?.down === true ? difference < 0 : difference > 0;
  };
  const rest = start === null ? sorted : sorted.filter((item) => behind(item, start));
  const last = rest[Math.min(limit, rest.length) - 1];
  if (last === undefined) return { page: [], next: null };
  const mark = textOf(valueOf(last));
  const page = rest.filter((item, index) => index < limit || !behind(item, mark));
  return { page, next: page.length < rest.length ? mark : null };
}
