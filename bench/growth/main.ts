import { writeFileSync } from "node:fs";
import path from "node:path";

import { Argument, Command, Option } from "commander";

import { wholeNumber } from "../../emulator/common/wholeNumber";
import { machine } from "../machine";
import { silently } from "../support/silence";
import { measureDataflows } from "./dataflows";
import { measureEvents } from "./events";
import { partTable } from "./page";
import type { Part, SavedPart } from "./part";
import { measureTranscripts } from "./transcripts";
import { measureWaiting } from "./waiting";

const parts: Readonly<Record<string, (mostEvents: number) => Promise<Part>>> = {
  dataflows: measureDataflows,
  events: measureEvents,
  transcripts: measureTranscripts,
  waiting: measureWaiting,
};

/** What docs/growth.md is made from: a file for each part. */
function fileOf(name: string): string {
  return path.join(__dirname, "results", `${name}.json`);
}

/** `npm run growth`: what time and memory the relay takes as dataflows, events, transcripts and waiting messages grow. */
async function main(): Promise<void> {
  const names = Object.keys(parts);
  const command = new Command("npm run growth --")
    .description("Measures time and memory as dataflows, events, transcripts and messages grow.")
    .addArgument(new Argument("[part...]", "what to measure (default: all)").choices(names))
    .addOption(
      new Option("--events <n>", "most events; a million take some minutes")
        .argParser(wholeNumber(1_000))
        .default(100_000),
    )
    .option("--json", "print JSON, a line for each part")
    .option("--save", "keep the results for docs/growth.md")
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse();
  const { events, json, save } = command.opts<{ events: number; json?: true; save?: true }>();
  const wanted = command.args.length > 0 ? command.args : names;
  for (const name of names.filter((each) => wanted.includes(each))) {
    const start = { date: new Date().toISOString().slice(0, 10), machine: machine() };
    const measured = await silently(() => (parts[name] as (typeof parts)[string])(events));
    const part: SavedPart = { ...start, ...measured };
    process.stdout.write(`${json ? JSON.stringify({ name, ...part }) : partTable(part)}\n`);
    if (save) writeFileSync(fileOf(name), `${JSON.stringify(part, null, 2)}\n`);
  }
}

void main();
