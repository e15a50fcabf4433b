import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { repository } from "../../../local/toolchain/context";

/** Where the texts of each engine are kept. */
const kept = path.join(repository, "node_modules/.cache/chatlio-aep/pulumi-help");

/** A flag as the help lists it. */
interface Flag {
  readonly takesValue: boolean;
}

interface Help {
  /** The last word of the command that the help is about, and its aliases. */
  readonly names: readonly string[];
  readonly subcommands: readonly string[];
  readonly flags: ReadonlyMap<string, Flag>;
}

/** Checks commands of Pulumi against its own help. */
export class PulumiHelp {
  readonly #pulumi: string;
  readonly #known = new Map<string, Help>();

  /** @param pulumi - the executable */
  constructor(pulumi: string) {
    this.#pulumi = pulumi;
  }

  /** What is wrong with `pulumi <words>`; undefined when nothing is. */
  problem(words: readonly string[]): string | undefined {
    const command: string[] = [];
    let help = this.#help(command);
    let isValue = false;
    for (const word of words) {
      if (isValue) isValue = false;
      // What follows are values, whatever they begin with.
      else if (word === "--") break;
      else if (word.startsWith("-")) {
        const [name = "", value] = word.split("=", 2);
        const flag = help.flags.get(name);
        if (flag === undefined) return `pulumi ${command.join(" ")} has no flag ${name}`;
        isValue = flag.takesValue && value === undefined;
      } else if (help.subcommands.length > 0) {
        command.push(word);
        help = this.#help(command);
        if (!help.names.includes(word)) return `pulumi ${command.join(" ")} is not a command`;
      }
    }
    if (command.length === 0) return "no command of pulumi";
    return isValue ? "the last flag has no value" : undefined;
  }

  #help(command: readonly string[]): Help {
    const key = command.join(" ");
    const known = this.#known.get(key) ?? readHelp(this.#run(command));
    this.#known.set(key, known);
    return known;
  }

  /** One start of the engine takes 0.2 s of CPU, and the pages name some fifty commands: its texts are kept. */
  #run(command: readonly string[]): string {
    const { size, mtimeMs } = fs.statSync(this.#pulumi);
    const directory = path.join(kept, `${String(size)}-${String(mtimeMs)}`);
    const file = path.join(directory, `${command.join(" ")}.txt`);
    if (fs.existsSync(file)) return fs.readFileSync(file, "utf8");
    const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
    const text = execFileSync(this.#pulumi, [...command, "--help"], { env, encoding: "utf8" });
    fs.mkdirSync(directory, { recursive: true });
    fs.writeFileSync(file, text);
    return text;
  }
}

function readHelp(text: string): Help {
  const flags = new Map<string, Flag>();
  for (const [, short, long = "", type] of text.matchAll(
    /^ +(?:(-\w), )?(--[\w-]+)((?: |\[)\S+)?(?: {2,}|\n)/gm,
  )) {
    const flag = { takesValue: type?.startsWith(" ") === true };
    flags.set(long, flag);
    if (short !== undefined) flags.set(short, flag);
  }
  const [, usage = ""] = /^Usage:\n {2}(pulumi[ \w-]*)/m.exec(text) ?? [];
  const [, aliases = ""] = /^Aliases:\n {2}(.*)$/m.exec(text) ?? [];
  return {
    names: [usage.trim().split(" ").at(-1) ?? "", ...aliases.split(", ")],
    subcommands: [...text.matchAll(/^ {2}([\w-]+) {2,}\S/gm)].map(([, name = ""]) => name),
    flags,
  };
}
