import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

import type { Progress } from "../progress";
import type { ReleaseSums } from "./releaseSums";

/** What finding and installing the tools depends on. Tests pass their own. */
export interface ToolchainContext {
  readonly env: NodeJS.ProcessEnv;
  /** Directory that keeps the tools. */
  readonly cache: string;
  readonly progress: Progress;
  /** Where Pulumi's releases are downloaded from, without a trailing slash. */
  readonly releases: string;
  /** What the releases must contain. */
  readonly releaseSums: ReleaseSums;
  /** Free bytes of the file system that holds a directory. */
  freeBytes(directory: string): Promise<number>;
}

/**
 * Names a directory with bundles of the plugins and the language host, which start faster than their
 * sources: `adobe-aep/`, `aws/`, `command/` and `pulumi-language-nodejs`. The engine tests set it for
 * themselves; not set, everything runs from the sources.
 */
export const BUNDLES_VARIABLE = "CHATLIO_AEP_BUNDLES";

/** The directory of the repository. */
export const repository = path.resolve(__dirname, "../..");

/** The first executable of that name on PATH, as a shell would find it. */
export function findOnPath(name: string, env: NodeJS.ProcessEnv): string | undefined {
  for (const directory of (env["PATH"] ?? "").split(path.delimiter)) {
    if (!path.isAbsolute(directory)) continue;
    const file = path.join(directory, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // Not here.
    }
  }
  return undefined;
}
