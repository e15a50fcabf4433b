import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const repository = path.join(__dirname, "../../..");

/** A shell code block of a Markdown file. */
export interface Block {
  readonly file: string;
  readonly line: number;
  readonly code: string;
}

/** A command in the text of a Markdown file, between backticks. */
export interface InlineCommand {
  readonly file: string;
  readonly command: string;
}

/** What a user reads. The changelog also speaks of commands that are gone. */
const files = execFileSync("git", ["ls-files", "*.md"], { cwd: repository, encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((file) => !/^(CHANGELOG|\.github\/|tests\/)/.test(file));

function read(file: string): string {
  return fs.readFileSync(path.join(repository, file), "utf8");
}

const fence = /^( *)```(\w*)\n(.*?)^\1```/gms;
const shells = ["sh", "bash", "shell", "console"];

export function shellBlocks(): Block[] {
  return files.flatMap((file) => {
    const text = read(file);
    return [...text.matchAll(fence)]
      .filter(([, , language = ""]) => shells.includes(language))
      .map(({ index, 1: indent = "", 3: code = "" }) => ({
        file,
        line: text.slice(0, index).split("\n").length,
        code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
      }));
  });
}

const programs = /^(pulumi|npx|npm|aws|curl|go|node|git|chatlio-aep|aep-emulator) /;

export function inlineCommands(): InlineCommand[] {
  return files.flatMap((file) =>
    [
      ...read(file)
        .replaceAll(fence, "")
        .matchAll(/(?<!`)`([^`]+)`(?!`)/g),
    ]
      .map(([, command = ""]) => command.replaceAll(/\s+/g, " "))
      .filter((command) => programs.test(command))
      .map((command) => ({ file, command })),
  );
}
