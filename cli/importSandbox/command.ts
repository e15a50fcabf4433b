import { Command } from "commander";

import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";

const load = loaderOf(__filename);

/** `chatlio-aep import-sandbox`: writes a program of what a sandbox has. */
export function importSandboxCommand(): Command {
  const command = new Command("import-sandbox").description(
    "List what is in a sandbox, and write a program and an import file of what you choose.",
  );
  return withStackOptions(
    command,
    "take credential and sandbox from this stack (default: the AEP_… variables)",
  )
    .option("--sandbox <name>", "name of the sandbox (default: the stack's, else AEP_SANDBOX)")
    .option("--type <type...>", "choose objects of these types, as xdm:Schema")
    .option("--name <pattern...>", "choose objects with these names; * stands for any characters")
    .option("--all", "choose everything")
    .option("--out <dir>", "folder for index.ts and import.json")
    .option("--force", "overwrite these two files")
    .option("--dry-run", "say what would be written, and write nothing")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Without a choice it lists what is there. What a chosen object refers to is chosen with it. Objects of Adobe itself
are left out. It sends only reads, and changes nothing in the sandbox.

Examples:
  chatlio-aep import-sandbox --stack prod
  chatlio-aep import-sandbox --stack prod --type xdm:Schema catalog:Dataset --name "chat*" --dry-run
  chatlio-aep import-sandbox --sandbox dev --all --out brought`,
    )
    .action((options: Actions.ImportSandboxOptions) =>
      (load("./actions") as typeof Actions).importSandbox(options),
    );
}
