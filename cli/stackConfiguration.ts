import * as z from "zod";

import { runPulumiForJson, type StackOptions } from "./pulumi";
import { UserError } from "./userError";

const configuration = z.record(
  z.string(),
  z.looseObject({
    value: z.string().optional(),
    secret: z.boolean().optional(),
  }),
);

/** A stack's configuration, secrets included. */
export interface StackConfiguration {
  /** A list or object is JSON. */
  readonly values: Readonly<Record<string, string>>;
  /** The keys that Pulumi keeps encrypted. */
  readonly secretKeys: ReadonlySet<string>;
}

/**
 * Reads the configuration of a stack. Its values contain secrets: never print them.
 *
 * @throws UserError when Pulumi cannot read it
 */
export async function readStackConfiguration(options: StackOptions): Promise<StackConfiguration> {
  const args = ["config", "--show-secrets"];
  const printed = await runPulumiForJson(options, args, "read the stack's configuration");
  const read = configuration.safeParse(printed);
  if (!read.success) {
    throw new UserError(
      "`pulumi config --json` did not print a configuration. Run it yourself to see what is wrong.",
    );
  }
  const entries = Object.entries(read.data);
  return {
    values: Object.fromEntries(
      entries.flatMap(([key, { value }]) => (value === undefined ? [] : [[key, value]])),
    ),
    secretKeys: new Set(entries.flatMap(([key, { secret }]) => (secret === true ? [key] : []))),
  };
}
