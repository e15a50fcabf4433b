import type { CheckFailure } from "./types";

/** Failures of one input that are shown one by one; the others are counted. */
export const MAX_FAILURES = 10;

/** Inputs whose failures are shown. */
const MAX_INPUTS = 20;

/** Longest path of an input, in characters. */
const MAX_PATH = 300;

/** Longest reason of a failure, in characters. */
const MAX_REASON = 2_000;

/**
 * Longest message of an error or in the log, in characters. gRPC sends an error in the headers of its
 * response, and the engine drops a response with headers that are too large.
 */
export const MAX_MESSAGE = 10_000;

/** What a terminal would act on: control characters but line breaks and tabs, and what reorders text. */
const unsafe =
  /(?![\n\t])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u{e0000}-\u{e007f}]/gu;

/** Writes a character as JSON does: `\u009b`. */
function escape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** A text for the user: truncated, with whatever a terminal would act on escaped. */
export function forUser(text: string, max = MAX_MESSAGE): string {
  const start = text.length <= max ? text : `${text.slice(0, max)}…`;
  return start.replace(unsafe, escape);
}

/** `mappings[2].source` → `mappings`. */
export function topLevel(path: string): string {
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}

/**
 * The failures to show: the first ten of each input, each of readable length, and one that counts the
 * others. A list with ten thousand wrong elements would make ten thousand lines.
 */
export function limitFailures(failures: readonly CheckFailure[]): CheckFailure[] {
  const byInput = new Map<string, CheckFailure[]>();
  for (const failure of failures) {
    const input = topLevel(failure.property);
    const same = byInput.get(input);
    if (same === undefined) byInput.set(input, [failure]);
    else same.push(failure);
  }
  const shown = [...byInput].slice(0, MAX_INPUTS).flatMap(([input, all]) => {
    const first = all.slice(0, MAX_FAILURES).map(({ property, reason }) => ({
      property: forUser(property, MAX_PATH),
      reason: forUser(reason, MAX_REASON),
    }));
    const more = all.length - first.length;
    if (more === 0) return first;
    const reason = `has ${more} more ${more === 1 ? "failure" : "failures"}; correct these first`;
    return [...first, { property: forUser(input, MAX_PATH), reason }];
  });
  const hidden = byInput.size - MAX_INPUTS;
  if (hidden <= 0) return shown;
  const inputs = hidden === 1 ? "1 more input is" : `${hidden} more inputs are`;
  return [...shown, { property: "", reason: `${inputs} invalid; correct these first` }];
}
