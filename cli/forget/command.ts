import { Command, InvalidArgumentError, Option } from "commander";

import { withAwsErrors } from "../awsErrors";
import { durationIn } from "../duration";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import { wholeNumber } from "../wholeNumber";
import type * as Actions from "./actions";
import type { ExportOptions, ForgetOptions } from "./actions";

const load = loaderOf(__filename);

const reads =
  "sqs:GetQueueAttributes on the queues, sqs:ReceiveMessage and sqs:ChangeMessageVisibility on the dead-letter queue, lambda:GetFunctionConfiguration on the receiver, with salts secretsmanager:GetSecretValue of their secret, and on the archive s3:ListBucketVersions and s3:GetObjectVersion, on the table of links dynamodb:Scan";
const removes = `${reads}, s3:PutObject, s3:GetObject and s3:DeleteObjectVersion, sqs:DeleteMessage on the dead-letter queue, and dynamodb:DeleteItem on the table of links`;

function collect(pattern: RegExp, expected: string) {
  return (value: string, before: readonly string[] = []): readonly string[] => {
    if (pattern.test(value)) return [...before, value];
    throw new InvalidArgumentError(`Give ${expected}.`);
  };
}

function personCommand(name: string, description: string): Command {
  return withStackOptions(new Command(name).description(description))
    .addOption(
      new Option("--email <address>", "e-mail address of the person").argParser(
        collect(/^[^@\s]+@[^@\s]+$/, "an e-mail address"),
      ),
    )
    .addOption(
      new Option(
        "--visitor <id>",
        "Chatlio's id of the visitor, or the row's visitor key",
      ).argParser(collect(/^\S{8,}$/, "an id of at least 8 characters")),
    )
    .addOption(
      new Option("--customer <id>", "id that the site passes to Chatlio's identify").argParser(
        collect(/\S/, "an id"),
      ),
    )
    .addOption(
      new Option(
        "--trait <name>",
        "trait that holds customer ids, by name or path (customer.number); default: those whose name says so",
      ).argParser(collect(/\S/, "the name of a trait")),
    )
    .option(
      "--mentions",
      "also take messages in which only somebody's words have the address, or JSON with an id: in a chat without a name, the visitor's own",
    )
    .addOption(
      new Option("--rate <requests>", "requests in a second to queues, bucket and table, at most")
        .argParser(wholeNumber(1_000))
        .default(50),
    )
    .addOption(
      new Option(
        "--wait <time>",
        "how long to wait, at most, for messages of the dead-letter queue that another command holds: 90s, 5m; a bare number is seconds",
      )
        .argParser(durationIn("s", 43_200))
        .default(60, "60s"),
    )
    .option("--json", "print the report as JSON");
}

const examples = `
Each of --email, --visitor and --customer can be given several times; a message that has any of them is found, and with
it all messages of the same chat. When the command is killed, nothing of anybody else is lost: run it again. The
messages of the dead-letter queue that it held are invisible for five minutes: --wait 330s waits for them.

Examples:
  chatlio-aep forget --stack prod --email maria.keller@example.com          # says what it would remove
  chatlio-aep export --stack prod --email maria.keller@example.com --save maria.json    # before --yes: the ids that Adobe needs
  chatlio-aep forget --stack prod --email maria.keller@example.com --yes --json > erasure.json
  chatlio-aep forget --stack prod --customer cust-20418 --visitor 5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3 --yes`;

/** `chatlio-aep forget`: removes a person from what the stack keeps. */
export function forgetCommand(): Command {
  return personCommand(
    "forget",
    "Remove a person from dead-letter queue, copies, archive and links, with a report. Without --yes, say what is there.",
  )
    .option("--yes", "really remove it")
    .addHelpText("after", examples)
    .action((options: ForgetOptions) =>
      withAwsErrors(removes, () => (load("./actions") as typeof Actions).forget(options)),
    );
}

const exportExamples = `
Examples:
  chatlio-aep export --stack prod --email maria.keller@example.com --save maria.json`;

/** `chatlio-aep export`: what the stack keeps of a person. */
export function exportCommand(): Command {
  return personCommand(
    "export",
    "Write what dead-letter queue, copies, archive and links hold of a person to a file, for an access request.",
  )
    .option("--save <file>", "new file for the messages, which contain personal data")
    .addHelpText("after", exportExamples)
    .action((options: ExportOptions) =>
      withAwsErrors(reads, () => (load("./actions") as typeof Actions).exportPerson(options)),
    );
}
