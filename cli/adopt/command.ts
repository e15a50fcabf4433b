import { Argument, Command, Option } from "commander";

import { eventSlugs } from "../../handlers/model";
import { withAwsErrors } from "../awsErrors";
import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import { UserError } from "../userError";
import type * as Actions from "./actions";
import type * as FlowActions from "./flowActions";

const load = loaderOf(__filename);

type Options = Actions.AdoptOptions & Partial<FlowActions.AdoptFlowOptions>;

/** `chatlio-aep adopt`: imports what is there already, and what the stack would create a second time. */
export function adoptCommand(): Command {
  const command = new Command("adopt")
    .description(
      "Import what is there already: objects in AWS that a deployment has left, or a dataflow made by hand.",
    )
    .addArgument(
      new Argument("[name...]", "resources to import although another state has created them"),
    );
  return withStackOptions(command)
    .option("--dry-run", "say what would be imported, and import nothing")
    .option("--json", "print JSON")
    .option("--flow <id>", "the dataflow, made by hand, that Chatlio posts to")
    .addOption(new Option("--event <event>", "which webhook posts to it").choices(eventSlugs))
    .option("--widget <name>", "which widget's webhook it is (default: the stack's only one)")
    .addOption(
      new Option(
        "--mode <mode>",
        "direct (the default without a relay), both (with the relay next to it) or relay (schema and dataset only)",
      ).choices(["direct", "both", "relay"]),
    )
    .option("--keep-schema", "leave schema and dataset to somebody else")
    .option("--publish", "publish a dataflow that is a draft, with its connections")
    .option("--import", "run `pulumi import`, instead of writing its file")
    .addHelpText(
      "after",
      `
Examples:
  chatlio-aep adopt --stack prod --dry-run
  chatlio-aep adopt --stack prod relay-queues-events
  chatlio-aep adopt --flow 4982698b-e6b3-48c2-8dcf-040e20121fd2 --event feedback-left --dry-run
  chatlio-aep adopt --flow 4982698b-e6b3-48c2-8dcf-040e20121fd2 --event feedback-left --import`,
    )
    .action((names: string[], options: Options) => {
      const { flow } = options;
      if (flow !== undefined && names.length > 0)
        throw new UserError(
          `With --flow give no names of resources (${names.join(", ")}): it imports the dataflow and its parts only.`,
          2,
        );
      if (flow !== undefined)
        return (load("./flowActions") as typeof FlowActions).adoptFlow({ ...options, flow });
      rejectFlowOptions(options);
      return withAwsErrors("what the deployer of the stack needs (npm run deployer-policy)", () =>
        (load("./actions") as typeof Actions).adopt(options, names),
      );
    });
}

/** @throws UserError when an option is given that only `--flow` has */
function rejectFlowOptions(options: Options): void {
  const { event, import: imports, keepSchema, mode, publish, widget } = options;
  const all = { event, widget, mode, "keep-schema": keepSchema, publish, import: imports };
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`],
  );
  if (given.length === 0) return;
  throw new UserError(
    `Give --flow, the id of a dataflow: without it adopt imports objects of AWS and does not use ${given.join(", ")}.`,
    2,
  );
}
