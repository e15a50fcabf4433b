import { createHash } from "node:crypto";
import path from "node:path";

import { buildSync } from "esbuild";

/** One JavaScript file that contains everything it needs. */
export interface Bundle {
  readonly code: string;
  /** SHA-256 of the code, in hex. */
  readonly hash: string;
}

const root = path.resolve(__dirname, "..");

/**
 * Bundles a program for Node.
 *
 * The same sources give the same bytes on every machine: no times, no absolute paths, no banner.
 * Otherwise every preview would show a change.
 *
 * @param entry - Path from the root of the repository.
 */
export function bundle(entry: string): Bundle {
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    platform: "node",
    // The oldest Node this project runs on; the emulator uses the machine's own.
    target: "node20",
    format: "cjs",
    mainFields: ["module", "main"],
    minify: true,
    legalComments: "none",
    logLevel: "error",
    write: false,
  });
  const code = outputFiles[0]?.text ?? "";
  return { code, hash: createHash("sha256").update(code).digest("hex") };
}
