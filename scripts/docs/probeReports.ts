import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { probeFile, readProbeFile, type ProbeFile } from "../../emulator/probeFile";

/** Reports of the probe that somebody has sent, one file each. */
const directory = "docs/probes";

/** The reports in docs/probes/, newest first. There is no such directory before the first one. */
export async function probeReports(root: string): Promise<readonly ProbeFile[]> {
  const folder = path.join(root, directory);
  const names = await readdir(folder).catch(() => []);
  const reports = await Promise.all(
    names
      .filter((name) => name.endsWith(".json"))
      .sort()
      .map(async (name) => {
        const text = await readFile(path.join(folder, name), "utf8");
        return probeFile.parse(JSON.parse(text));
      }),
  );
  return reports.sort((a, b) => b.date.localeCompare(a.date));
}

/**
 * Adds a report to docs/probes/, from which the fidelity page and the README take it.
 *
 * @throws ProbeFileError when it is no file of the probe
 */
export async function addReport(root: string, file: string): Promise<void> {
  readProbeFile(file);
  await mkdir(path.join(root, directory), { recursive: true });
  await copyFile(file, path.join(root, directory, path.basename(file)));
}

const row = /^\| [^|\n]+ \| a \[probe\]\(docs\/probe\.md\) of a real development sandbox[^\n]*\n/mu;

/** The README with a row in "Run for real" for each report; the row that says "not yet" while there is none. */
export function insertReports(readme: string, reports: readonly ProbeFile[]): string {
  if (reports.length === 0) return readme;
  const rows = reports.map(({ date, findings }) => {
    const found = findings.filter(({ value }) => value !== undefined).length;
    const result = `${found} of ${findings.length} assumptions found out`;
    return `| ${date} | a [probe](docs/probe.md) of a real development sandbox | [${result}](docs/emulator-fidelity.md) |\n`;
  });
  const first = readme.search(row);
  const without = readme.replace(new RegExp(row, "gmu"), "");
  return first < 0 ? readme : without.slice(0, first) + rows.join("") + without.slice(first);
}
