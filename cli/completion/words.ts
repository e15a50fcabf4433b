import type { Command } from "commander";

/** What can follow a command on the command line. */
export interface Completions {
  /** The command with those before it: `chatlio-aep dlq list`. */
  readonly path: string;
  /** Subcommands and options. */
  readonly words: readonly string[];
  /** The values of each option that has a choice, by every name of the option. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** What can follow each command, from the commands themselves. */
export function completionsOf(command: Command, before = ""): readonly Completions[] {
  const path = `${before}${command.name()}`;
  const { commands } = command;
  const options = command.createHelp().visibleOptions(command);
  const named = options.map((option) => ({
    names: [option.long, option.short].filter((name) => typeof name === "string"),
    choices: option.argChoices ?? [],
  }));
  return [
    {
      path,
      words: [
        ...commands.map((each) => each.name()),
        ...named.flatMap(({ names }) => names.slice(0, 1)),
      ],
      choices: Object.fromEntries(
        named.flatMap(({ choices, names }) =>
          choices.length > 0 ? names.map((name) => [name, choices] as const) : [],
        ),
      ),
    },
    ...commands.flatMap((each) => completionsOf(each, `${path} `)),
  ];
}
