import path from "node:path";
import { parseArgs } from "node:util";

import { repository } from "../toolchain/context";

const sources = ["chatlio", "http-api"] as const;
const modes = ["relay", "direct"] as const;

export interface DemoOptions {
  /** Leave stack and services running until Ctrl-C. */
  readonly keep: boolean;
  /** Print one JSON object on standard output; everything else goes to standard error. */
  readonly json: boolean;
  /** A running AEP emulator, or a proxy in front of one. */
  readonly aepUrl: string | undefined;
  /** Whether Chatlio posts to the relay, or straight to Adobe. */
  readonly mode: (typeof modes)[number];
  /** Which of Adobe's sources the stack uses. */
  readonly source: (typeof sources)[number];
  /** Directory of `<event>.json`, one for each of the five events. */
  readonly payloads: string;
}

export const usage = `Usage: npm run demo [-- options]

Deploys the whole stack on this machine, posts one payload per Chatlio webhook, waits for the rows in
the dataset, and destroys everything.

  --keep            keep the stack running until Ctrl-C, and print the addresses
  --json            print one JSON object on standard output
  --aep-url URL     use a running AEP emulator, or a proxy in front of one
  --mode MODE       relay (default), or direct: without AWS, posts straight to the streaming endpoint
  --source SOURCE   Adobe's source: chatlio (default) or http-api
  --payloads DIR    post <event>.json from this directory
  --help            show this text
`;

/** Reads the command line. Throws an Error with a message for the user. */
export function readOptions(args: readonly string[]): DemoOptions | "help" {
  const { values } = parseArgs({
    args: [...args],
    options: {
      keep: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      "aep-url": { type: "string" },
      mode: { type: "string", default: "relay" },
      source: { type: "string", default: "chatlio" },
      payloads: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const mode = readWord("mode", modes, values.mode);
  const source = readWord("source", sources, values.source);
  if (mode === "direct" && source !== "chatlio")
    throw new Error(`--source ${source} needs the relay: leave out --mode direct.`);
  if (values.payloads === "") throw new Error("--payloads is empty. Give a directory.");
  return {
    keep: values.keep,
    json: values.json,
    aepUrl: readUrl(values["aep-url"]),
    mode,
    source,
    payloads:
      values.payloads === undefined
        ? path.join(repository, "tests/fixtures/payloads")
        : path.resolve(values.payloads),
  };
}

function readWord<T extends string>(option: string, words: readonly T[], text: string): T {
  const word = words.find((each) => each === text);
  if (word === undefined)
    throw new Error(
      `Unknown ${option} ${text} (--${option}). Valid ${option}s: ${words.join(", ")}.`,
    );
  return word;
}

function readUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const url = tryUrl(text);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new Error(
      `--aep-url ${text} is not a valid URL. Give one such as http://127.0.0.1:4020.`,
    );
  }
  return url.origin + url.pathname.replace(/\/+$/, "");
}

function tryUrl(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
