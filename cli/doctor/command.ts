import { Command } from "commander";

import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";
import type { DoctorOptions } from "./actions";

const load = loaderOf(__filename);

/** `chatlio-aep doctor`: checks everything that a deployment and its operation need. */
export function doctorCommand(): Command {
  const command = new Command("doctor").description(
    "Check machine, configuration, AWS, Adobe and the deployed stack, and say how to fix what is wrong.",
  );
  return withStackOptions(command)
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
It changes nothing, and prints no secret. A stack that is not deployed yet can be checked too.
ok, warning and failed say what was found; skipped depends on something else; note is for you to check.

Exit code: 0 when nothing failed, 1 when something did.

Examples:
  chatlio-aep doctor --stack dev
  chatlio-aep doctor --stack prod --json | jq '.[] | select(.status == "failed")'`,
    )
    .action((options: DoctorOptions) => (load("./actions") as typeof Actions).examine(options));
}
