import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { build } from "esbuild";

import { BUNDLES_VARIABLE, repository } from "../../../local/toolchain/context";
import { bundleProvider } from "../../../scripts/bundleProvider";
import { keptPluginsBundle } from "./keptPlugins";

/** The stubs and where their sources start; the provider itself has a bundle of its own. */
const stubs = [
  { folder: "aws", executable: "pulumi-resource-aws", entry: "local/aws/main.ts" },
  { folder: "command", executable: "pulumi-resource-command", entry: "local/command/main.ts" },
  { folder: ".", executable: "pulumi-language-nodejs", entry: "local/languageHost/main.ts" },
] as const;

/**
 * Bundles provider, stubs and language host once for all engine tests: as one file of JavaScript each they
 * start in half the time that they take from their sources, and an engine test starts them dozens of times.
 * Every stack that is created after this, in this process or in a child of it, uses the bundles.
 */
export async function bundlePlugins(): Promise<void> {
  const directory = path.join(repository, "node_modules/.cache/chatlio-aep/bundles");
  await Promise.all([
    bundleProvider(path.join(directory, "adobe-aep")),
    bundleKeptPlugins(path.join(directory, keptPluginsBundle)),
    ...stubs.map(async ({ folder, executable, entry }) => {
      const target = path.join(directory, folder);
      await mkdir(target, { recursive: true });
      await build({
        entryPoints: [path.join(repository, entry)],
        outfile: path.join(target, `${executable}.cjs`),
        bundle: true,
        platform: "node",
        target: "node20",
        format: "cjs",
        logLevel: "error",
      });
      const file = path.join(target, executable);
      await writeFile(file, `#!/bin/sh\nexec node "$(dirname -- "$0")/${executable}.cjs" "$@"\n`);
      await chmod(file, 0o755);
    }),
  ]);
  process.env[BUNDLES_VARIABLE] = directory;
}

/** Without its packages: the program in the same process must use the same ones. */
async function bundleKeptPlugins(outfile: string): Promise<void> {
  await build({
    entryPoints: [path.join(__dirname, "keptPlugins/main.ts")],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "cjs",
    logLevel: "error",
  });
}
