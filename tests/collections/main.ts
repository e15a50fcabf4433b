import { spawn } from "node:child_process";
import path from "node:path";

import { Command } from "commander";

import { EmulatorClient } from "../../emulator";
import { rejectEmptyValues } from "../../emulator/terminal";
import { readCollection, readEnvironment, UsageError } from "./format";
import { replay } from "./replay";
import { wasSent } from "./results";
import { hasFailed, toTable } from "./table";

interface Options {
  readonly collection?: readonly string[];
  readonly environment?: string;
  readonly allowUnsent?: boolean;
}

/** Replays each collection against an emulator of its own. Gives whether all assertions ran and held. */
async function replayAll(
  files: readonly string[],
  { environment: file, allowUnsent = false }: Options,
): Promise<boolean> {
  const environment = file === undefined ? [] : await readEnvironment(file);
  const collections = await Promise.all(files.map(readCollection));
  let held = true;
  for (const [index, collection] of collections.entries()) {
    const from = files[index] ?? "";
    const emulator = await EmulatorClient.start({ settleMs: 0 });
    try {
      const results = await replay(collection, {
        url: emulator.url,
        token: await emulator.token(),
        folder: path.dirname(path.resolve(from)),
        environment,
      });
      process.stdout.write(`${from}\n\n${toTable(results)}\n\n`);
      held &&= !results.some((one) => hasFailed(one) || (!allowUnsent && !wasSent(one)));
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
    .option("--allow-unsent", "succeed also when a request of a collection was not sent")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .allowUnknownOption()
    .allowExcessArguments()
    .parse();
  rejectEmptyValues(command);
  const options = command.opts<Options>();
  const { collection, environment, allowUnsent } = options;
  if (collection === undefined) {
    if (environment !== undefined || allowUnsent)
      throw new UsageError("Give --collection: the other options are for the replay of one.");
    process.exitCode = await runJest(command.args);
  } else if (command.args.length > 0)
    throw new UsageError(`The replay of a collection takes no ${command.args.join(" ")}.`);
  else process.exitCode = (await replayAll(collection, options)) ? 0 : 1;
}

main().catch((error: unknown) => {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
