import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { Command } from "commander";

import { EmulatorClient } from "../../emulator";
import { errorCode } from "../../local/toolchain/errors";
import { replay, type CollectionFile } from "./replay";
import { hasFailed, toTable } from "./table";
import type { Variable } from "./variables";

interface Options {
  readonly collection?: readonly string[];
  readonly environment?: string;
}

/** Something that the user can correct. Only its message is shown. */
class UsageError extends Error {}

async function json<T>(file: string, member: keyof T & string): Promise<T> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new UsageError(`Cannot read ${file} (${errorCode(error) ?? "unknown error"}).`);
  });
  const value = parsed(text);
  if (typeof value === "object" && value !== null && member in value) return value as T;
  throw new UsageError(
    `${file} is not in Postman's format (v2.1): it is no JSON object with \`${member}\`.`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Replays each collection against an emulator of its own. Gives whether all assertions held. */
async function replayAll(
  files: readonly string[],
  environment: string | undefined,
): Promise<boolean> {
  const { values = [] } =
    environment === undefined
      ? {}
      : await json<{ values?: readonly Variable[] }>(environment, "values");
  let held = true;
  for (const file of files) {
    const collection = await json<CollectionFile>(file, "item");
    const emulator = await EmulatorClient.start({ settleMs: 0 });
    try {
      const results = await replay(collection, {
        url: emulator.url,
        token: await emulator.token(),
        folder: path.dirname(path.resolve(file)),
        environment: values,
      });
      process.stdout.write(`${file}\n\n${toTable(results)}\n\n`);
      held = held && !results.some(hasFailed);
    } finally {
      await emulator.close();
    }
  }
  return held;
}

/** All tests, with the exhaustive ones whole. */
function runJest(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const jest = spawn(process.execPath, [require.resolve("jest/bin/jest"), ...args], {
      stdio: "inherit",
      env: { ...process.env, TEST_FULL: "1" },
    });
    jest.once("exit", (code) => resolve(code ?? 1));
  });
}

/** `npm run test:full`: all tests, or with `--collection` the replay of Postman collections. */
async function main(): Promise<void> {
  const command = new Command("npm run test:full --")
    .description("Runs all tests, or replays Postman collections (v2.1) against the emulator.")
    .option("--collection <file...>", "collections to replay in place of the tests")
    .option("--environment <file>", "Postman environment; its login is replaced by the emulator's")
    .allowUnknownOption()
    .allowExcessArguments()
    .parse();
  const { collection, environment } = command.opts<Options>();
  process.exitCode =
    collection === undefined
      ? await runJest(command.args)
      : (await replayAll(collection, environment))
        ? 0
        : 1;
}

main().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
