import { Argument, Command } from "commander";

import { print } from "../terminal";
import { completionScript, shells, type Shell } from "./script";
import { completionsOf } from "./words";

/** `chatlio-aep completion`: prints the script that makes a shell complete the command. */
export function completionCommand(): Command {
  return new Command("completion")
    .description("Print the script that makes your shell complete chatlio-aep.")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .addHelpText(
      "after",
      `
The shell completes the word chatlio-aep. If you run it with npx, make it one word first:
  alias chatlio-aep='npx chatlio-aep'

Examples:
  source <(chatlio-aep completion bash)
  source <(chatlio-aep completion zsh)
  chatlio-aep completion fish | source`,
    )
    .action((shell: Shell, _: object, command: Command) => {
      const root = command.parent ?? command;
      print(completionScript(shell, completionsOf(root)));
    });
}
