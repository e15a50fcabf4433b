import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { chatlioAep } from "./programs";

const repository = path.join(__dirname, "../..");

/**
 * The shell block of a page that starts with these words, as written.
 *
 * @throws Error unless there is exactly one
 */
export function writtenCommands(page: string, starts: string): string {
  const text = fs.readFileSync(path.join(repository, page), "utf8");
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].map(([, commands = ""]) => commands);
  const [found, ...others] = blocks.filter((block) => block.startsWith(starts));
  if (found === undefined || others.length > 0)
    throw new Error(`${others.length + (found ? 1 : 0)} blocks of ${page} start with ${starts}`);
  return found;
}

/** `npx chatlio-aep` of a directory without node_modules, and `pulumi up` without a person to confirm it. */
const asReader = `
npx() {
  [ "$1" = chatlio-aep ] || return 127
  shift
  node ${chatlioAep.map((argument) => `'${argument}'`).join(" ")} "$@"
}
export PULUMI_SKIP_CONFIRMATIONS=true
`;

/**
 * Runs commands as a reader would who copies them. Resolves with what each has printed, in order.
 *
 * @throws Error when one fails, with what it said
 */
export async function runWritten(
  commands: string,
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** What the reader types in. */
    readonly input?: string;
  },
): Promise<string> {
  const script = `${asReader}\n${commands}`;
  const run = promisify(execFile)("bash", ["-euo", "pipefail", "-c", script], options);
  run.child.stdin?.end(options.input ?? "");
  return (await run).stdout;
}
