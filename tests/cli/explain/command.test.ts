import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

import { chatlioAep } from "../../support/programs";

const payload = path.resolve("tests/fixtures/payloads/feedback-left.json");

function run(args: readonly string[], input = "") {
  const command = [...chatlioAep, "explain", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    input,
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("prints a table that fits 80 columns, and what changed", () => {
  const { status, stdout } = run([
    payload,
    "--event=feedback-left",
    "--privacy=email=hash",
    "--privacy=name=drop",
  ]);
  expect(status).toBe(0);
  const [head = "", ...lines] = stdout.split("\n");
  expect(head).toMatch(/^FIELD +FROM +VALUE +CHANGE$/);
  const rows = lines.slice(0, lines.indexOf(""));
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(80);
  expect(stdout).toContain("  visitorEmail: hashed (privacy.email=hash)\n");
  expect(stdout).toContain("  visitorName: dropped (privacy.name=drop)\n");
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
