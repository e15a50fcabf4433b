import { asNumber, asText, asList, isList, TransformError, type Value } from "../values";
import { group, type MappingFunction } from "./function";

const string = group("string");
const regex = group("regular expression");

/** No text of a record is longer: a request has at most 1 MB. */
const longestText = 1024 * 1024;

function whole(value: Value): number {
  return Math.trunc(asNumber(value));
}

/** A regular expression as a mapping's author wrote it. */
function pattern(text: string, flags = "u"): RegExp {
  try {
    return new RegExp(text, flags);
  } catch {
    throw new TransformError(`\`${text}\` is not a valid regular expression`);
  }
}

function padding(input: Value, count: Value, filler: Value): string {
  const unit = filler === null || filler === "" ? " " : asText(filler);
  if (whole(count) > longestText) throw new TransformError("the text would be too long");
  const missing = whole(count) - (input === null ? 0 : asText(input).length);
  return unit.repeat(Math.max(0, Math.ceil(missing / unit.length))).slice(0, Math.max(0, missing));
}

function position(input: string, part: string, start: number, occurrence: number): number {
  let at = start - 1;
  for (let found = 0; found < occurrence; found += 1) {
    at = input.indexOf(part, at + 1);
    if (at < 0) return -1;
  }
  return at;
}

/** Splits at any of the separator's characters, as the guide says of several delimiters. */
function splitAny(input: string, separator: string): string[] {
  const characters = new Set(separator.replaceAll("\\\\", "\\"));
  const parts: string[] = [""];
  for (const character of input) {
    if (characters.has(character)) parts.push("");
    else parts[parts.length - 1] = `${parts.at(-1) ?? ""}${character}`;
  }
  return parts.filter((part) => part !== "");
}

const lower: MappingFunction["apply"] = ([text = null]) => asText(text).toLowerCase();
const upper: MappingFunction["apply"] = ([text = null]) => asText(text).toUpperCase();

export const stringFunctions: readonly MappingFunction[] = [
  string("concat", [1, Infinity], (args) => args.map(asText).join("")),
  string("explode", [1, 2], ([text = null, separator = ","]) =>
    asText(text).split(pattern(asText(separator))),
  ),
  string("instr", [2, 4], ([text = null, part = null, start = 0, occurrence = 1]) =>
    position(asText(text), asText(part), whole(start), whole(occurrence)),
  ),
  string("replacestr", [3, 3], ([text = null, from = null, to = null]) =>
    asText(text).replaceAll(asText(from), () => asText(to)),
  ),
  string("substr", [3, 3], ([text = null, start = null, length = null]) =>
    asText(text).slice(whole(start), whole(start) + whole(length)),
  ),
  string("lower", [1, 1], lower),
  string("lcase", [1, 1], lower),
  string("upper", [1, 1], upper),
  string("ucase", [1, 1], upper),
  string("split", [2, 2], ([text = null, separator = null]) =>
    splitAny(asText(text), asText(separator)),
  ),
  string("join", [2, Infinity], ([separator = null, ...items]) =>
    items
      .flatMap((item) => (isList(item) ? asList(item) : [item]))
      .map(asText)
      .join(asText(separator)),
  ),
  string(
    "lpad",
    [3, 3],
    ([text = null, count = null, filler = null]) =>
      `${padding(text, count, filler)}${text === null ? "" : asText(text)}`,
    { takesNull: true },
  ),
  string(
    "rpad",
    [3, 3],
    ([text = null, count = null, filler = null]) =>
      `${text === null ? "" : asText(text)}${padding(text, count, filler)}`,
    { takesNull: true },
  ),
  string("left", [2, 2], ([text = null, count = null]) => asText(text).slice(0, whole(count))),
  string("right", [2, 2], ([text = null, count = null]) => {
    const all = asText(text);
    return all.slice(Math.max(0, all.length - whole(count)));
  }),
  string("ltrim", [1, 1], ([text = null]) => asText(text).trimStart()),
  string("rtrim", [1, 1], ([text = null]) => asText(text).trimEnd()),
  string("trim", [1, 1], ([text = null]) => asText(text).trim()),
  string("equals", [2, 2], ([left = null, right = null]) => left === right, { takesNull: true }),
  string(
    "equalsIgnoreCase",
    [2, 2],
    ([left = null, right = null]) => asText(left).toLowerCase() === asText(right).toLowerCase(),
  ),
  regex("extract_regex", [2, 2], ([text = null, expression = null]) => {
    const found = pattern(asText(expression)).exec(asText(text));
    return found === null ? [] : [...found];
  }),
  regex("matches_regex", [2, 2], ([text = null, expression = null]) =>
    pattern(`^(?:${asText(expression)})$`).test(asText(text)),
  ),
];
