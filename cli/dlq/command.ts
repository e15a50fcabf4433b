import { createRequire } from "node:module";

import { Argument, Command } from "commander";

import { withAwsErrors } from "../awsErrors";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { Selection } from "./select";

/** `import()` would need tsx's hooks for ES modules, which double the time that the command takes to start. */
const load = createRequire(__filename);

const needs =
  "sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:DeleteMessage on the dead-letter queue, sqs:SendMessage on the other, lambda:GetFunctionConfiguration on the receiver, and with salts secretsmanager:GetSecretValue of their secret";

/** Runs an action. The AWS SDK is loaded only here, so that `--help` does not wait for it. */
function act(work: (actions: typeof Actions) => Promise<void>): Promise<void> {
  return withAwsErrors(needs, () => work(load("./actions") as typeof Actions));
}

type Options = Omit<Selection, "ids"> & {
  readonly stack?: string;
  readonly cwd: string;
  readonly json?: true;
  readonly all?: true;
  readonly dryRun?: true;
};

function ids() {
  return new Argument("[id...]", "ids, as `list` shows them");
}

function subcommand(name: string, description: string): Command {
  return withStackOptions(new Command(name).description(description));
}

function filtered(name: string, description: string): Command {
  return subcommand(name, description)
    .option("--reason <reason>", "only messages with this reason")
    .option("--event <event>", "only messages of this event")
    .option("--widget <widget>", "only messages of this widget")
    .option("--json", "print JSON");
}

/** `chatlio-aep dlq`: lists, shows and sends again what could not be delivered. */
export function dlqCommand(): Command {
  return new Command("dlq")
    .description("List, show and send again the events in the dead-letter queue.")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addCommand(
      filtered("list", "List the messages, without their content.").action((options: Options) =>
        act(({ list }) => list(options, { ...options, ids: [] })),
      ),
    )
    .addCommand(
      subcommand("show", "Print one message with its content, which is personal data.")
        .argument("<id>", "its id, as `list` shows it")
        .action((id: string, options: Options) => act(({ show }) => show(options, id))),
    )
    .addCommand(
      filtered("redrive", "Send messages again, and delete them from the dead-letter queue.")
        .addArgument(ids())
        .option("--all", "all messages")
        .option("--dry-run", "say what would happen, and send nothing")
        .action((chosen: string[], options: Options) =>
          act(({ redriveAll }) => redriveAll(options, { ...options, ids: chosen })),
        ),
    );
}
