import { Argument, Command, Option } from "commander";

import { loaderOf } from "../loader";
import type * as Actions from "./actions";
import { modes } from "./questions";

const load = loaderOf(__filename);

/** `chatlio-aep init`: a stack for another environment, from nothing to `pulumi up`. */
export function initCommand(): Command {
  return new Command("init")
    .description(
      "Create a stack: ask what it needs, check it with Adobe and AWS, and write its configuration.",
    )
    .addArgument(new Argument("<stack>", "name of the stack, such as dev"))
    .addOption(
      new Option("--mode <mode>", "how events reach Adobe (default: relay)").choices(modes),
    )
    .option("--region <region>", "AWS region of the relay (else AWS_REGION)")
    .option("--org-id <id>", "Adobe's id of the organization (else AEP_ORG_ID)")
    .option("--client-id <id>", "client id of the credential (else AEP_CLIENT_ID)")
    .option("--sandbox <name>", "sandbox that gets the data (else AEP_SANDBOX)")
    .option("--widget <name...>", "your Chatlio widgets (default: main)")
    .option("--secrets-provider <provider>", "as `pulumi stack init` takes it")
    .option("-y, --yes", "do not ask whether to write")
    .option("--json", "print JSON, and ask nothing")
    .addOption(
      new Option("--cwd <dir>", "directory of Pulumi.yaml").default(process.cwd(), "this one"),
    )
    .addHelpText(
      "after",
      `
In a terminal it prompts you for what is not given. Without one, what is missing is an error (exit code 2).
The client secret is never an option, where others on the machine could read it: you type it in, or it comes
from AEP_CLIENT_SECRET. Nothing is written before every check has passed.

An option wins over Pulumi.<stack>.yaml, and the file over the environment, but for the client secret. Run it again to
change something: what the file has is the default, and tokens and comments stay. Values of the example files count as
missing.

Examples:
  chatlio-aep init dev
  chatlio-aep init prod --mode relay --region eu-central-1 --sandbox prod --widget shop help
  AEP_CLIENT_SECRET=… chatlio-aep init prod --mode direct --org-id 0123…@AdobeOrg --client-id … --sandbox prod --yes`,
    )
    .action((stack: string, options: Actions.InitOptions) =>
      (load("./actions") as typeof Actions).init(stack, options),
    );
}
