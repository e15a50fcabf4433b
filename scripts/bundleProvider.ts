import { chmod, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { build } from "esbuild";

const launcher = `#!/bin/sh
# Needs node (20 or later) on PATH.
exec node "$(dirname -- "$0")/provider.cjs" "$@"
`;

/**
 * Writes the provider into a directory, for any machine with Node.js 20.3 or later: one script that
 * contains everything it needs, next to the executable that the engine looks for.
 *
 * @param options.downloadUrl - where Pulumi finds releases of the plugin, for the package schema
 */
export async function bundleProvider(
  directory: string,
  { downloadUrl }: { readonly downloadUrl?: string | undefined } = {},
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await build({
    entryPoints: [path.join(__dirname, "../adobe/provider/main.ts")],
    outfile: path.join(directory, "provider.cjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    define: { PLUGIN_DOWNLOAD_URL: JSON.stringify(downloadUrl ?? null) },
    legalComments: "linked",
    logLevel: "warning",
  });
  const executable = path.join(directory, "pulumi-resource-adobe-aep");
  await writeFile(executable, launcher);
  await chmod(executable, 0o755);
}
