import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify, stripVTControlCharacters } from "node:util";

import type { runInTerminal } from "./terminal";

const LONGEST_WAIT_MS = 60_000;
const PERIOD_MS = 50;

const start = promisify(execFile);

/** Whether tmux is on this machine. */
export function hasTmux(): Promise<boolean> {
  return start("tmux", ["-V"]).then(
    () => true,
    () => false,
  );
}

/** The session waits until its recording has begun, and leaves the exit code of the command in a file. */
const IN_SESSION = 'tmux wait-for recorded; code_file=$1; shift; "$@"; echo $? > "$code_file"';

/** {@link runInTerminal} in a session of tmux, with a server of its own, recorded by `pipe-pane`. */
export const runInTmux: typeof runInTerminal = async (command, typing, { cwd, env }) => {
  const directory = await mkdtemp(path.join(os.tmpdir(), "tmux-"));
  const [codeFile, recording] = [path.join(directory, "code"), path.join(directory, "recording")];
  const tmux = (...args: string[]) =>
    start("tmux", ["-S", path.join(directory, "socket"), "-f", "/dev/null", ...args], { cwd, env });
  const shown = async () =>
    stripVTControlCharacters(await readFile(recording, "utf8").catch(() => ""));
  const code = async () => {
    const text = await readFile(codeFile, "utf8").catch(() => "");
    return text.endsWith("\n") ? Number(text) : undefined;
  };
  const session = ["new-session", "-d", "-x", "120", "-y", "40", "sh", "-c", IN_SESSION, "sh"];
  try {
    await tmux(...session, codeFile, ...command);
    await tmux("pipe-pane", `cat > '${recording}'`);
    await tmux("wait-for", "-S", "recorded");
    let seen = 0;
    let missed = "";
    for (const [text, keys] of typing) {
      const at = await until(async () => {
        const found = (await shown()).indexOf(text, seen);
        return found < 0 ? undefined : found;
      });
      if (at === undefined) {
        missed = `The terminal did not show: ${text}\n`;
        break;
      }
      seen = at + text.length;
      await tmux("send-keys", "-H", ...[...Buffer.from(keys)].map((byte) => byte.toString(16)));
    }
    const ended = missed === "" ? await until(code) : 99;
    return { code: ended ?? null, shown: await shown(), missed };
  } finally {
    await tmux("kill-server").catch(() => undefined);
    await rm(directory, { recursive: true, force: true });
  }
};

/** Polls until something is there; undefined when nothing came in a minute. */
async function until<T>(poll: () => Promise<T | undefined>): Promise<T | undefined> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (Date.now() < deadline) {
    const found = await poll();
    if (found !== undefined) return found;
    await sleep(PERIOD_MS);
  }
  return undefined;
}
