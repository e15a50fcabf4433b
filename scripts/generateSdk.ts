import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import * as prettier from "prettier";

import { packageSchema } from "../adobe/provider/schema/packageSchema";
import { sdkFiles } from "./sdk/files";

/**
 * `npm run generate:sdk`: writes the TypeScript classes of the provider into adobe/sdk/generated.
 * With `--check` it writes nothing and fails when the files there are not what it would write.
 */
const directory = path.join(__dirname, "../adobe/sdk/generated");

async function generate(): Promise<Map<string, string>> {
  const options = await prettier.resolveConfig(path.join(directory, "index.ts"));
  const files = Object.entries(sdkFiles(packageSchema())).map(async ([name, text]) => {
    const formatted = await prettier.format(text, { ...options, parser: "typescript" });
    return [name, formatted] as const;
  });
  return new Map(await Promise.all(files));
}

/** Names of the files that are missing, different, or not generated any more. */
async function stale(files: ReadonlyMap<string, string>): Promise<string[]> {
  const present = new Map(
    await Promise.all(
      (await readdir(directory)).map(
        async (name) => [name, await readFile(path.join(directory, name), "utf8")] as const,
      ),
    ),
  );
  return [...new Set([...files.keys(), ...present.keys()])].filter(
    (name) => files.get(name) !== present.get(name),
  );
}

async function main(): Promise<void> {
  const files = await generate();
  if (process.argv.includes("--check")) {
    const names = await stale(files);
    if (names.length === 0) return;
    process.stderr.write(`Run \`npm run generate:sdk\`. Not up to date: ${names.join(", ")}\n`);
    process.exitCode = 1;
    return;
  }
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  await Promise.all([...files].map(([name, text]) => writeFile(path.join(directory, name), text)));
}

void main();
