import { Argument, Command, Option } from "commander";

import { withAwsErrors } from "../awsErrors";
import { duration } from "../duration";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import { wholeNumber } from "../wholeNumber";
import type * as Actions from "./actions";
import type { Selection } from "./select";

const load = loaderOf(__filename);

const needs =
  "sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:DeleteMessage on the dead-letter queue, sqs:SendMessage on both, lambda:GetFunctionConfiguration on the receiver, with salts secretsmanager:GetSecretValue of their secret, and on the archive s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject";

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
  readonly rate: number;
  readonly save?: string;
  readonly discard?: true;
  readonly yes?: true;
  readonly expired?: true;
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
    .option("--older-than <time>", "only messages received at least this long ago: 3d", duration)
    .option("--newer-than <time>", "only messages received at most this long ago: 12h", duration)
    .option("--json", "print JSON");
}

/** A command that changes the queue. */
function changing(name: string, description: string): Command {
  return filtered(name, description)
    .addArgument(ids())
    .option("--all", "all messages")
    .option("--dry-run", "say what would happen, and change nothing")
    .addOption(rateOption());
}

function rateOption(): Option {
  return new Option("--rate <messages>", "messages in a second, at most")
    .argParser(wholeNumber(1_000))
    .default(50);
}

/** Help on what a subcommand is used for. */
function examplesOf(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  chatlio-aep dlq ${line}`).join("\n")}`;
}

const examples = `
When a command is killed, no message is lost: what it was looking at is visible again after some minutes.

Examples:
  chatlio-aep dlq list --stack prod --reason inlet-400 --older-than 3d
  chatlio-aep dlq redrive --stack prod --reason inlet-400 --dry-run
  chatlio-aep dlq redrive --stack prod --all --rate 10
  chatlio-aep dlq drop --stack prod --reason not-json                        # says how many
  chatlio-aep dlq drop --stack prod --reason not-json --yes                  # to the archive
  chatlio-aep dlq restore --stack prod --reason not-json                     # and back
  chatlio-aep dlq restore --stack prod --expired --all --dry-run
  chatlio-aep dlq drop --stack prod --all --yes --save dropped.jsonl
  chatlio-aep dlq restore dropped.jsonl --stack prod`;

/** `dlq list` and `dlq show`: read only. */
function reading(): readonly Command[] {
  return [
    filtered("list", "List the messages, without their content.")
      .addHelpText(
        "after",
        examplesOf("list --stack prod", "list --stack prod --reason inlet-400 --older-than 3d"),
      )
      .action((options: Options) => act(({ list }) => list(options, { ...options, ids: [] }))),
    subcommand("show", "Print one message with its content, which is personal data.")
      .argument("<id>", "its id, as `list` shows it, or the beginning of it")
      .option("--json", "print JSON, also of a body that is none")
      .addHelpText("after", examplesOf("show 9c1d6c5e --stack prod"))
      .action((id: string, options: Options) => act(({ show }) => show(options, id))),
  ];
}

function redrive(): Command {
  return changing("redrive", "Send messages again, and delete them from the dead-letter queue.")
    .addHelpText(
      "after",
      `
Exit code: 1 when messages were chosen and none was sent.
${examplesOf(
  "redrive --stack prod --reason inlet-400 --dry-run",
  "redrive --stack prod --all --rate 10",
)}`,
    )
    .action((chosen: string[], options: Options) =>
      act(({ redriveAll }) => redriveAll(options, { ...options, ids: chosen })),
    );
}

function drop(): Command {
  return changing("drop", "Move messages to the archive, or to a file. Without --yes, say which.")
    .option("--yes", "really drop them")
    .option(
      "--save <file>",
      "append them to this file in place of the archive; it then has personal data",
    )
    .option("--discard", "keep them nowhere, and delete their copies")
    .addHelpText(
      "after",
      examplesOf(
        "drop --stack prod --reason not-json          # says how many",
        "drop --stack prod --reason not-json --yes    # to the archive",
        "drop --stack prod --all --yes --save dropped.jsonl",
      ),
    )
    .action((chosen: string[], options: Options) =>
      act(({ dropAll }) => dropAll(options, { ...options, ids: chosen })),
    );
}

function restore(): Command {
  return filtered("restore", "Put messages that were dropped into the dead-letter queue again.")
    .argument("[file]", "file of `drop --save`; it stays as it is (default: the archive)")
    .option("--expired", "those that SQS has deleted after 14 days in place of those dropped")
    .option("--all", "all messages of the archive")
    .option("--dry-run", "say how many, and send nothing")
    .addOption(rateOption())
    .addHelpText(
      "after",
      examplesOf(
        "restore --stack prod --reason not-json",
        "restore --stack prod --expired --all --dry-run",
        "restore dropped.jsonl --stack prod",
      ),
    )
    .action((file: string | undefined, options: Options) =>
      act(({ restoreAll }) => restoreAll(file, options, { ...options, ids: [] })),
    );
}

/** `chatlio-aep dlq`: lists, shows, sends again and drops what could not be delivered. */
export function dlqCommand(): Command {
  const dlq = new Command("dlq")
    .description("List, show, send again and drop the events in the dead-letter queue.")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addHelpText("after", examples);
  for (const command of [...reading(), redrive(), drop(), restore()]) dlq.addCommand(command);
  return dlq;
}
