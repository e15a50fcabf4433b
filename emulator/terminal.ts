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

/** Escapes everything that a terminal would act on, except line breaks and tabs. */
export function visibleLines(text: string): string {
  return text.replace(unsafeInText, escape);
}

/** Longest error that is shown, in characters. */
const MAX_ERROR = 20_000;

/** Writes text to standard output, with whatever a terminal would act on escaped. */
export function print(text: string): void {
  process.stdout.write(visibleLines(text));
}

/** Writes text to standard error in the same way, at most 20,000 characters of it. */
export function printError(text: string): void {
  const shown = text.length <= MAX_ERROR ? text : `${text.slice(0, MAX_ERROR)}…\n`;
  process.stderr.write(visibleLines(shown));
}

/** Ends the process when nobody reads its output any more: `head` has its lines, or a pager was closed. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
}

/** The second line of Commander's errors. It names only commands and options that exist. */
const suggestion = /\n\(Did you mean [\w ,-]+\?\)$/u;

/** An error of Commander with the line breaks escaped that come from the command line. */
function visibleError(text: string): string {
  const message = text.replace(/\n$/u, "");
  const [hint = ""] = suggestion.exec(message) ?? [];
  return `${visible(message.slice(0, message.length - hint.length))}${hint}\n`;
}

/** Makes a command and its subcommands write through {@link print} and {@link printError}, an error in one line. */
export function guardOutput(command: Command): Command {
  command.configureOutput({
    writeOut: print,
    writeErr: printError,
    outputError: (text, write) => write(visibleError(text)),
  });
  command.commands.forEach(guardOutput);
  return command;
}

/** Exit code of a command line that is wrong, or that lacks something. */
export const USAGE_EXIT_CODE = 2;

/** Makes a command and its subcommands end with {@link USAGE_EXIT_CODE} when the command line is wrong. */
export function guardExitCode(command: Command): Command {
  // Commander's own exit code for help and version is 0, and for every error 1.
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT_CODE));
  command.commands.forEach(guardExitCode);
  return command;
}

/**
 * Rejects a command line with an empty value, which is most often a variable of a shell that is not set.
 *
 * @param command - one that has read its command line
 */
export function rejectEmptyValues(command: Command): void {
  const options = command.options.filter((option) => {
    const name = option.attributeName();
    const value: unknown = command.getOptionValue(name);
    const isEmpty = value === "" || (Array.isArray(value) && value.includes(""));
    return isEmpty && command.getOptionValueSource(name) === "cli";
  });
  const what = options.map(({ flags }) => `option '${flags}'`);
  if (command.args.includes("")) what.push("argument");
  if (what.length > 0) command.error(`error: the value of ${what.join(" and ")} is empty`);
}

/** Makes a command and its subcommands reject an empty value before they do anything. */
export function guardEmptyValues(command: Command): Command {
  return command.hook("preAction", (_command, action) => rejectEmptyValues(action));
}
