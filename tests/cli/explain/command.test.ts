import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { chatlioAep } from "../../support/programs";
import { runInTerminal } from "../../support/terminal";

const payload = path.resolve("tests/fixtures/payloads/feedback-left.json");

function run(args: readonly string[], input = "") {
  const command = [...chatlioAep, "explain", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    input,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("prints where each value is in the row, and what changed", () => {
  const { status, stdout } = run([
    payload,
    "--event=feedback-left",
    "--privacy=email=hash",
    "--privacy=name=drop",
  ]);
  expect(status).toBe(0);
  const [head = "", ...lines] = stdout.split("\n");
  expect(head).toMatch(/^IN THE ROW +FROM +VALUE +CHANGE$/);
  const rows = lines.slice(0, lines.indexOf(""));
  expect(rows).toContainEqual(
    expect.stringMatching(/^…visitor\.email +visitor\.email +[0-9a-f]+… +hashed$/),
  );
  expect(rows).toContainEqual(expect.stringMatching(/^web\.webPageDetails\.URL +visitor\.cur/));
  expect(stdout).toMatch(/^… .* is _tenant\.chatlio\. /m);
  expect(stdout).toContain("  _tenant.chatlio.visitor.email: hashed (privacy.email=hash)\n");
  expect(stdout).toContain("  _tenant.chatlio.visitor.name: dropped (privacy.name=drop)\n");
});

test("fits a terminal, and cuts no path and no change", async () => {
  const args = ["explain", payload, "--event=feedback-left", "--privacy=email=hash"];
  const narrow = ["sh", "-c", 'stty columns 80; exec "$@"', "sh"];
  const command = [...narrow, process.execPath, ...chatlioAep, ...args];
  const { shown } = await runInTerminal(command, [], { cwd: process.cwd(), env: process.env });
  const lines = shown.split(/\r?\n/);
  const rows = lines.slice(0, lines.indexOf(""));
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(80);
  expect(shown).toMatch(/^…conversation\.slackChannelName +slackChannelName /m);
  expect(shown).toMatch(/^…visitor\.email .* hashed\r?$/m);
});

test("prints the whole values and the row as JSON, from standard input", () => {
  const { status, stdout } = run(
    ["-", "--event", "feedback-left", "--json"],
    readFileSync(payload, "utf8"),
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    outcome: "accepted",
    row: { eventType: "chatlio.feedbackLeft", _tenant: { chatlio: { widget: "main" } } },
  });
});

test.each<[string, string[], RegExp]>([
  ["a file that is not there", ["nosuch.json", "--event=feedback-left"], /ENOENT/],
  ["an unknown event", [payload, "--event=feedback"], /Allowed choices are conversation-started/],
  ["no event", [payload], /required option '--event <event>' not specified/],
  ["an unknown action", [payload, "--event=feedback-left", "--privacy=a=b"], /Actions: keep, hash/],
])("rejects %s in one message", (_what, args, message) => {
  const { status, stdout, stderr } = run(args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("says what happens to a body that does not become an event", () => {
  const { status, stdout } = run(["-", "--event=feedback-left"], "hello");
  expect([status, stdout]).toEqual([
    1,
    "quarantined: not-json. The webhook gets a 202, and the body is kept in the dead-letter queue.\n",
  ]);
});
