import fs from "node:fs";
import path from "node:path";

import type { Command } from "commander";

import { createProgram } from "../../../cli/main";
import { emulatorCommand } from "../../../emulator/command";
import { readOptions as demoOptions } from "../../../local/demo/options";
import manifest from "../../../package.json";
import { packCommand } from "../../../scripts/packProvider";
import { readOptions as faultOptions } from "../../faults/options";
import { modules } from "../../mutation/modules";
import { repository } from "./markdown";
import type { PulumiHelp } from "./pulumiHelp";

/** What is wrong with a command; undefined when nothing is. */
type Checker = (words: readonly string[]) => string | undefined;

/** Checks one command against the program that it starts, without running it. */
export function problemOf(words: readonly string[], pulumi: PulumiHelp): string | undefined {
  const [program = "", ...rest] = words;
  if (program === "pulumi") return pulumi.problem(rest);
  return (
    checkers.get(program)?.(rest) ?? (checkers.has(program) ? undefined : `who is ${program}?`)
  );
}

const checkers: ReadonlyMap<string, Checker> = new Map<string, Checker>([
  ["npm", npm],
  ["npx", npx],
  ["node", node],
  ["rm", () => undefined],
  // Of the shell itself.
  ["source", () => undefined],
  ["chatlio-aep", (words) => commander(createProgram(), words)],
]);

function npx(given: readonly string[]): string | undefined {
  // Looks for the program here only.
  const isLocal = given[0] === "--no" && given[1] === "--";
  const [program = "", ...words] = isLocal ? given.slice(2) : given;
  if (program === "chatlio-aep") return commander(createProgram(), words);
  if (program === "aep-emulator") return commander(emulatorCommand(), words);
  return exists(path.join("node_modules/.bin", program));
}

function node(words: readonly string[]): string | undefined {
  if (words[0] === "-p") return undefined;
  if (words[0] === "cli/bin.js") return commander(createProgram(), words.slice(1));
  return exists(words[0] ?? "");
}

/** Subcommands, options and the number of arguments, as commander would find them. */
function commander(command: Command, words: readonly string[]): string | undefined {
  const [first] = words;
  const inner = command.commands.find(
    (one) => one.name() === first || one.aliases().includes(first ?? ""),
  );
  if (inner !== undefined) return commander(inner, words.slice(1));
  const takesValue = (word = "") =>
    command.options.some(({ long, short, required }) => required && [long, short].includes(word));
  const given = words.filter(
    (word, index) => word !== "--help" && (word !== "placeholder" || takesValue(words[index - 1])),
  );
  // A text may name an option without its value.
  if (takesValue(given.at(-1))) given.push("placeholder");
  const parsed = parse(command, given);
  if (typeof parsed === "string") return parsed;
  const { operands, unknown } = parsed;
  if (unknown.length > 0) return `${command.name()} has no option ${unknown.join(" ")}`;
  if (command.commands.length > 0 && operands.length > 0)
    return `${command.name()} has no command ${operands.join(" ")}`;
  const most = command.registeredArguments.some(({ variadic }) => variadic)
    ? Infinity
    : command.registeredArguments.length;
  return operands.length > most
    ? `${command.name()} has no argument ${operands.join(" ")}`
    : undefined;
}

/** What commander finds, or what it says of a wrong value. */
function parse(command: Command, words: string[]) {
  command.configureOutput({ writeErr: () => undefined }).exitOverride((error) => {
    throw error;
  });
  try {
    return command.parseOptions(words);
  } catch (error) {
    const { message } = error as Error;
    // The reader has the file of an example, this machine does not.
    return message.includes("(ENOENT)") ? { operands: [], unknown: [] } : message;
  }
}

function npm(words: readonly string[]): string | undefined {
  const [command = "", ...rest] = words.filter((word) => word !== "--silent");
  if (command === "run") return npmScript(rest);
  if (command === "pack") return workspace(rest);
  return ["audit", "ci", "install", "test"].includes(command) ? undefined : `npm ${command}?`;
}

function workspace([flag, name = ""]: readonly string[]): string | undefined {
  const known = flag === "--workspace" && manifest.workspaces.includes(name);
  return known ? undefined : `no workspace ${name}`;
}

function npmScript([script = "", separator, ...words]: readonly string[]): string | undefined {
  if (!(script in manifest.scripts)) return `package.json has no script ${script}`;
  if (separator === undefined) return undefined;
  if (separator !== "--") return `npm run ${script} needs -- before ${separator}`;
  const check = scriptArguments.get(script);
  return check === undefined ? `nothing is known of the arguments of ${script}` : check(words);
}

/** Checks the arguments after `npm run <script> --`. */
const scriptArguments: ReadonlyMap<string, Checker> = new Map<string, Checker>([
  ["bench", mentionedIn("bench/main.ts")],
  ["bench:emulator", mentionedIn("bench/emulator/main.ts")],
  [
    "bench:receiver",
    ([bytes = "", policy = ""]) => whole(bytes) ?? oneOf(["keep", "hash", "drop"], policy),
  ],
  ["demo", (words) => thrown(() => demoOptions(words))],
  ["docs", mentionedIn("scripts/docs/main.ts")],
  ["docs:emulator", mentionedIn("scripts/docs/main.ts")],
  ["deployer-policy", mentionedIn("scripts/deployerPolicy/main.ts")],
  ["growth", mentionedIn("bench/growth/main.ts")],
  ["provider:package", (words) => commander(packCommand(), words)],
  [
    "release",
    ([version = ""]) => (/^\d+\.\d+\.\d+$/.test(version) ? undefined : `version ${version}`),
  ],
  ["test:crash", mentionedIn("tests/crash/main.ts")],
  ["test:engine", testFiles],
  ["test:faults", (words) => thrown(() => faultOptions(words))],
  ["test:full", mentionedIn("tests/collections/main.ts")],
  ["test:mutation", ([module = ""]) => oneOf(Object.keys(modules), module)],
  ["test:unit", testFiles],
]);

/** For scripts that read their options when they are loaded: each is one of those in the source. */
function mentionedIn(file: string): Checker {
  const source = fs.readFileSync(path.join(repository, file), "utf8");
  return (words) => {
    const options = words.filter((word) => word.startsWith("--"));
    const unknown = options.find((option) => !source.includes(`"${option}`));
    return unknown === undefined ? undefined : `${file} has no option ${unknown}`;
  };
}

/** jest takes parts of paths. The sandbox types are the example of a test that the reader writes. */
function testFiles(words: readonly string[]): string | undefined {
  const missing = words.find((word) => {
    const folder = path.join(repository, path.dirname(word));
    const begins = (name: string): boolean => name.startsWith(path.basename(word));
    const there = fs.existsSync(folder) && fs.readdirSync(folder).some(begins);
    return !there && !word.endsWith("/sandboxTypes");
  });
  return missing === undefined ? undefined : `no test begins with ${missing}`;
}

function exists(file: string): string | undefined {
  return fs.existsSync(path.join(repository, file)) ? undefined : `there is no ${file}`;
}

function whole(text: string): string | undefined {
  return /^\d+$/.test(text) ? undefined : `${text} is not a whole number`;
}

function oneOf(values: readonly string[], value: string): string | undefined {
  return values.includes(value) ? undefined : `${value} is not one of ${values.join(", ")}`;
}

function thrown(read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (error) {
    return String(error);
  }
}
