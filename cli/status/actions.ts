import { setTimeout as sleep } from "node:timers/promises";

import { DAY_MS } from "../../adobe/client/timeUnits";
import { withProgress } from "../progress";
import { readDeployedStack, type DeployedStack, type StackOptions } from "../stackOutputs";
import { print } from "../terminal";
import { UserError } from "../userError";
import { judge, modeOf } from "./judge";
import { readStatus, type Memory } from "./read";
import { exitCodes, type StatusReport } from "./report";
import { textOf } from "./text";

/** The options of `chatlio-aep status`. */
export interface StatusOptions extends StackOptions {
  readonly json?: true;
  /** Days of logs that are read. */
  readonly days: number;
  /** Seconds between two looks; `true` is the default. */
  readonly watch?: number | true;
}

const WATCH_SECONDS = 30;

/** Puts the cursor into the first corner and clears the screen. */
const CLEAR = "\u001b[H\u001b[2J";

/** `status`: prints how a stack is, next to what is expected. */
export async function showStatus(options: StatusOptions): Promise<void> {
  const memory: Memory = {};
  const stack = await withProgress("Reading the stack's outputs", () => readStack(options));
  for (;;) {
    const report = await withProgress("Reading from AWS and Adobe", () =>
      look(stack, options, memory),
    );
    show(report, options);
    process.exitCode = exitCodes[report.verdict];
    if (options.watch === undefined) return;
    await sleep(1_000 * (options.watch === true ? WATCH_SECONDS : options.watch));
  }
}

/** What cannot be read leaves open how the stack is: exit code 2. */
async function readStack(options: StackOptions): Promise<DeployedStack> {
  try {
    return await readDeployedStack(options);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(error.lines, exitCodes.unknown);
    throw error;
  }
}

async function look(
  stack: DeployedStack,
  options: StatusOptions,
  memory: Memory,
): Promise<StatusReport> {
  const at = new Date();
  const since = at.getTime() - options.days * DAY_MS;
  const readings = await readStatus(stack, options, { since, memory });
  return judge({ stack: stack.name, mode: modeOf(stack), at: at.toISOString() }, readings);
}

function show(report: StatusReport, { days, json, watch }: StatusOptions): void {
  // Whoever reads a stream of objects wants one a line.
  if (json) {
    print(`${JSON.stringify(report, null, watch === undefined ? 2 : undefined)}\n`);
    return;
  }
  if (watch !== undefined && process.stdout.isTTY) process.stdout.write(CLEAR);
  print(textOf(report, days));
}
