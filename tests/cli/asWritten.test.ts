import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { ingest } from "../../handlers/ingestion/ingest";
import { encodeReceiverSettings } from "../../handlers/receiver/settings";
import { copyKey } from "../../handlers/shared/copies";
import { wrapEvent, wrapRaw } from "../../handlers/shared/envelope";
import { toJson } from "../../handlers/shared/json";
import { startAwsServer, type AwsServer } from "../handlers/support/awsServer";
import { fixture } from "../handlers/support/fixtures";
import { eventOf, factsOf } from "../handlers/support/ingested";
import { receiverInput, receiverSettingsOf } from "../handlers/support/settings";
import { runWritten, writtenCommands } from "../support/writtenCommands";
import { environmentOf, outputsScript, writePulumi } from "./support";

/** The commands of docs/operating.md, run as they are written. */
const page = "docs/operating.md";

let aws: AwsServer;
let bin: string;

beforeEach(async () => {
  aws = await startAwsServer();
  Object.assign(aws.functionEnvironment, encodeReceiverSettings(receiverInput()));
  bin = mkdtempSync(path.join(os.tmpdir(), "as-written-"));
  writePulumi(bin, outputsScript(aws));
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await aws.close();
});

function run(commands: string): Promise<string> {
  return runWritten(commands, { cwd: bin, env: environmentOf({ aws, bin }) });
}

test("explain", async () => {
  copyFileSync("tests/fixtures/payloads/feedback-left.json", path.join(bin, "payload.json"));
  const printed = await run(writtenCommands(page, "npx chatlio-aep explain"));
  expect(printed.match(/^IN THE ROW +FROM/gm)).toHaveLength(3);
  expect(printed).toContain("_tenant.chatlio.visitor.email: hashed (privacy.email=hash)");
  expect(printed).toContain('"outcome": "accepted"');
});

test("webhooks", async () => {
  const token = "t0ken-of-this-test-with-thirty-two-bytes-x";
  const url = `https://relay.example/chatlio/main/feedback-left?token=${token}`;
  const urls = { webhookUrls: { main: { "feedback-left": url } } };
  writePulumi(bin, `[ "$*" = "\${*%prod*}" ] && exit 1\n${outputsScript(aws, urls)}`);
  const [listed, ...commands] = writtenCommands(page, "npx chatlio-aep webhooks")
    .trim()
    .split("\n");
  expect(await run(listed ?? "")).not.toContain(token);
  const [shown, json] = await Promise.all(commands.map((command) => run(command)));
  expect(shown).toContain(url);
  expect(JSON.parse(json ?? "")).toMatchObject([{ widget: "main" }]);
});

test("dlq", async () => {
  const { event, bytes } = fixture("feedback-left");
  const facts = { ...factsOf(event), requestId: "r-1" };
  const body = eventOf(ingest(bytes, facts, receiverSettingsOf()));
  const message = toJson({ ...wrapEvent(facts, body), reason: "inlet-400", attempts: 80 });
  aws.messages.push({ id: "m-1", body: message, invisible: false });
  const old = toJson({
    ...wrapRaw({ ...facts, requestId: "r-old" }, bytes, "not-json"),
    receivedAt: "2026-01-01T00:00:00.000Z",
  });
  aws.messages.push({ id: "m-2", body: old, invisible: false });
  writePulumi(bin, outputsScript(aws, { archiveBucket: "archive" }));
  const written = writtenCommands(page, "npx chatlio-aep dlq list");
  const printed = await run(written.replace("<id>", "r-1"));
  expect(printed).toMatch(/^r-1 .* feedback-left +main +inlet-400$/m);
  expect(printed).toContain(body.id);
  expect(printed).toContain("1 sent again");
  expect(aws.sentTo("events")).toHaveLength(1);
  expect(printed).toMatch(/^1 would be dropped$/m);
  expect(printed).toMatch(/^1 dropped, and kept in the archive$/m);
  expect(printed).toMatch(/^1 restored$/m);
});

test("dlq restore --expired", async () => {
  writePulumi(bin, outputsScript(aws, { archiveBucket: "archive" }));
  const { event, bytes } = fixture("feedback-left");
  const message = toJson(wrapRaw(factsOf(event), bytes, "inlet-400"));
  aws.s3.objects.set(`archive/${copyKey(message)}`, message);
  aws.s3.writtenAt.set(`archive/${copyKey(message)}`, "2026-01-01T00:00:00.000Z");
  const printed = await run(writtenCommands(page, "npx chatlio-aep dlq restore --expired"));
  expect(printed).toBe("1 would be restored\n1 restored\n");
});

test("replay", async () => {
  writePulumi(bin, outputsScript(aws, { archiveBucket: "archive" }));
  const { event, bytes } = fixture("feedback-left");
  const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
  const facts = { ...factsOf(event), receivedAt };
  const archived = toJson(wrapEvent(facts, eventOf(ingest(bytes, facts, receiverSettingsOf()))));
  aws.s3.objects.set(`archive/events/${receivedAt.slice(0, 10)}/1.jsonl`, archived);
  const printed = await run(writtenCommands(page, "npx chatlio-aep replay"));
  expect(printed).toMatch(/^1 would be sent again$/m);
  expect(printed).toMatch(/^1 sent again$/m);
  expect(aws.sentTo("events")).toHaveLength(1);
});
