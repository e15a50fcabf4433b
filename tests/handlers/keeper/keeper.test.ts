import { Keeper } from "../../../handlers/keeper/keeper";
import { encodeKeeperSettings, readKeeperSettings } from "../../../handlers/keeper/settings";
import { s3Bucket } from "../../../handlers/shared/aws/bucket";
import { copyKey } from "../../../handlers/shared/copies";
import type { LogFields } from "../../../handlers/shared/log";
import { sqsQueue } from "../../../handlers/shared/queue";
import { startAwsServer, type AwsServer } from "../support/awsServer";
import { batch, messageText, record } from "../support/messages";
import { PATIENT } from "../support/settings";

let aws: AwsServer;
let restore: () => void;
let logged: [string, string, LogFields | undefined][];

beforeEach(async () => {
  aws = await startAwsServer();
  logged = [];
  const before = process.env;
  const keys = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
  process.env = { ...before, ...keys, AWS_REGION: "us-east-1", AWS_ENDPOINT_URL: aws.url };
  restore = () => (process.env = before);
});
afterEach(async () => {
  restore();
  await aws.close();
});

const copies = { name: "archive", url: "https://archive.s3.us-east-1.amazonaws.com" };

function keeper({ timeLeftMs = PATIENT, copied = true } = {}) {
  const settings = readKeeperSettings(
    encodeKeeperSettings({ deadLetterQueueUrl: `${aws.url}/0/dead`, ...(copied && { copies }) }),
  );
  const subject = new Keeper({
    settings,
    queue: sqsQueue(PATIENT),
    bucket: settings.copies && s3Bucket(settings.copies, PATIENT),
    log: (level, message, fields) => logged.push([level, message, fields]),
  });
  return (...records: Parameters<typeof batch>) =>
    subject.handle(batch(...records), { getRemainingTimeInMillis: () => timeLeftMs });
}

const texts = [messageText({ message: "one" }), messageText({ message: "two" }), "not JSON"];
const records = texts.map((text, index) => record(`m${index}`, text));

test("each message is copied, and then put into the dead-letter queue as it is", async () => {
  await expect(keeper()(...records)).resolves.toEqual({ batchItemFailures: [] });
  expect(new Map(aws.s3.objects)).toEqual(
    new Map(texts.map((text) => [`archive/${copyKey(text)}`, text])),
  );
  expect(aws.sent.map(({ queue, body }) => [queue, body]).sort()).toEqual(
    texts.map((text) => ["dead", text]).sort(),
  );
});

test("without copies, messages only go on to the dead-letter queue", async () => {
  await keeper({ copied: false })(...records);
  expect(aws.s3.objects.size).toBe(0);
  expect(aws.sent).toHaveLength(3);
});

test("the log says which message was kept, and nothing of its content", async () => {
  await keeper()(record("m0", messageText({ message: "a secret" })), record("m1", "not JSON"));
  expect(logged).toEqual([
    [
      "INFO",
      "kept",
      {
        event: "feedback-left",
        requestId: expect.stringMatching(/^request-/) as string,
        id: expect.stringMatching(/./) as string,
      },
    ],
    ["INFO", "kept", { event: "unknown", requestId: "m1" }],
  ]);
  expect(JSON.stringify(logged)).not.toContain("secret");
});

describe("when S3 does not take the copy", () => {
  it.each(["denies", "fails"] as const)(
    "and %s, the messages stay in the queue, and AWS counts an error",
    async (behavior) => {
      aws.s3.behavior = behavior;
      await expect(keeper()(...records)).rejects.toThrow(
        "None of the 3 messages could be kept. They are back in the queue.",
      );
      expect(aws.sent).toEqual([]);
      expect(logged.map(([level, message]) => [level, message])).toEqual(
        records.map(() => ["ERROR", "not kept"]),
      );
    },
  );
});

test("when the dead-letter queue rejects one message, only that one stays in the queue", async () => {
  const rejected = record("rejected", "\uFFFE");
  await expect(keeper()(...records, rejected)).resolves.toEqual({
    batchItemFailures: [{ itemIdentifier: "rejected" }],
  });
});

test("when the queue does not respond, it gives up before Lambda ends the function", async () => {
  aws.behave("SendMessage", "hangs");
  await expect(keeper({ timeLeftMs: 2_050 })(...records)).rejects.toThrow("could be kept");
  expect(logged.map(([level]) => level)).toEqual(["ERROR", "ERROR", "ERROR"]);
});

test("an invocation without messages does nothing", async () => {
  await expect(keeper()()).resolves.toEqual({ batchItemFailures: [] });
});
