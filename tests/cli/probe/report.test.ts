import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { reportText, toProbeFile } from "../../../cli/probe/report";
import type { Run } from "../../../cli/probe/run";
import { emulatorTenant } from "../../../emulator";
import { readProbeFile, type ProbeFile } from "../../../emulator/probeFile";
import { sandbox, simulate } from "./simulated";

/** Writes a text to a file of its own. */
function fileWith(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "probe-")), "probe.json");
  writeFileSync(file, text);
  return file;
}

const probed = {
  date: "2026-11-28",
  program: "0.1.0",
  platformUrl: "https://platform.adobe.io",
};

const settings = {
  assume: {
    "mapping-delete": "405",
    "inlet-deleted-flow": "404",
    "new-object-visible": "late",
    "flow-delete": "finalizing",
  },
  settleMs: 9_000,
  ingestMs: 30_000,
  delays: { visibleMs: 2_000, deleteMs: 5_000, inletMs: 14_000 },
};

describe("the report of a run", () => {
  let run: Run;
  let file: ProbeFile;
  let secrets: readonly string[];

  beforeAll(async () => {
    const simulation = await simulate(settings);
    run = await simulation.probe({ union: false });
    file = toProbeFile(run, { ...probed, platformUrl: simulation.emulator.url });
    const { orgId, clientId, clientSecret } = simulation.settings;
    const { host } = new URL(simulation.emulator.url);
    secrets = [orgId, orgId.slice(0, 10), clientId, clientSecret, emulatorTenant, sandbox, host];
    await simulation.close();
  });

  it("has nothing of the organization in it", () => {
    for (const text of [JSON.stringify(file), reportText(file)]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
      // Ids of objects, of streaming endpoints and of users.
      expect(text).not.toMatch(/[0-9a-f]{16}|[0-9a-f]{8}-[0-9a-f]{4}-/i);
      expect(text).not.toMatch(/https?:|Bearer|@|token=/i);
    }
  });

  it.each([
    ["https://platform.adobe.io", "adobe", "a sandbox at Adobe's own host"],
    ["https://platform-nld2.adobe.io", "adobe", "a sandbox at Adobe's own host"],
    ["http://127.0.0.1:8787", "other", "a host that is not Adobe's, such as an emulator,"],
    ["http://platform.adobe.io", "other", "a host that is not Adobe's, such as an emulator,"],
    ["https://platform-adobe.io", "other", "a host that is not Adobe's, such as an emulator,"],
    ["https://platform.adobe.io.localhost", "other", "a host that is not Adobe's"],
  ])("says of %s whether it is Adobe's: %s", (platformUrl, host, text) => {
    const ofHost = toProbeFile(run, { ...probed, platformUrl });
    expect(ofHost.host).toBe(host);
    expect(reportText(ofHost)).toContain(`chatlio-aep 0.1.0 probed ${text}`);
  });

  it("does not say that nothing is left when the probe could not look", () => {
    const unseen = {
      ...run,
      cleanUp: { deleted: 0, left: {}, remaining: [], unknown: "no response" },
    };
    const text = reportText(toProbeFile(unseen, probed));
    expect(text).toContain("## Left behind\n\nNot known: the probe could not look.");
  });

  it("says for each assumption what was found, or why not", () => {
    const text = reportText(file);
    expect(text).toContain("| mapping-delete | 405 | 204 |");
    expect(text).toMatch(/\| union-merge \| Only with --union\. \|/);
    expect(text).toMatch(/\| namespace-put \| It takes a namespace/);
    expect(text).toMatch(/A new dataflow is enabled \| \d+\.\d/);
    expect(text).toMatch(/did not let the probe delete: 4 mapping sets/);
  });

  it("makes an emulator respond as that organization does", () => {
    const {
      assume,
      settleMs = 0,
      ingestMs = 0,
      delays,
    } = readProbeFile(fileWith(JSON.stringify(file)));
    expect(assume).toMatchObject(settings.assume);
    expect(Object.keys(assume ?? {}).length).toBeGreaterThan(50);
    const { settleMs: realSettleMs, ingestMs: realIngestMs, delays: real } = settings;
    const pairs = [
      [settleMs, realSettleMs],
      [ingestMs, realIngestMs],
      [delays?.visibleMs, real.visibleMs],
      [delays?.deleteMs, real.deleteMs],
      [delays?.inletMs, real.inletMs],
    ];
    for (const [seen = Number.NaN, ms = 0] of pairs) {
      expect(Math.abs(seen - ms)).toBeLessThan(500 + ms * 0.2);
    }
  });

  it.each<[string, (good: ProbeFile) => string]>([
    ["text", () => "hello"],
    ["a truncated file", (good) => JSON.stringify(good).slice(0, 500)],
    ["another JSON file", () => '{"name":"x"}'],
    ["a list", () => "[]"],
    ["a file of a later version", (good) => JSON.stringify({ ...good, version: 2 })],
    ["a negative delay", (good) => JSON.stringify({ ...good, delaysMs: { flowEnabled: -1 } })],
    ["an unknown assumption", (good) => withFinding(good, "made-up", "x")],
    ["an unknown value", (good) => withFinding(good, "mapping-delete", "500")],
    ["a name of Object.prototype", (good) => withFinding(good, "constructor", "x")],
  ])("is rejected in one line when it is %s", (_, change) => {
    const damaged = fileWith(change(file));
    expect(() => readProbeFile(damaged)).toThrow(/^[^\n]{20,400}$/);
  });

  it("is rejected in one line when it is not there", () => {
    expect(() => readProbeFile("/nowhere/probe.json")).toThrow(
      "Cannot read /nowhere/probe.json (ENOENT). Give the path of a probe-<date>.json.",
    );
  });
});

function withFinding(file: ProbeFile, assumption: string, value: string): string {
  const finding = { assumption, value, result: "found", requests: [] };
  return JSON.stringify({ ...file, findings: [finding] });
}
