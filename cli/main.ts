import { Command } from "commander";
import { version } from "../package.json";
import { dlqCommand } from "./dlq";
import { emulatorCommand } from "./emulator";

/** The operator's command with all its subcommands. */
export function createProgram(): Command {
  return new Command("chatlio-aep")
    .description(
      "Chatlio's events in Adobe Experience Platform: the tools around the Pulumi program.",
    )
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show what a command does and its options")
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError("(chatlio-aep --help lists the commands)")
    .addCommand(dlqCommand())
    .addCommand(emulatorCommand());
}

/** Runs the command line; a failure is one message and a non-zero exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    // What the user can change has a message of its own; a fault of ours needs its origin.
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    process.stderr.write(
      `${name === "Error" || name === "TypeError" ? (stack ?? message) : message}\n`,
    );
    process.exitCode = 1;
  }
}
