import { Option, type Command } from "commander";

/** Description of `--stack` where a command without it works on the selected stack. */
const SELECTED = "name of the stack (default: the selected one)";

/**
 * Adds the options that name the stack that a command works on: `--stack`, and `--cwd` for its directory.
 *
 * @param description - of `--stack`. Default: the selected stack is the default.
 */
export function withStackOptions(command: Command, description = SELECTED): Command {
  return command
    .option("-s, --stack <name>", description)
    .addOption(
      new Option("--cwd <dir>", "directory of Pulumi.yaml").default(process.cwd(), "this one"),
    );
}
