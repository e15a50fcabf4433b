import { Command } from "commander";

import { version } from "../package.json";
import { adoptCommand } from "./adopt";
import { completionCommand } from "./completion";
import { consoleCommand } from "./console";
import { dlqCommand } from "./dlq";
import { doctorCommand } from "./doctor";
import { emulatorCommand } from "./emulator";
import { explainCommand } from "./explain";
import { exportCommand, forgetCommand } from "./forget";
import { importSandboxCommand } from "./importSandbox";
import { initCommand } from "./init";
import { probeCommand } from "./probe";
import { reconcileCommand } from "./reconcile";
import { replayCommand } from "./replay";
import { rotateTokenCommand } from "./rotateToken";
import { statusCommand } from "./status";
import { guardEmptyValues, guardExitCode, guardOutput, printError, visible } from "./terminal";
import { UserError } from "./userError";
import { verifyCommand } from "./verify";
import { webhooksCommand } from "./webhooks";

/** The operator's command with all its subcommands. */
export function createProgram(): Command {
  const program = new Command("chatlio-aep")
    .description(
      "Chatlio's events in Adobe Experience Platform: the tools around the Pulumi program.",
    )
    .version(version, "-V, --version", "show the version")
    .helpOption("-h, --help", "show what a command does and its options")
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError("(chatlio-aep --help lists the commands)")
    .addCommand(initCommand())
    .addCommand(completionCommand())
    .addCommand(consoleCommand())
    .addCommand(dlqCommand())
    .addCommand(adoptCommand())
    .addCommand(doctorCommand())
    .addCommand(emulatorCommand())
    .addCommand(explainCommand())
    .addCommand(exportCommand())
    .addCommand(forgetCommand())
    .addCommand(importSandboxCommand())
    .addCommand(probeCommand())
    .addCommand(reconcileCommand())
    .addCommand(replayCommand())
    .addCommand(rotateTokenCommand())
    .addCommand(statusCommand())
    .addCommand(verifyCommand())
    .addCommand(webhooksCommand());
  return guardExitCode(guardOutput(guardEmptyValues(program)));
}

/** Runs the command line. A failure is one message and a non-zero exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync([...argv]);
  } catch (error) {
    // An error that the user can fix has a name of its own. Any other is a bug, whose origin is needed.
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    const isBug = name === "Error" || name === "TypeError";
    // Only a UserError has several lines: in any other message, a line break comes from a value.
    const shown = error instanceof UserError ? message : visible(message);
    printError(`${isBug ? (stack ?? message) : shown}\n`);
    process.exitCode = error instanceof UserError ? error.exitCode : 1;
  }
}
