import { Argument, Command, Option } from "commander";
import { createRequire } from "node:module";
import type * as Actions from "./actions";
import { UserError } from "../userError";
import type { Selection } from "./select";

/** Loads the AWS SDK where it is used, so that `--help` does not wait for it. */
const load = createRequire(__filename);

/** Does it; what AWS refuses is the user's to mend. */
async function act(work: (actions: typeof Actions) => Promise<void>): Promise<void> {
  // Its word about a coming Node.js is for us, not for whoever looks after events.
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
  try {
    await work(load("./actions") as typeof Actions);
  } catch (error) {
    if (!(error instanceof Error) || !fromAws(error)) throw error;
    throw new UserError(
      `AWS: ${error.message || error.name}. Check the credentials (AWS_PROFILE, or the AWS_… variables); their role needs sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:DeleteMessage on the dead-letter queue, sqs:SendMessage on the other, and lambda:GetFunctionConfiguration on the receiver.`,
    );
  }
}

/** An answer of AWS's, or none: no credentials, no connection. */
const fromAws = (error: Error) =>
  "$metadata" in error || "code" in error || error.name === "CredentialsProviderError";

type Options = Omit<Selection, "ids"> & {
  readonly stack?: string;
  readonly cwd: string;
  readonly json?: true;
  readonly all?: true;
  readonly dryRun?: true;
};

const ids = () => new Argument("[id...]", "ids, as `list` shows them");

function subcommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option("--stack <name>", "the stack; default: the one that is selected")
    .addOption(
      new Option("--cwd <dir>", "directory of the Pulumi.yaml").default(process.cwd(), "this one"),
    );
}

function filtered(name: string, description: string): Command {
  return subcommand(name, description)
    .option("--reason <reason>", "those with this reason only")
    .option("--event <event>", "those of this event only")
    .option("--widget <widget>", "those of this widget only")
    .option("--json", "print JSON");
}

/** `chatlio-aep dlq`: sees, reads and sends again what could not be delivered. */
export const dlqCommand = (): Command =>
  new Command("dlq")
    .description("List, read and send again the events in the dead-letter queue.")
    .helpCommand(false)
    .showSuggestionAfterError()
    .addCommand(
      filtered("list", "List the dead letters, without their content.").action((options: Options) =>
        act(({ list }) => list(options, { ...options, ids: [] })),
      ),
    )
    .addCommand(
      subcommand("show", "Print one dead letter, with its content: personal data.")
        .argument("<id>", "its id, as `list` shows it")
        .action((id: string, options: Options) => act(({ show }) => show(options, id))),
    )
    .addCommand(
      filtered("redrive", "Send dead letters again, and take them out of the queue.")
        .addArgument(ids())
        .option("--all", "all of them")
        .option("--dry-run", "say what would become of them, and send nothing")
        .action((chosen: string[], options: Options) =>
          act(({ redriveAll }) => redriveAll(options, { ...options, ids: chosen })),
        ),
    );
