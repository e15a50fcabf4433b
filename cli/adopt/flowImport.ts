import fs from "node:fs/promises";
import path from "node:path";

import { runPulumi, type StackOptions } from "../pulumi";
import { importFile } from "./importFile";
import type { Planned } from "./plan";

export interface ImportOptions extends StackOptions {
  readonly stack: string;
  /** Whether to import, instead of writing the file only. */
  readonly import?: true;
}

/** What was done. */
export interface Imported {
  /** Path of the file for `pulumi import`; only when it was written and not imported. */
  readonly file?: string;
  readonly imported: boolean;
}

/**
 * Writes the file for `pulumi import`, and imports it when the options say so.
 *
 * @param creates - what the next update would create
 * @param ids - of what is adopted, by the names of the program's resources
 */
export async function importParts(
  options: ImportOptions,
  creates: readonly Planned[],
  ids: ReadonlyMap<string, string>,
  say: (text: string) => void,
): Promise<Imported> {
  if (ids.size === 0) return { imported: false };
  const existing = creates.flatMap((planned) => {
    const id = ids.get(planned.name);
    return id === undefined ? [] : [{ planned, id }];
  });
  if (existing.length === 0) {
    say("The stack has all of it already.\n");
    return { imported: false };
  }
  const file = path.join(options.cwd, `adopt-${options.stack.split("/").at(-1) ?? ""}.json`);
  await fs.writeFile(file, `${JSON.stringify(importFile(existing, creates), null, 2)}\n`);
  const flags = ["--yes", "--skip-preview", "--protect=false", "--generate-code=false"];
  const args = ["import", "--file", file, ...flags];
  if (!options.import) {
    const command = ["pulumi", ...args, "--stack", options.stack].map(inShell).join(" ");
    say(`Wrote ${file}. Import it, or run this command again with --import:\n  ${command}\n`);
    return { file, imported: false };
  }
  await runPulumi(options, args, "import what was made by hand");
  await fs.rm(file);
  say(
    `Imported ${existing.map(({ planned }) => planned.name).join(", ")}. \`pulumi preview\` shows no change to what is there; it may add fields that another dataflow needs.\n`,
  );
  return { imported: true };
}

/** A word of a command line, in quotation marks when a shell would read it as more than one. */
function inShell(word: string): string {
  return /^[\w./=:@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
