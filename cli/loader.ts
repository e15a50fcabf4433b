import { createRequire } from "node:module";

/**
 * Loads modules of a file where a command runs, so that `--help` does not wait for the AWS SDK. Not by `import()`: it
 * would need tsx's hooks for ES modules, which double the time that the command takes to start.
 *
 * @param file - `__filename` of the one that loads. By lint, it also has the module's types by `import type`, which the
 *   borders of the layout see.
 */
export function loaderOf(file: string): (module: string) => unknown {
  return createRequire(file);
}
