import { assumptions } from "../../emulator/assumptions";
import { markdownTable } from "../../emulator/common/markdownTable";
import { probeFile, type ProbeFile } from "../../emulator/probeFile";
import { kinds, type KindName } from "./kinds";
import type { Outcome, Run } from "./run";

/** What was probed, and when, by which version. */
export interface Probed {
  readonly date: string;
  /** The version of chatlio-aep. */
  readonly program: string;
  /** The URL of Experience Platform. The file says only whether it is Adobe's. */
  readonly platformUrl: string;
}

/** Whether a URL is of Adobe's own platform, such as `https://platform-nld2.adobe.io`. */
export function isOfAdobe(platformUrl: string): boolean {
  const { protocol, hostname } = new URL(platformUrl);
  return protocol === "https:" && hostname.endsWith(".adobe.io");
}

/** The run as the file has it. Throws when it has anything that the file may not have. */
export function toProbeFile(run: Run, { date, program, platformUrl }: Probed): ProbeFile {
  const left = Object.entries(run.cleanUp.left).map(([kind, count]) => [
    kinds[kind as KindName].name,
    count,
  ]);
  return probeFile.parse({
    format: "chatlio-aep probe",
    version: 1,
    program,
    date,
    host: isOfAdobe(platformUrl) ? "adobe" : "other",
    findings: run.outcomes.map(toFinding),
    delaysMs: Object.fromEntries([...run.delays].map(([name, ms]) => [name, Math.round(ms)])),
    ...(run.responseMs !== undefined && { responseMs: Math.round(run.responseMs) }),
    left: Object.fromEntries(left) as Record<string, number>,
    ...(run.cleanUp.unknown !== undefined && { leftUnknown: true }),
  });
}

function toFinding({ assumption, value, reason, isTried, requests }: Outcome): object {
  const result = value !== undefined ? "found" : isTried ? "unclear" : "not-tried";
  return { assumption, result, value, reason, requests };
}

const delayTexts: Readonly<Record<keyof ProbeFile["delaysMs"], string>> = {
  objectVisible: "A new object can be read",
  flowEnabled: "A new dataflow is enabled",
  inletUrl: "The URL of its streaming endpoint is there",
  rowVisible: "The row of a record can be seen",
  unionSpread: "Catalog knows that a schema has joined the union",
  referenceReleased: "A deleted object has released what it used",
  deleteFinal: "A deleted dataflow is gone",
};

const hostTexts: Readonly<Record<NonNullable<ProbeFile["host"]>, string>> = {
  adobe: "a sandbox at Adobe's own host",
  other: "a host that is not Adobe's, such as an emulator,",
};

/** The file as a person reads it, in Markdown. */
export function reportText(file: ProbeFile): string {
  const { date, program, host, findings, delaysMs } = file;
  const found = findings.filter(({ result }) => result === "found");
  const other = findings.filter(({ result }) => result !== "found");
  return (
    [
      `# What one organization of Adobe Experience Platform does`,
      `chatlio-aep ${program} probed ${hostTexts[host ?? "other"]} on ${date}. This report has no name, id, URL or text of the organization.`,
      `## Found out (${found.length})`,
      markdownTable(
        ["Assumption", "Value", "The emulator's default", "Last request"],
        found.map(({ assumption, value = "", requests }) => [
          assumption,
          value,
          value === defaultOf(assumption) ? "the same" : defaultOf(assumption),
          lastOf(requests),
        ]),
      ),
      `## Not found out (${other.length})`,
      markdownTable(
        ["Assumption", "Why", "Last request"],
        other.map(({ assumption, result, reason = "", requests }) => [
          assumption,
          reason,
          result === "not-tried" ? "" : lastOf(requests),
        ]),
      ),
      `## Cannot be found out (${impossible.length})`,
      markdownTable(["Assumption", "Why"], impossible),
      "## What takes time",
      markdownTable(
        ["What", "Seconds, about"],
        Object.entries(delayTexts).map(([name, text]) => [
          text,
          secondsOf(delaysMs[name as keyof ProbeFile["delaysMs"]]),
        ]),
      ),
      responseText(file),
      "## Left behind",
      leftText(file),
    ].join("\n\n") + "\n"
  );
}

function responseText({ responseMs }: ProbeFile): string {
  const time = responseMs === undefined ? "an unknown time" : `${(responseMs / 1000).toFixed(1)} s`;
  return `A response took ${time} (median). What takes less than that counts as at once, because nothing shows it.`;
}

function leftText({ left, leftUnknown }: ProbeFile): string {
  if (leftUnknown) return "Not known: the probe could not look. Run it again to clean up.";
  const counts = Object.entries(left).map(([kind, count]) => `${count} ${kind}`);
  if (counts.length === 0) return "Nothing.";
  return `Adobe did not let the probe delete: ${counts.join(", ")}. Their names begin with \`chatlio-aep-probe-\`.`;
}

/** The assumptions that no experiment can find out, and why. */
const impossible = Object.entries(assumptions).flatMap(([name, { probe }]) =>
  "cannot" in probe ? [[name, probe.cannot]] : [],
);

function defaultOf(name: string): string {
  return Object.hasOwn(assumptions, name)
    ? assumptions[name as keyof typeof assumptions].values[0]
    : "";
}

function lastOf(requests: ProbeFile["findings"][number]["requests"]): string {
  const last = requests.at(-1);
  if (last === undefined) return "an earlier response";
  return `\`${last.method} ${last.path}\` → ${[last.status, last.code ?? ""].join(" ").trim()}`;
}

function secondsOf(ms: number | undefined): string {
  return ms === undefined ? "not seen" : (ms / 1000).toFixed(1);
}
