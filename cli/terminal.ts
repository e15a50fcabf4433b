import type { Command } from "commander";

/**
 * Characters that make a terminal do something, or show text in another order than it has: C0 and C1
 * controls, line separators, bidirectional marks and other invisible characters. The two joiners stay,
 * for emoji and Persian text need them.
 */
const unsafe = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{e0000}-\u{e007f}]/gu;

/** The same, except for the line breaks and tabs of our own output. */
const unsafeInText = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u{e0000}-\u{e007f}]/gu;

/** Writes a character as JSON does: `\u009b`. */
function escape(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** Escapes everything that a terminal would act on, line breaks and tabs too: for one cell or one word. */
export function visible(text: string): string {
  return text.replace(unsafe, escape);
}

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

/** Writes text to standard output, with whatever a terminal would act on escaped. */
export function print(text: string): void {
  process.stdout.write(text.replace(unsafeInText, escape));
}

/** Longest error that is shown, in characters. */
const MAX_ERROR = 20_000;

/** Writes text to standard error in the same way, at most 20,000 characters of it. */
export function printError(text: string): void {
  const shown = text.length <= MAX_ERROR ? text : `${truncate(text, MAX_ERROR)}\n`;
  process.stderr.write(shown.replace(unsafeInText, escape));
}

/** Writes a value as JSON to standard output. What is escaped are characters of strings, so it stays the same value. */
export function printJson(value: unknown): void {
  print(`${JSON.stringify(value, null, 2)}\n`);
}

/** Makes a command and its subcommands write through {@link print} and {@link printError}. */
export function guardOutput(command: Command): Command {
  command.configureOutput({ writeOut: print, writeErr: printError });
  command.commands.forEach(guardOutput);
  return command;
}
