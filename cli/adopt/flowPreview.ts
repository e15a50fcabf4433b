import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { runPulumi, runPulumiForJson, type StackOptions } from "../pulumi";
import type { Setting } from "./flowSettings";
import { plannedCreates, type Planned } from "./plan";

/**
 * What the next update would create if the stack had these settings too. They are set in a copy of its configuration,
 * so a configuration that does not work is never written.
 *
 * @throws UserError when the preview fails, with Pulumi's reason
 */
export async function previewWith(
  options: StackOptions & { readonly stack: string },
  settings: readonly Setting[],
): Promise<readonly Planned[]> {
  const name = `Pulumi.${options.stack.split("/").at(-1) ?? ""}.yaml`;
  const directory = await fs.mkdtemp(path.join(os.tmpdir(), "adopt-"));
  const copy = path.join(directory, name);
  const inCopy = ["--config-file", copy];
  try {
    await copyIfThere(path.join(options.cwd, name), copy);
    for (const [key, value] of settings)
      await runPulumi(options, ["config", "set", "--path", key, value, ...inCopy], `set ${key}`);
    const failing = "preview the stack with this configuration, so nothing was written";
    return plannedCreates(await runPulumiForJson(options, ["preview", ...inCopy], failing));
  } finally {
    await fs.rm(directory, { recursive: true });
  }
}

/** A new stack may have no file yet. */
async function copyIfThere(from: string, to: string): Promise<void> {
  await fs.copyFile(from, to).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  });
}
