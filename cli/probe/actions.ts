import { accessSync, constants, existsSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { realTiming } from "../../adobe/client";
import { version } from "../../package.json";
import { readAdobeSettings, type AdobeSettings, type SettingsOptions } from "../adobeSettings";
import { fileError } from "../fileError";
import { listed, print, printError, printJson } from "../terminal";
import { UsageError, UserError } from "../userError";
import { Api, DisturbedError } from "./api";
import { SetupError } from "./context";
import { fileJournal, journalFile } from "./journal";
import { listAt, stringAt } from "./json";
import { reportText, toProbeFile } from "./report";
import { runProbe, type Run } from "./run";

/** The options of `chatlio-aep probe`. */
export interface ProbeOptions extends SettingsOptions {
  readonly yesProduction?: true;
  readonly union?: true;
  readonly out: string;
  readonly json?: true;
}

const TIMEOUT_MS = 30_000;

/** `probe`: finds out what a real sandbox does, and writes it down. */
export async function probe(
  options: ProbeOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  checkDirectory(options.out);
  const settings = await readAdobeSettings(options, environment);
  const stop = new AbortController();
  const interrupt = () => {
    printError("Interrupted. Deleting what the probe has made; interrupt again to stop at once.\n");
    stop.abort(new UserError("interrupted"));
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    await checkSandbox(settings, stop.signal, options.yesProduction === true);
    const run = await runProbe({
      settings,
      timing: realTiming,
      timeoutMs: TIMEOUT_MS,
      union: options.union === true,
      journal: fileJournal(journalFile(options.out, settings)),
      signal: stop.signal,
      progress: progressLine,
    });
    finish(run, options, settings);
  } catch (error) {
    throw explained(settings, error);
  } finally {
    process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
  }
}

/** The error as the user can correct it. No role of the credential helps where Adobe does not respond at all. */
export function explained({ sandbox, platformUrl }: AdobeSettings, error: unknown): unknown {
  if (error instanceof DisturbedError) {
    return new UserError(
      `Cannot reach ${platformUrl} (${error.message}). Check network, proxy and the platform's URL (adobe-aep:platformUrl, AEP_PLATFORM_URL), then run the probe again.`,
    );
  }
  if (!(error instanceof SetupError)) return error;
  return new UserError(
    `Cannot probe the sandbox ${sandbox}: ${error.message} Check the credential's role: it must manage schemas, datasets and sources in this sandbox.`,
  );
}

/** Rejects a directory in which no report could be written, before there is one. */
function checkDirectory(out: string): void {
  try {
    readdirSync(out);
    accessSync(out, constants.W_OK);
  } catch (error) {
    throw fileError(`write to ${out}`, error, "Give --out with a directory.");
  }
}

/** Rejects a sandbox that is not there, and one for production unless the user says so. */
async function checkSandbox(
  settings: AdobeSettings,
  signal: AbortSignal,
  isAllowed: boolean,
): Promise<void> {
  const timing = realTiming;
  const deadline = timing.now() + 2 * TIMEOUT_MS;
  const api = new Api({ settings, timing, timeoutMs: TIMEOUT_MS, signal, deadline });
  const { status, body, code } = await api.send({
    method: "GET",
    path: "/data/foundation/sandbox-management/",
    query: { limit: "100" },
    headers: { "x-sandbox-name": undefined },
  });
  if (status >= 300) {
    throw new UserError(
      `Adobe rejected the list of sandboxes (${[status, code ?? ""].join(" ").trim()}). Check orgId and clientId, and that the credential has a product profile of Experience Platform.`,
    );
  }
  const all = listAt(body, "sandboxes");
  const found = all.find((one) => stringAt(one, "name") === settings.sandbox);
  if (found === undefined) {
    const names = all.flatMap((one) => stringAt(one, "name") ?? []);
    throw new UsageError(
      `The credential may not use a sandbox ${settings.sandbox}. It may use: ${listed(names) || "none"}.`,
    );
  }
  if (stringAt(found, "type") !== "development" && !isAllowed) {
    throw new UsageError(
      `The sandbox ${settings.sandbox} is not of type development. Give --sandbox with the name of one that is, or --yes-production to probe this one.`,
    );
  }
}

/** Says how far the probe is, in a terminal only: scripts keep standard error for what they must know. */
function progressLine(line: string): void {
  if (process.stderr.isTTY) printError(`${line}\n`);
}

function finish(run: Run, { json, out }: ProbeOptions, { platformUrl }: AdobeSettings): void {
  const { left, unknown, deleted } = run.cleanUp;
  printError(`Deleted ${deleted} objects.\n`);
  const stays = Object.values(left).reduce((sum, count) => sum + count, 0);
  if (stays > 0) printError(`Adobe did not let ${stays} objects go; the report lists them.\n`);
  if (unknown !== undefined) {
    printError(
      `Cannot tell whether anything is left: ${unknown} Run the probe again to clean up.\n`,
    );
    process.exitCode = 1;
  }
  if (run.isInterrupted) {
    process.exitCode = 130;
    return;
  }
  const file = toProbeFile(run, {
    date: new Date().toISOString().slice(0, 10),
    program: version,
    platformUrl,
  });
  const base = freeName(path.join(out, `probe-${file.date}`));
  writeFileSync(`${base}.json`, `${JSON.stringify(file, null, 2)}\n`);
  writeFileSync(`${base}.md`, reportText(file));
  const found = file.findings.filter(({ result }) => result === "found").length;
  const { length: total } = file.findings;
  const [data, report] = [`${base}.json`, `${base}.md`];
  if (json) printJson({ found, total, data, report });
  else print(`Found out ${found} of ${total} assumptions.\n${data}\n${report}\n`);
}

/** The name, with a number when a file of an earlier run has it. */
function freeName(base: string): string {
  const isTaken = (name: string) => existsSync(`${name}.json`) || existsSync(`${name}.md`);
  if (!isTaken(base)) return base;
  for (let count = 2; ; count++) if (!isTaken(`${base}-${count}`)) return `${base}-${count}`;
}
