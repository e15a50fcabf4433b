import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { Command } from "commander";
import { open } from "lmdb";
import { format } from "prettier";

import { startEmulator } from "../emulator";
import { temporaryDirectory } from "../local/process/temporary";
import { startServices } from "../local/services";
import { repository } from "../local/toolchain/context";
import { createStack, type LocalStack } from "../local/workspace";
import { version } from "../package.json";

/** Every key of a stack in direct mode that differs from Pulumi.local.yaml. */
const config = {
  "chatlio-aep:mode": "direct",
  "chatlio-aep:smokeTest": "false",
  "chatlio-aep:events[0]": "feedback-left",
  "chatlio-aep:events[1]": "transcript-exported",
};

/** What is different on each machine, and no part of a state's meaning. */
const machine = ["sourcePosition", "stackTrace", "secrets_providers"];

/** The state, its secrets in plain text: all of them are made up. */
async function exported(stack: LocalStack): Promise<object> {
  const args = ["stack", "export", "--show-secrets", "--stack", stack.name, "--non-interactive"];
  const { stdout } = await promisify(execFile)("pulumi", args, {
    cwd: stack.directory,
    env: { ...process.env, ...stack.environment },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout, (key, value: unknown) =>
    machine.includes(key) ? undefined : value,
  ) as object;
}

/** What the emulator has stored: kind, scope, name, id and value of each entry. */
async function stored(directory: string): Promise<unknown[][]> {
  const database = open<unknown, (string | number)[]>({ path: directory, encoding: "json" });
  const entries = [...database.getRange()].map(({ key, value }) => [...key, value]);
  await database.close();
  return entries.filter(([kind]) => kind === "collection");
}

/** Deploys the stack against an emulator of its own, and resolves with the recording as text. */
async function record(): Promise<string> {
  const directory = await temporaryDirectory("record");
  const data = path.join(directory, "aep");
  const emulator = await startEmulator({ data });
  const services = await startServices({ aepUrl: emulator.url, ministack: false });
  const stack = await createStack({ workDir: repository, services, stubs: [], config });
  let state: object;
  try {
    await stack.up();
    state = await exported(stack);
  } finally {
    await stack.close();
    await services.close();
    await emulator.close();
  }
  const recording = { recordedAt: version, config, state, aep: await stored(data) };
  await fs.rm(directory, { recursive: true });
  return JSON.stringify(recording, null, 1).replaceAll(emulator.url, "{{aepUrl}}");
}

/** `npm run record:stack`: keeps what this version writes, so that later ones are tested with it. */
async function main(): Promise<void> {
  new Command("npm run record:stack")
    .description(
      "Deploys a stack in direct mode and keeps its state in tests/fixtures/states, for the tests of later versions.",
    )
    .parse();
  const file = path.join(repository, `tests/fixtures/states/direct-${version}.json`);
  await fs.writeFile(file, await format(await record(), { parser: "json", printWidth: 100 }));
  process.stdout.write(`Wrote ${path.relative(repository, file)}.\n`);
}

void main();
