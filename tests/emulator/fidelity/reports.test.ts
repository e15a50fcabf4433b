import { copyFileSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { collectFidelity } from "../../../emulator/fidelity/collect";
import type { ProbeFile } from "../../../emulator/probeFile";
import { adobeServices } from "../../../emulator/services";
import { fidelityPage } from "../../../scripts/docs/fidelityPage";
import {
  addReport,
  insertReports,
  probeReports,
  withoutNever,
} from "../../../scripts/docs/probeReports";

function report(date: string, deletion: string): ProbeFile {
  const finding = (assumption: string, value: string) => {
    return { assumption, value, result: "found" as const, requests: [] };
  };
  return {
    format: "chatlio-aep probe",
    version: 1,
    program: "0.1.0",
    date,
    host: "adobe",
    findings: [finding("mapping-delete", deletion), finding("flow-delete", "finalizing")],
    delaysMs: { flowEnabled: 12_340 },
    left: {},
  };
}

async function rootWith(...reports: readonly ProbeFile[]): Promise<string> {
  const root = mkdtempSync(path.join(tmpdir(), "reports-"));
  for (const [index, one] of reports.entries()) {
    const file = path.join(root, `probe-${one.date}-${index}.json`);
    writeFileSync(file, JSON.stringify(one));
    await addReport(root, file);
  }
  return root;
}

describe("reports of the probe", () => {
  it("are a source of the fidelity page, with the values that they found", async () => {
    const root = await rootWith(report("2026-12-01", "405"), report("2026-12-09", "405"));
    const reports = await probeReports(root);
    expect(reports.map(({ date }) => date)).toEqual(["2026-12-09", "2026-12-01"]);
    const page = fidelityPage(collectFidelity(adobeServices), reports);
    expect(page).toContain("| 2026-12-09 | 0.1.0 | 2 of 2 | 12.3 s |");
    expect(page).toMatch(/^\| `mapping-delete` .* \| `405` \(2\) \|$/mu);
    expect(page).toMatch(/^\| `title-scope` .* \|\s+\|$/mu);
    expect(page).not.toContain("No report of the probe has been sent yet.");
  });

  it("are rows of the README's table, in place of the one that says not yet", async () => {
    const readme = await readFile("README.md", "utf8");
    const once = insertReports(readme, [report("2026-12-01", "405")]);
    expect(once).toContain(
      "| 2026-12-01 | a [probe](docs/probe.md) of a real development sandbox |",
    );
    expect(once).not.toMatch(/^\| not yet \| a \[probe\]/mu);
    const twice = insertReports(once, [report("2026-12-09", "204"), report("2026-12-01", "405")]);
    expect(twice.match(/of a real development sandbox \|/g)).toHaveLength(2);
    expect(insertReports(twice, [report("2026-12-09", "204"), report("2026-12-01", "405")])).toBe(
      twice,
    );
    expect(insertReports(readme, [])).toBe(readme);
  });

  it("end the sentences that say that nobody has asked the real AEP", async () => {
    const reports = [report("2026-12-01", "405")];
    const never = /Nothing here has run|nobody\s+has\s+run|nobody\s+has\s+sent/iu;
    const [readme, page] = await Promise.all([
      readFile("README.md", "utf8"),
      readFile("docs/probe.md", "utf8"),
    ]);
    for (const text of [readme, page]) expect(text).toMatch(never);
    expect(insertReports(readme, reports)).not.toMatch(never);
    expect(insertReports(readme, reports)).toContain("Only the probe has run against a real AEP");
    expect(withoutNever(page, reports)).not.toMatch(never);
  });

  it.each(["other", undefined] as const)(
    "are rejected when the host is %s: an emulator is not a real organization",
    async (host) => {
      const root = await rootWith();
      const file = path.join(root, "probe-2026-12-01.json");
      writeFileSync(file, JSON.stringify({ ...report("2026-12-01", "405"), host }));
      const rejection = "is not the report of a sandbox at Adobe's own host";
      await expect(addReport(root, file)).rejects.toThrow(rejection);
      expect(await probeReports(root)).toEqual([]);
      const folder = path.join(root, "docs/probes");
      mkdirSync(folder, { recursive: true });
      copyFileSync(file, path.join(folder, path.basename(file)));
      await expect(probeReports(root)).rejects.toThrow(rejection);
    },
  );

  it("are rejected when they are something else, and there are none at first", async () => {
    const root = await rootWith();
    const file = path.join(root, "other.json");
    writeFileSync(file, "{}");
    await expect(addReport(root, file)).rejects.toThrow("is not a file that");
    expect(await probeReports(root)).toEqual([]);
  });
});
