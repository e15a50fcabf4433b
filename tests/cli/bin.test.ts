import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { version } from "../../package.json";
import { runIn } from "./inProcess";

const bin = path.resolve("cli/bin.js");

/** Runs the command as a user does, from another directory. */
function cli(...args: string[]) {
  return run([bin, ...args]);
}

function run(args: readonly string[], program = process.execPath) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: os.tmpdir(),
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("--version is the package's", () => {
  expect(cli("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
});

test("--help lists the commands that exist", async () => {
  const { status, stdout } = cli("--help");
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: chatlio-aep/);
  const commands = stdout.split("Commands:\n")[1]?.match(/^ {2}(\S+)/gm) ?? [];
  expect(commands.length).toBeGreaterThan(0);
  for (const command of commands) {
    expect((await runIn({ env: process.env }, [command.trim(), "--help"])).status).toBe(0);
  }
});

test("a command whose output nobody reads any more ends without a word", () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), "bin-"));
  const file = path.join(directory, "long.json");
  // More than a pipe holds.
  writeFileSync(file, JSON.stringify({ message: "x".repeat(400_000) }));
  const command = [bin, "explain", file, "--event", "feedback-left", "--json"];
  const shell = `"$0" "$@" | head -c 1; echo " \${PIPESTATUS[0]}"`;
  const { stdout, stderr } = run(["-c", shell, process.execPath, ...command], "bash");
  expect({ stdout, stderr }).toEqual({ stdout: "{ 0\n", stderr: "" });
  rmSync(directory, { recursive: true });
});

test("without a command it shows the help, and fails", () => {
  const { status, stderr } = cli();
  expect(status).toBe(2);
  expect(stderr).toMatch(/^Usage: chatlio-aep/);
});

test.each([
  [["replay"], /required option '--since <time>'/],
  [["status", "--days", "none"], /option '--days <days>' argument 'none' is invalid/],
  [["dlq", "lst"], /unknown command 'lst'/],
])("the wrong command line of a subcommand ends with exit code 2: %j", (args, message) => {
  const { status, stderr } = cli(...args);
  expect(stderr).toMatch(message);
  expect(status).toBe(2);
});

test.each([
  ["emulater", /unknown command 'emulater'\n\(Did you mean emulator\?\)/],
  ["--colour", /unknown option '--colour'/],
])(
  "the wrong argument %s is named, with the command that lists the valid ones",
  (argument, message) => {
    const { status, stderr } = cli(argument);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).toContain("chatlio-aep --help");
  },
);
