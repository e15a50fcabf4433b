import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";

import { createProgress } from "../../local/progress";
import { chatlioAep, quickTypeScript } from "../support/programs";
import { dangers, hostile } from "../support/terminalDangers";

jest.setTimeout(60_000);

const root = path.join(__dirname, "../..");
const data = mkdtempSync(path.join(tmpdir(), "aep-terminal-"));
afterAll(() => rmSync(data, { recursive: true }));

/** Everything that a command prints, on both streams. */
async function printed(args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  return (await Promise.all([text(child.stdout), text(child.stderr)])).join("");
}

const lockedData = ["--port", "0", "--data", data];
const option = `--${hostile}`;

/** What the commands print `hostile` as. */
const escaped = "\\u001b]0;pwn\\u0007\\u009b2J\\u202e";

describe("text of others reaches the terminal escaped", () => {
  beforeAll(() => {
    writeFileSync(path.join(data, "emulator.lock"), JSON.stringify({ pid: 1, host: hostile }));
  });

  it.each([
    ["chatlio-aep emulator, of a lock file", [...chatlioAep, "emulator", ...lockedData]],
    ["aep-emulator, of a lock file", [...quickTypeScript, "emulator/main.ts", ...lockedData]],
    ["aep-emulator, of an option", [...quickTypeScript, "emulator/main.ts", option]],
    ["npm run demo, of an option", [...quickTypeScript, "local/demo/main.ts", option]],
    ["npm run demo --json", [...quickTypeScript, "local/demo/main.ts", "--json", option]],
    ["npm run local, of an option", [...quickTypeScript, "local/start.ts", option]],
    ["npm run local, of a port", [...quickTypeScript, "local/start.ts", "--aep-port", hostile]],
    [
      "npm run deployer-policy, of an account",
      [...quickTypeScript, "scripts/deployerPolicy/main.ts", "--account", hostile],
    ],
  ])("by %s", async (_, args) => {
    const all = await printed(args);
    expect(all).toContain(escaped);
    expect(dangers(all)).toEqual([]);
  });
});

test.each([true, false])("progress escapes what it is given (terminal: %s)", (isTTY) => {
  let all = "";
  const write = (chunk: string) => (all += chunk) !== "";
  const stream = { isTTY, columns: 200, write } as unknown as NodeJS.WriteStream;
  const { CI: ci } = process.env;
  delete process.env["CI"];
  try {
    const progress = createProgress(stream);
    progress.note(hostile);
    progress.start(hostile).done(hostile);
    progress.start(hostile).failed(hostile);
    progress.start(hostile).skipped(hostile);
  } finally {
    if (ci !== undefined) process.env["CI"] = ci;
  }
  expect(all).toContain(escaped);
  expect(dangers(all.replaceAll("\r\u001b[2K", ""))).toEqual([]);
});

test.each([
  [{ pid: 1, host: [hostile] }],
  [{ pid: hostile, host: "other" }],
  [{ pid: 0, host: "other" }],
  [{ pid: 1, host: "h".repeat(100_000) }],
  [null],
  ["text"],
])("a lock file that names no process holds the directory: %#", async (content) => {
  const directory = mkdtempSync(path.join(tmpdir(), "aep-lock-"));
  try {
    writeFileSync(path.join(directory, "emulator.lock"), JSON.stringify(content));
    const { lockDirectory } = await import("../../emulator/state/directoryLock");
    expect(() => lockDirectory(directory)).toThrow("is in use by another process. End");
  } finally {
    rmSync(directory, { recursive: true });
  }
});
