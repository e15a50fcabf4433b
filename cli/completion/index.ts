import { Argument, Command } from "commander";

import { print, printJson } from "../terminal";
import { completionScript, shells, type Shell } from "./script";
import { completionsOf } from "./words";

/** `chatlio-aep completion`: prints the script that makes a shell complete the command. */
export function completionCommand(): Command {
  return new Command("completion")
    .description("Print the script that makes your shell complete chatlio-aep.")
    .addArgument(new Argument("<shell>", "your shell").choices(shells))
    .option("--json", "print it as JSON")
    .addHelpText(
      "after",
      `
The shell completes the word chatlio-aep. If you run it with npx, make it one word first:
  alias chatlio-aep='npx --no -- chatlio-aep'

Examples:
  source <(chatlio-aep completion bash)
  source <(chatlio-aep completion zsh)
  chatlio-aep completion fish | source`,
    )
    .action((shell: Shell, options: { readonly json?: true }, command: Command) => {
      const root = command.parent ?? command;
      const script = completionScript(shell, completionsOf(root));
      if (options.json) printJson({ shell, script });
      else print(script);
    });
}
