import { print } from "../emulator/terminal";

export {
  endWithReader,
  guardEmptyValues,
  guardExitCode,
  guardOutput,
  print,
  printError,
  USAGE_EXIT_CODE,
  visible,
} from "../emulator/terminal";

/** Longest text of others in a message, such as an error of AWS, in characters. */
const MAX_QUOTE = 2_000;

/** Things of one kind that a message names. */
const MAX_LISTED = 10;

/** The first characters of a text that came from elsewhere. */
export function truncate(text: string, max = MAX_QUOTE): string {
  return text.length <= max ? text : `${text.slice(0, max)}…`;
}

/** The first ten of a list, and how many more there are. */
export function listed(all: readonly string[]): string {
  const first = all.slice(0, MAX_LISTED).map((one) => truncate(one, 200));
  const more = all.length - first.length;
  return more === 0 ? first.join(", ") : `${first.join(", ")} and ${more} more`;
}

/** Writes a value as JSON to standard output. What is escaped are characters of strings, so it stays the same value. */
export function printJson(value: unknown): void {
  print(`${JSON.stringify(value, null, 2)}\n`);
}
