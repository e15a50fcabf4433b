import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { bundle } from "../infra/bundle";
import { hostileBodies } from "./receiverBodies";

/** What the receiver may cost, for each byte of body. */
const LIMITS = { microsecondsPerByte: 2, memoryBytesPerByte: 100 } as const;

interface Cost {
  readonly bytes: number;
  readonly microseconds: number;
  readonly memoryBytes: number;
  readonly outcome: string;
}

function measure(script: string, index: number, bytes: number, policy: string): Cost | undefined {
  const { stdout } = spawnSync(process.execPath, [script, String(index), String(bytes), policy], {
    encoding: "utf8",
    timeout: 120_000,
  });
  return stdout ? (JSON.parse(stdout) as Cost) : undefined;
}

/**
 * CPU time and memory that each body made to be expensive costs the receiver's code, in a process of
 * its own each, as one Markdown table.
 *
 * `npm run bench:receiver -- [bytes, default 5900000] [keep | hash | drop, default hash] [part of a name]`
 */
function main([bytes = "5900000", policy = "hash", part = ""]: readonly string[]): void {
  const directory = mkdtempSync(path.join(os.tmpdir(), "bench-receiver-"));
  const script = path.join(directory, "case.cjs");
  writeFileSync(script, bundle("bench/receiverCase.ts").code);
  let over = 0;
  process.stdout.write(
    "| Body | µs per byte | bytes per byte | Outcome |\n| --- | ---: | ---: | --- |\n",
  );
  for (const [index, { name }] of hostileBodies.entries()) {
    if (!name.includes(part)) continue;
    const cost = measure(script, index, Number(bytes), policy);
    const time = cost ? cost.microseconds / cost.bytes : Infinity;
    const memory = cost ? cost.memoryBytes / cost.bytes : Infinity;
    const isOver = time > LIMITS.microsecondsPerByte || memory > LIMITS.memoryBytesPerByte;
    if (isOver) over += 1;
    const cells = [name, time.toFixed(2), memory.toFixed(0), cost?.outcome ?? "killed"];
    process.stdout.write(`| ${cells.join(" | ")} |${isOver ? " over" : ""}\n`);
  }
  rmSync(directory, { recursive: true, force: true });
  process.stdout.write(`\n${over} over the limits\n`);
}

main(process.argv.slice(2));
