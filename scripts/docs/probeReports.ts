import { copyFile, mkdir, readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { probeFile, ProbeFileError, readProbeFile, type ProbeFile } from "../../emulator/probeFile";

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
        const file = path.join(folder, name);
        readProbeFile(file);
        return reportOfAdobe(file, await readFile(file, "utf8"));
      }),
  );
  return reports.sort((a, b) => b.date.localeCompare(a.date));
}

/** Rejects responses of an emulator: the pages would show them as the behavior of a real organization. */
function reportOfAdobe(file: string, text: string): ProbeFile {
  const report = probeFile.parse(JSON.parse(text));
  if (report.host === "adobe") return report;
  throw new ProbeFileError(
    `${file} is not the report of a sandbox at Adobe's own host: it is of an emulator, or does not name the host. Only responses of Adobe's own platform are published.`,
  );
}

/**
 * Adds a report to docs/probes/, from which the fidelity page and the README take it.
 *
 * @throws ProbeFileError when it is not a file of the probe, or not of Adobe's own platform
 */
export async function addReport(root: string, file: string): Promise<void> {
  readProbeFile(file);
  reportOfAdobe(file, await readFile(file, "utf8"));
  await mkdir(path.join(root, directory), { recursive: true });
  await copyFile(file, path.join(root, directory, path.basename(file)));
}

const row = /^\| [^|\n]+ \| a \[probe\]\(docs\/probe\.md\) of a real development sandbox[^\n]*\n/mu;

/** What the pages say while nobody has sent a report, and what is true after that. */
const untilReport: readonly (readonly [RegExp, string])[] = [
  [
    /Nothing here has run against the real AEP or AWS yet\./u,
    "Only the probe has run against a real AEP; no stack has, and nothing has run against the real AWS yet.",
  ],
  [
    /It has been tried against the emulator only:\s+nobody\s+has run it against the real platform yet\./u,
    "",
  ],
  [/\s+Nobody\s+has\s+sent\s+one\s+yet\./u, ""],
];

/** A page without the sentences that reports have made untrue. */
export function withoutNever(page: string, reports: readonly ProbeFile[]): string {
  if (reports.length === 0) return page;
  return untilReport.reduce((text, [before, after]) => text.replace(before, after), page);
}

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
  const text = first < 0 ? readme : without.slice(0, first) + rows.join("") + without.slice(first);
  return withoutNever(text, reports);
}
