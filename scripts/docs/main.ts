import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { Argument, Command } from "commander";

import { ProbeFileError } from "../../emulator/probeFile";
import { rejectEmptyValues } from "../../emulator/terminal";
import { generatedPages, groupNames, type Group } from "./pages";
import { addReport } from "./probeReports";
import { addTraffic, UsageError } from "./trafficResults";

/** `npm run docs`: writes the pages in docs/ that are generated from the sources, or checks them. */
async function main(): Promise<void> {
  const command = new Command("npm run docs --")
    .description("Writes the generated pages in docs/.")
    .addArgument(new Argument("[group...]", "pages to write (default: all)").choices(groupNames))
    .option("--root <directory>", "directory that holds docs/", path.resolve(__dirname, "../.."))
    .option("--probe <file>", "add a report of the probe to docs/probes/ first")
    .option("--traffic <file>", "add the results of the traffic test first")
    .option("--check", "write nothing, and fail when a page is stale")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  rejectEmptyValues(command);
  const wanted = command.args.length > 0 ? (command.args as Group[]) : groupNames;
  const { check, root, probe, traffic } = command.opts<{
    check?: true;
    root: string;
    probe?: string;
    traffic?: string;
  }>();
  if (probe !== undefined) await addReport(root, probe);
  if (traffic !== undefined) await addTraffic(traffic);
  const stale = (await generatedPages(root, wanted)).filter(
    ({ expected, actual }) => expected !== actual,
  );
  for (const { file, expected } of stale) {
    if (check === undefined) {
      await mkdir(path.dirname(path.join(root, file)), { recursive: true });
      await writeFile(path.join(root, file), expected);
    } else process.stderr.write(`${file} is stale: run \`npm run docs\`.\n`);
  }
  if (check !== undefined && stale.length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  if (!(error instanceof ProbeFileError || error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
});
