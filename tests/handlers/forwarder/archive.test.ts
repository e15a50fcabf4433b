import { s3Bucket } from "../../../handlers/shared/aws/bucket";
import { readEnvelope } from "../../../handlers/shared/envelope";
import { invocation } from "../support/events";
import { ForwarderHarness } from "../support/forwarder";
import { each, status } from "../support/inlet";
import { batch, messages } from "../support/messages";
import { PATIENT } from "../support/settings";

const harness = new ForwarderHarness();

function forward() {
  const where = { name: "archive", url: "https://archive.s3.us-east-1.amazonaws.com" };
  return harness.forwarder({}, { archive: s3Bucket(where, PATIENT) });
}

const records = messages(3);

function archivedIds(): unknown[] {
  return [...harness.aws.s3.objects.values()].flatMap((lines) =>
    lines
      .trim()
      .split("\n")
      .map((line) => readEnvelope(line)?.requestId),
  );
}

function idsOf(...indexes: readonly number[]): unknown[] {
  return indexes.map((index) => readEnvelope(records[index]?.body ?? "")?.requestId);
}

test("delivered events are kept in one object of the day, as they were in the queue", async () => {
  await forward()(batch(...records), invocation());
  const [[key = "", lines = ""] = []] = harness.aws.s3.objects;
  expect(harness.aws.s3.objects.size).toBe(1);
  expect(key).toMatch(/^archive\/events\/2026-11-23\/100600-[0-9a-f]{16}\.jsonl$/);
  const parsed = (text: string) => JSON.parse(text) as unknown;
  expect(lines.trim().split("\n").map(parsed)).toEqual(records.map(({ body }) => parsed(body)));
});

test("what was not delivered is not kept yet", async () => {
  harness.inlet.respond = each({ 0: status(400), 1: status(503) });
  await forward()(batch(...records), invocation());
  expect(archivedIds()).toEqual(idsOf(2));
});

test("an event that S3 does not take stays delivered, and the log names it", async () => {
  harness.aws.s3.behavior = "denies";
  await expect(forward()(batch(...records), invocation())).resolves.toEqual({
    batchItemFailures: [],
  });
  const errors = harness.output.lines().filter((line) => line["message"] === "not archived");
  expect(errors.map(({ requestId }) => requestId)).toEqual(idsOf(0, 1, 2));
  expect(errors[0]).toMatchObject({ level: "ERROR", error: "AccessDenied" });
});

test("without an archive nothing is kept", async () => {
  await harness.forwarder()(batch(...records), invocation());
  expect(harness.aws.s3.objects.size).toBe(0);
});
