import { Command, InvalidArgumentError } from "commander";

import { AssumptionError, parseAssumption } from "./assumptions";
import { duration } from "./common/duration";
import { loaderOf } from "./common/lazy";
import { wholeNumber } from "./common/wholeNumber";
import { adminSecretVariable, emulatorSandboxes } from "./defaults";
import type { EmulatorOptions } from "./options";
import { pageUrl } from "./pageUrl";
import type * as ProbeFile from "./probeFile";
import type * as Start from "./start";
import { print, visible } from "./terminal";

/** Loads the server where it is started, so that `--help` does not wait for it. */
const load = loaderOf(__filename);

const largestPort = 65_535;

const whole = wholeNumber();

const aTime = "as 90s, or in milliseconds";

function port(text: string): number {
  const value = whole(text);
  if (value > largestPort) throw new InvalidArgumentError(`It must be at most ${largestPort}.`);
  return value;
}

function assumption(text: string, before: Record<string, string> = {}): Record<string, string> {
  try {
    const [name, value] = parseAssumption(text);
    return { ...before, [name]: value };
  } catch (error) {
    if (error instanceof AssumptionError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

/** Reads a report while the command line is read: a file that is missing or damaged is a wrong command line. */
function probeReport(file: string): EmulatorOptions {
  if (file === "") throw new InvalidArgumentError("Give the path of a file.");
  const { ProbeFileError, readProbeFile } = load("./probeFile") as typeof ProbeFile;
  try {
    return readProbeFile(file);
  } catch (error) {
    if (error instanceof ProbeFileError) throw new InvalidArgumentError(error.message);
    throw error;
  }
}

function sandbox(name: string, before: readonly string[] = []): readonly string[] {
  if (!/^[a-z][a-z0-9-]*$/u.test(name)) {
    throw new InvalidArgumentError("It must consist of lower-case letters, digits and hyphens.");
  }
  if ([...before, ...emulatorSandboxes.map((one) => one.name)].includes(name)) {
    throw new InvalidArgumentError("There is already a sandbox with this name.");
  }
  return [...before, name];
}

/**
 * Runs `stop` when the process that started this one has ended, because npx does not pass SIGTERM on.
 *
 * @param parent - id of that process, read early: once it has ended, its id can no longer be read
 */
function whenOrphaned(parent: number, stop: () => void): void {
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  watch.unref();
}

/** Whether the emulator cannot start with what the user has named: port, directory, assumption or secret. */
function isOfUser(error: unknown): error is Error {
  const names = ["AdminSecretError", "AssumptionError", "DataDirectoryError", "PortTakenError"];
  return error instanceof Error && names.includes(error.name);
}

/** Ends the command for an error of the user's. */
function rejectedBy(command: Command): (error: unknown) => never {
  return (error) => {
    if (!isOfUser(error)) throw error;
    return command.error(visible(error.message));
  };
}

type Options = EmulatorOptions & {
  readonly json?: true;
  readonly sandbox?: readonly string[];
  readonly assumeFrom?: EmulatorOptions;
};

/** The options with those of a probe's file below them: what the user gives wins. */
function withProbeFile({ assumeFrom, ...options }: Options, command: Command): Options {
  if (assumeFrom === undefined) return options;
  const { assume, settleMs, ingestMs, ...found } = assumeFrom;
  const isGiven = (name: string): boolean => command.getOptionValueSource(name) === "cli";
  return {
    ...found,
    ...options,
    assume: { ...assume, ...options.assume },
    settleMs: isGiven("settleMs") ? options.settleMs : (settleMs ?? options.settleMs),
    ingestMs: isGiven("ingestMs") ? options.ingestMs : (ingestMs ?? options.ingestMs),
  };
}

function textOf(url: string, { pageUrl: page }: { readonly pageUrl?: string }): string {
  return `AEP emulator: ${url}\n${page === undefined ? "" : `Its page: ${page}\n`}`;
}

/** Runs an emulator, and prints where it is, until the process is told to stop. */
async function run(sent: Options, command: Command): Promise<void> {
  const parent = process.ppid;
  const { json, sandbox: sandboxes, ...options } = withProbeFile(sent, command);
  const { startEmulator } = load("./start") as typeof Start;
  const given = process.env[adminSecretVariable];
  const adminSecret = given === "" ? undefined : given;
  const emulator = await startEmulator({ ...options, sandboxes, adminSecret }).catch(
    rejectedBy(command),
  );
  // The address of the page contains the secret, which the user knows who has set it.
  const page = adminSecret === undefined ? { pageUrl: pageUrl(emulator) } : {};
  print(json ? `${JSON.stringify({ url: emulator.url, ...page })}\n` : textOf(emulator.url, page));
  const stop = (): void => void emulator.close();
  process.once("SIGINT", stop).once("SIGTERM", stop);
  if (process.env["npm_command"] === "exec") whenOrphaned(parent, stop);
}

/**
 * The command `emulator`: runs an emulator until Ctrl-C or SIGTERM. When it is ready, it prints one line with its URL,
 * and one with the URL of its page unless the user has set the admin secret. The secret is not an option: other users can
 * see a command's options.
 */
export function emulatorCommand(name = "chatlio-aep emulator"): Command {
  return new Command("emulator")
    .description("Run an emulator of Adobe Experience Platform on 127.0.0.1.")
    .addHelpText(
      "after",
      `
${adminSecretVariable} sets the secret of the admin API (header x-emulator-secret). Default: a random one.

Examples:
  ${name} --port 8787 --data ./aep
  ${name} --port 0 --json | jq -r .pageUrl`,
    )
    .option("--port <n>", "port to listen on; 0 is any free one", port, 8787)
    .option("--data <dir>", "keep the state in a directory for the next start")
    .option(
      "--assume <name=value>",
      "change an assumption about Adobe; may be repeated",
      assumption,
    )
    .option(
      "--assume-from <file>",
      "behave as the organization in a file of `chatlio-aep probe` does; other options win",
      probeReport,
    )
    .option(
      "--sandbox <name>",
      "one more sandbox in addition to prod and dev; may be repeated",
      sandbox,
    )
    .option(
      "--settle-ms <time>",
      `provisioning delay: time a dataflow takes to become enabled, ${aTime}`,
      duration,
      500,
    )
    .option("--ingest-ms <time>", `time until an accepted record is visible, ${aTime}`, duration, 0)
    .option(
      "--warm-up-ms <time>",
      `records sent this soon after a dataflow's change are lost, ${aTime}`,
      duration,
      0,
    )
    .option(
      "--inlet-rate <n>",
      "requests a second for each streaming endpoint; 0 means unlimited",
      whole,
      1000,
    )
    .option("--json", "print the addresses as JSON")
    .action(run);
}
