import { EmulatorClientError } from "../../emulator/client";
import { print as printOut, printError, visible, visibleLines } from "../../emulator/terminal";
import { createProgress } from "../progress";
import { ToolchainError } from "../toolchain";
import { errorMessage } from "../toolchain/errors";
import { DemoError } from "./errors";
import { readOptions, usage } from "./options";
import { summary, toJson, type DemoResult } from "./report";
import { runDemo } from "./run";

async function main(): Promise<number> {
  const options = readOptionsOrReport();
  if (typeof options === "number") return options;
  const result: DemoResult = { ok: false, seconds: {} };
  // With --json standard output contains only the JSON object.
  const stream = options.json ? process.stderr : process.stdout;
  const print = (text: string) => void stream.write(visibleLines(`${text}\n`));
  const succeeded = () => {
    result.ok = true;
    print(`\n${summary(result, performance.now())}`);
    if (options.json) printOut(`${toJson(result)}\n`);
  };
  try {
    await runDemo(options, createProgress(stream), result, { print, succeeded });
    return 0;
  } catch (error) {
    result.ok = false;
    result.reason = reasonOf(error);
    printError(`\n${result.reason}\n`);
    if (options.json) printOut(`${toJson(result)}\n`);
    return 1;
  }
}

function readOptionsOrReport() {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options !== "help") return options;
    printOut(usage);
    return 0;
  } catch (error) {
    const reason = errorMessage(error);
    printError(`${visible(reason.replaceAll("\n", " "))}\n\n${usage}`);
    // With --json the caller reads JSON, also when another option is wrong.
    if (process.argv.includes("--json")) {
      printOut(`${toJson({ ok: false, reason, seconds: {} })}\n`);
    }
    return 2;
  }
}

/** Errors whose message says all that the user needs. Any other one is a bug and is shown with its stack. */
const userErrors = [DemoError, EmulatorClientError, ToolchainError];

function reasonOf(error: unknown): string {
  const known = userErrors.find((type) => error instanceof type);
  if (known !== undefined) return (error as Error).message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

void main().then((code) => {
  process.exitCode = code;
});
