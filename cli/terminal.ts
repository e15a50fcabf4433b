import type { Command } from "commander";

import { print } from "../emulator/terminal";

export { guardOutput, print, printError, visible } from "../emulator/terminal";

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

/** Exit code of a command line that is wrong, or that lacks something. */
export const USAGE_EXIT_CODE = 2;

/** Makes a command and its subcommands end with {@link USAGE_EXIT_CODE} when the command line is wrong. */
export function guardExitCode(command: Command): Command {
  // Commander's own exit code for help and version is 0, and for every error 1.
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : USAGE_EXIT_CODE));
  command.commands.forEach(guardExitCode);
  return command;
}

/** Writes a value as JSON to standard output. What is escaped are characters of strings, so it stays the same value. */
export function printJson(value: unknown): void {
  print(`${JSON.stringify(value, null, 2)}\n`);
}
