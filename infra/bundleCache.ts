import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

import * as z from "zod";

/** What a build read: files, and for the project's own sources the names in their folders. */
export type Inputs = Readonly<Record<string, string>>;

const entrySchema = z.object({ inputs: z.record(z.string(), z.string()), code: z.string() });

/**
 * Results of earlier builds. A build costs a second of every preview, and its sources seldom change.
 *
 * An entry counts only while everything its build read is as it was: each file by its content, and each
 * folder of own sources by its names, because a new file can take the place of another (`x.ts` before
 * `x/index.ts`). Packages change with the lock file, which is one of the files.
 */
export class BundleCache {
  /** @param directory - Made when it is missing. One that cannot be written only costs time. */
  constructor(
    private readonly root: string,
    private readonly directory: string,
  ) {}

  /** The code of an earlier build with this key (entry, options and builder), if it is still right. */
  read(key: string): string | undefined {
    try {
      const { inputs, code } = entrySchema.parse(
        JSON.parse(readFileSync(this.fileOf(key), "utf8")),
      );
      const isSame = Object.entries(inputs).every(([name, was]) => this.digest(name) === was);
      return isSame ? code : undefined;
    } catch {
      // There is none, or it is not readable: the build makes it again.
      return undefined;
    }
  }

  /**
   * Keeps the code of a build.
   *
   * @param files - What the build read, by paths from the root.
   */
  write(key: string, files: readonly string[], code: string): void {
    const own = files.filter((file) => !file.split("/").includes("node_modules"));
    const folders = own.map((file) => `${path.posix.dirname(file)}/`);
    const names = [...new Set([...files, ...folders, "package-lock.json", "tsconfig.json"])].sort();
    const file = this.fileOf(key);
    try {
      const inputs = Object.fromEntries(names.map((name) => [name, this.digest(name)]));
      mkdirSync(this.directory, { recursive: true });
      // Two programs may write at once: each renames a file of its own.
      const unfinished = `${file}.${process.pid}`;
      writeFileSync(unfinished, JSON.stringify({ inputs, code }));
      renameSync(unfinished, file);
    } catch {
      // Without the cache the next preview builds again.
    }
  }

  private fileOf(key: string): string {
    return path.join(this.directory, `${sha256(key)}.json`);
  }

  private digest(name: string): string {
    const full = path.join(this.root, name);
    return sha256(name.endsWith("/") ? readdirSync(full).sort().join("\n") : readFileSync(full));
  }
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
