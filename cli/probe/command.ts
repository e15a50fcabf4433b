import { Command } from "commander";

import { loaderOf } from "../loader";
import { withStackOptions } from "../stackOptions";
import type * as Actions from "./actions";

const load = loaderOf(__filename);

/** `chatlio-aep probe`: finds out how a real sandbox behaves where Adobe's documents leave it open. */
export function probeCommand(): Command {
  const command = new Command("probe").description(
    "Find out in a development sandbox what Adobe's documents leave open, and write a report.",
  );
  return withStackOptions(
    command,
    "take credential and sandbox from this stack (default: the AEP_… variables)",
  )
    .option("--sandbox <name>", "name of the sandbox (default: the stack's, else AEP_SANDBOX)")
    .option("--yes-production", "probe a sandbox that is not of type development")
    .option("--union", "try also what joins the union; Adobe may keep those schemas for ever")
    .option("--out <dir>", "directory of the report", ".")
    .option("--json", "print the names of the report's files as JSON")
    .addHelpText(
      "after",
      `
It makes objects whose names begin with chatlio-aep-probe-, and deletes them before it ends, in under ten
minutes. It changes nothing else. After a run that was killed, the next one deletes what is left. The report
has no name, id, URL or text of the organization. Run one probe at a time in a sandbox.

Examples:
  chatlio-aep probe --stack dev
  chatlio-aep probe --sandbox dev          # credential from AEP_ORG_ID, AEP_CLIENT_ID, AEP_CLIENT_SECRET
  chatlio-aep emulator --assume-from probe-2026-11-28.json`,
    )
    .action((options: Actions.ProbeOptions) =>
      (load("./actions") as typeof Actions).probe(options),
    );
}
