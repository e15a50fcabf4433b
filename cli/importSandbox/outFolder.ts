import fs from "node:fs/promises";
import path from "node:path";

import type { Brought } from "../../adobe/provider/importing";
import { fileError } from "../fileError";
import { UsageError } from "../userError";

const names = { program: "index.ts", importFile: "import.json" } as const;

/** The folder that the command writes to. */
export class OutFolder {
  readonly #files: Readonly<Record<keyof typeof names, string>>;

  constructor(private readonly folder: string) {
    this.#files = {
      program: path.join(folder, names.program),
      importFile: path.join(folder, names.importFile),
    };
  }

  /** @throws UsageError when one of the files is there */
  async expectFree(): Promise<void> {
    for (const file of Object.values(this.#files)) {
      const found = await fs.lstat(file).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
        throw fileError(`write to ${this.folder}`, error, "Give another --out.");
      });
      if (found === undefined) continue;
      throw new UsageError(
        `${file} is there already. Give another --out, or --force to overwrite it.`,
      );
    }
  }

  /** Writes both files; their paths. */
  async write({ program, importFile }: Brought): Promise<string[]> {
    try {
      await fs.mkdir(this.folder, { recursive: true });
      await fs.writeFile(this.#files.program, program);
      await fs.writeFile(this.#files.importFile, `${JSON.stringify(importFile, null, 2)}\n`);
    } catch (error) {
      throw fileError(`write to ${this.folder}`, error, "Give another --out.");
    }
    return Object.values(this.#files);
  }
}
