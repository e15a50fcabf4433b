import { createRequire } from "node:module";

import { Argument, Command } from "commander";

import { withAwsErrors } from "../awsErrors";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";

/** `import()` would need tsx's hooks for ES modules, which double the time that the command takes to start. */
const load = createRequire(__filename);

/** `chatlio-aep adopt`: imports what is there already, and what the stack would create a second time. */
export function adoptCommand(): Command {
  const command = new Command("adopt")
    .description(
      "Import objects in AWS that an interrupted or earlier deployment of the stack has left.",
    )
    .addArgument(
      new Argument("[name...]", "resources to import although another state has created them"),
    );
  return withStackOptions(command)
    .option("--dry-run", "say what would be imported, and import nothing")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Examples:
  chatlio-aep adopt --stack prod --dry-run
  chatlio-aep adopt --stack prod relay-queues-events`,
    )
    .action((names: string[], options: Actions.AdoptOptions) =>
      withAwsErrors("what the deployer of the stack needs (npm run deployer-policy)", () =>
        (load("./actions") as typeof Actions).adopt(options, names),
      ),
    );
}
