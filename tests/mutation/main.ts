import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

import { Argument, Command } from "commander";

import { wholeNumber } from "../../emulator/common/wholeNumber";
import { repository } from "../../local/toolchain/context";
import { modules } from "./modules";

const command = new Command("npm run test:mutation --")
  .description(
    "Mutation tests, module by module, each by its own tests. What was found is kept in reports/mutation, so that a second run looks only at what has changed since.",
  )
  .addArgument(new Argument("[module...]", "default: all").choices(Object.keys(modules)))
  .option("--concurrency <n>", "mutants at a time", wholeNumber(1), 2)
  .parse();
const { concurrency } = command.opts<{ readonly concurrency: number }>();

function say(line: string) {
  void process.stdout.write(`${line}\n`);
}
const reports = path.join(repository, "reports/mutation");
const report = path.join(reports, "report.json");

interface Report {
  readonly files: Readonly<Record<string, { readonly mutants: readonly { status: string }[] }>>;
}

/** How many mutants came to what. */
function count(): Record<string, number> {
  const { files } = JSON.parse(readFileSync(report, "utf8")) as Report;
  const counts: Record<string, number> = {};
  for (const { status } of Object.values(files).flatMap(({ mutants }) => mutants))
    counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** True when no change to the module went unnoticed. */
function mutate(name: string, tests: readonly string[]): boolean {
  const started = Date.now();
  // Of the module before.
  rmSync(report, { force: true });
  const { status, stdout } = spawnSync(
    path.join(repository, "node_modules/.bin/stryker"),
    [
      "run",
      ...["--mutate", `handlers/${name}.ts`],
      ...["--concurrency", String(concurrency)],
      ...["--incremental", "--incrementalFile", path.join(reports, `${name}.json`)],
    ],
    {
      cwd: repository,
      encoding: "utf8",
      env: { ...process.env, MUTATION_TESTS: tests.join(",") },
      maxBuffer: 2 ** 26,
    },
  );
  if (status !== 0) say(stdout);
  if (!existsSync(report)) {
    say(`${name}: Stryker has ended without a report, so nothing is known of it.`);
    return false;
  }
  const counts = Object.entries(count()).map(
    ([what, mutants]) => `${mutants} ${what.toLowerCase()}`,
  );
  say(`${name}: ${counts.join(", ")} (${Math.round((Date.now() - started) / 1_000)} s)`);
  return status === 0;
}

const chosen = command.args.length > 0 ? command.args : Object.keys(modules);
const failed = chosen.filter((name) => !mutate(name, modules[name] ?? []));
if (failed.length > 0) say(`Not passed: ${failed.join(", ")}.`);
process.exitCode = failed.length > 0 ? 1 : 0;
