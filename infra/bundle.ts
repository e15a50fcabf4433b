import { createHash } from "node:crypto";
import path from "node:path";

import { buildSync, version, type BuildOptions } from "esbuild";

import { BundleCache } from "./bundleCache";

/** One JavaScript file that contains everything it needs. */
export interface Bundle {
  readonly code: string;
  /** SHA-256 of the code, in hex. */
  readonly hash: string;
}

const root = path.resolve(__dirname, "..");

/** How every program is bundled. */
export const bundleOptions = {
  bundle: true,
  platform: "node",
  // The oldest Node this project runs on; the emulator uses the machine's own.
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  // The functions pass a `fetch` of their own to the client, which then never loads node-fetch.
  external: ["node-fetch"],
  minify: true,
  legalComments: "none",
  logLevel: "error",
} as const satisfies BuildOptions;

/**
 * Bundles a program for Node. What was bundled before from the same sources is read from `cache`.
 *
 * The same sources give the same bytes on every machine: no times, no absolute paths, no banner.
 * Otherwise every preview would show a change.
 *
 * @param entry - Path from the root of the repository.
 * @param cache - Default: below `node_modules/.cache`.
 */
export function bundle(
  entry: string,
  cache = new BundleCache(root, path.join(root, "node_modules/.cache/chatlio-aep/functions")),
): Bundle {
  const key = JSON.stringify({ entry, options: bundleOptions, version });
  const code = cache.read(key) ?? build(entry, key, cache);
  return { code, hash: createHash("sha256").update(code).digest("hex") };
}

function build(entry: string, key: string, cache: BundleCache): string {
  const { outputFiles, metafile } = buildSync({
    ...bundleOptions,
    absWorkingDir: root,
    entryPoints: [entry],
    metafile: true,
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  cache.write(key, Object.keys(metafile.inputs), code);
  return code;
}
