import { inlineCommands, shellBlocks } from "./documents/markdown";
import { cli, dlqMessages, type Local } from "./stackSupport";

const page = "docs/runbooks.md";
const start = "npx chatlio-aep ";

/** The commands of the runbooks, in blocks and in sentences, as they are written after the program's name. */
export function runbookCommands(): readonly string[] {
  const blocks = shellBlocks().filter(({ file }) => file === page);
  const lines = blocks.flatMap(({ code }) => code.split("\n"));
  const inline = inlineCommands().filter(({ file }) => file === page);
  const all = [...lines, ...inline.map(({ command }) => command)];
  const own = all.filter((line) => line.startsWith(start));
  return [...new Set(own.map((line) => line.slice(start.length)))].sort();
}

/** What each prints; `undefined` where a test of its own runs it, which the comment names. */
const expected: Readonly<Record<string, RegExp | undefined>> = {
  "dlq drop --older-than 9d --yes": /^0 dropped, and kept in the archive$/m,
  "dlq list": /not-json/,
  // "redrives a DLQ message once it can be read": there is something to send again.
  "dlq redrive --all": undefined,
  "dlq redrive --all --dry-run": undefined,
  // stackFlowDown.ts
  "dlq redrive --reason inlet-400": undefined,
  "dlq restore --expired --all": /^0 restored$/m,
  "dlq restore --older-than 9d": /^0 restored$/m,
  "dlq show <id>": /"reason": "not-json"/,
  // tests/cli/doctor.
  doctor: undefined,
  // "archives what it delivers, and finds no gap".
  "reconcile --since 2d": undefined,
  "reconcile --since 7d": /^rejected by AEP +0 /m,
  // stackFlowDown.ts
  "replay --since 2d --failed-only --yes": undefined,
  "replay --since 2d --until 3h --yes": /^0 sent again$/m,
  "rotate-token": /\S/,
  // "shows in its status the enabled dataflow".
  status: undefined,
  // "verifies each webhook with a sample, up to the row".
  verify: undefined,
  "webhooks --show": /\?token=/,
};

/** Expects that each command of the runbooks is known here, and runs those that no other test runs. */
export async function expectRunbooks(local: Local): Promise<void> {
  expect(runbookCommands()).toEqual(Object.keys(expected).sort());
  const [message] = await dlqMessages(local, "--reason", "not-json");
  for (const [command, printed] of Object.entries(expected)) {
    if (printed === undefined) continue;
    const words = command.split(" ").map((word) => (word === "<id>" ? (message?.id ?? "") : word));
    expect([command, await cli(local, ...words)]).toEqual([
      command,
      expect.stringMatching(printed),
    ]);
  }
}
