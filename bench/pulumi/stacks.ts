import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { LocalStack } from "../../local/workspace";
import { bundlePlugins } from "../../tests/engine/support/bundles";

/** Microseconds on the wall that something takes. */
export async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) * 1000;
}

/** Runs with the plugins as they are installed: each one file of JavaScript. */
export async function withPlugins<T>(work: () => Promise<T>): Promise<T> {
  await bundlePlugins();
  return work();
}

/** What ts-node needs of the language host, because the stack's directory is not the program's. */
export const defaultLoader = {
  PULUMI_NODEJS_TSCONFIG_PATH: path.join(__dirname, "tsnode.json"),
  PULUMI_NODEJS_TYPESCRIPT_PATH: require.resolve("typescript"),
};

/** Changes a stack's project to Pulumi's default for TypeScript: ts-node, which checks the types of each run. */
export async function useDefaultLoader(stack: LocalStack): Promise<void> {
  const file = path.join(stack.directory, "Pulumi.yaml");
  const project = await readFile(file, "utf8");
  const changed = project
    .replace(/^\s*nodeargs:.*\n/m, "")
    .replace(/typescript: false/, "typescript: true");
  if (changed === project) throw new Error("Pulumi.yaml does not set how the program is loaded.");
  await writeFile(file, changed);
}
