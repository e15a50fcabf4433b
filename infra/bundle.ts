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
  external: [
    // The functions pass a `fetch` of their own to the client, which then never loads it.
    "node-fetch",
    // A file of its own in the function's package.
    "./privacy.js",
  ],
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

/** A Lambda function of the relay: its folder below `handlers`. */
export type FunctionName = "receiver" | "forwarder" | "keeper" | "reconciler";

/** Modules that a function loads only where it needs them, each a file of its own in its package. */
const loadedLater: Partial<Readonly<Record<FunctionName, readonly string[]>>> = {
  receiver: ["privacy"],
};

/** What a function's package contains. */
export interface FunctionBundle {
  /** Name → code. Lambda starts `index.js`. */
  readonly files: Readonly<Record<string, string>>;
  /** SHA-256 of all the code, in hex. */
  readonly hash: string;
}

/** {@link bundle | Bundles} a function with the files that it loads later. */
export function bundleFunction(name: FunctionName): FunctionBundle {
  const bundles = ["index", ...(loadedLater[name] ?? [])].map(
    (module) => [`${module}.js`, bundle(`handlers/${name}/${module}.ts`)] as const,
  );
  const hash = createHash("sha256");
  for (const [, { code }] of bundles) hash.update(code);
  return {
    files: Object.fromEntries(bundles.map(([file, { code }]) => [file, code])),
    hash: hash.digest("hex"),
  };
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
