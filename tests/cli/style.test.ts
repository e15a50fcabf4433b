import { execFileSync } from "node:child_process";
import path from "node:path";

import type { Command } from "commander";

import { textOf } from "../../cli/checks/text";
import { createProgram } from "../../cli/main";
import { wrapped } from "../../cli/wrapped";

function leaves(command: Command, above = ""): readonly (readonly [string, Command])[] {
  if (command.commands.length === 0) return [[above.trim(), command]];
  return command.commands.flatMap((one) => leaves(one, `${above} ${one.name()}`));
}

/** What `--help` prints. */
function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
}

describe.each(leaves(createProgram()))("%s", (name, command) => {
  const help = helpOf(command);

  it("has --json", () => {
    expect(command.options.map(({ long }) => long)).toContain("--json");
  });

  it("has examples of itself in its help", () => {
    const [, examples = ""] = help.split("\nExamples:\n");
    const lines = examples.split("\n").filter((line) => line.trim() !== "");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toContain("chatlio-aep ");
    expect(examples).toContain(`chatlio-aep ${name}`);
  });

  it("says what it does in a sentence, and names no default twice", () => {
    expect(command.description()).toMatch(/^[A-Z].*\.$/);
    for (const option of command.options) expect(option.description).not.toBe("");
    expect(help).not.toMatch(/\(default: [^)]*\)\s+\(default/);
  });
});

test("no help has a color, also where colors are forced", () => {
  const bin = path.join(__dirname, "../../cli/bin.js");
  const env = { ...process.env, FORCE_COLOR: "1", CLICOLOR_FORCE: "1" };
  expect(execFileSync(process.execPath, [bin, "--help"], { env, encoding: "utf8" })).not.toContain(
    "\u001b",
  );
});

test("a sentence fits a terminal, and is one line in a file", () => {
  const sentence = "Step 2 of 3: paste the new URLs in Chatlio's dashboard. ".repeat(3).trim();
  const lines = wrapped(sentence, 80);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  expect(lines.join(" ")).toBe(sentence);
  expect(wrapped(sentence, Infinity)).toEqual([sentence]);
});

test("findings fit a terminal, and are whole in a file", () => {
  const words = "Adobe does not respond, and the fix is in a document with many words. ".repeat(4);
  const findings = [
    { check: "adobe token", status: "failed", text: words, fix: `${words}\n${words}` },
  ] as const;
  const inTerminal = textOf(findings, 80);
  expect(Math.max(...inTerminal.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  const plain = (text: string) => text.replace(/\s+/g, " ");
  expect(plain(inTerminal)).toBe(plain(textOf(findings, Infinity)));
  expect(textOf(findings, Infinity).split("\n")).toHaveLength(6);
});
