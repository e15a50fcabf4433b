import type { SQSRecord } from "aws-lambda";
import fetch from "node-fetch";
import { chatlioSender } from "../../../handlers/forwarder/chatlioSender";
import { createForwarder, type ForwarderParts } from "../../../handlers/forwarder/handler";
import { secretStore } from "../../../handlers/forwarder/inletStore";
import {
  forwarderSettings,
  type ForwarderSettings,
  type InletSecret,
} from "../../../handlers/forwarder/settings";
import { log } from "../../../handlers/shared/log";
import { emfMeter } from "../../../handlers/shared/metrics";
import { sqsQueue } from "../../../handlers/shared/queue";
import { startAwsServer, type AwsServer } from "../support/awsServer";
import { captureOutput, lambdaEnvironment } from "../support/environment";
import { json, startInlet, takes, type Answer, type Inlet } from "../support/inlet";
import { batch, messages, messageText, record } from "../support/messages";

const NOW = Date.parse("2026-11-23T10:06:00.000Z");

let aws: AwsServer;
let inlet: Inlet;
let restore: () => void;
let output: ReturnType<typeof captureOutput>;

beforeEach(async () => {
  aws = await startAwsServer();
  inlet = await startInlet();
  restore = lambdaEnvironment(aws);
  output = captureOutput();
  addSecret("v1");
});

afterEach(async () => {
  output.stop();
  restore();
  await inlet.close();
  await aws.close();
});

function addSecret(version: string, changes: Partial<InletSecret> = {}): void {
  aws.secrets.set(version, JSON.stringify({ inletUrl: inlet.url, flowId: "flow-1", ...changes }));
}

function settings(changes: object = {}): ForwarderSettings {
  return forwarderSettings.parse({
    queueUrl: `${aws.url}/000000000000/events`,
    deadLetterQueueUrl: `${aws.url}/000000000000/dead`,
    inletSecretArn: "arn:aws:secretsmanager:us-east-1:0:secret:inlet",
    inletSecretVersionId: "v1",
    maxReceiveCount: 5,
    ...changes,
  });
}

function forwarderParts(changes: object = {}): ForwarderParts {
  const used = settings(changes);
  return {
    settings: used,
    queue: sqsQueue(500),
    inlet: secretStore(used, () => NOW, 200),
    makeSender: (secret) => chatlioSender(secret, fetch),
    log,
    meter: emfMeter("ChatlioAep"),
    now: () => NOW,
    random: () => 0.5,
  };
}

const forwarder = (changes: object = {}) => createForwarder(forwarderParts(changes));

const invocation = (remainingMs = 60_000) => ({ getRemainingTimeInMillis: () => remainingMs });

/** Answers the n-th message (`text n`) by the n-th of these; others are taken. */
const each = (answers: Readonly<Record<number, Answer>>): Answer => {
  return (posted, response) => {
    const { message } = JSON.parse(posted.body) as { message: string };
    (answers[Number(message.split(" ")[1])] ?? takes)(posted, response);
  };
};

const status =
  (code: number, headers = {}, body: unknown = { status: code, title: "no" }): Answer =>
  (_, response) =>
    json(response, code, body, headers);

const reset: Answer = (_, response) => response.destroy();
const halfBody: Answer = (_, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"inletId":"in');
  setImmediate(() => response.destroy());
};
const html: Answer = (_, response) => {
  response.writeHead(200, { "content-type": "text/html" });
  response.end("<html>sign in</html>");
};
const hang: Answer = () => undefined;

function metric(name: string): number {
  return output
    .lines()
    .map((line) => (line["_aws"] ? Number(line[name] ?? 0) : 0))
    .reduce((sum, value) => sum + value, 0);
}

describe("the forwarder", () => {
  it("posts each event by itself with the flow's id, and is done with it", async () => {
    const records = messages(3);
    expect(await forwarder()(batch(...records), invocation())).toEqual({ batchItemFailures: [] });
    const bodies = inlet.posted.map(({ body }) => JSON.parse(body) as unknown);
    const sent = records.map(({ body }) => (JSON.parse(body) as { body: unknown }).body);
    expect(new Set(bodies)).toEqual(new Set(sent));
    for (const { path, headers } of inlet.posted) {
      expect(path).toBe("/collection/abc");
      expect(headers["x-adobe-flow-id"]).toBe("flow-1");
      expect(headers["content-type"]).toBe("application/json");
    }
    expect(metric("Delivered")).toBe(3);
    expect(aws.hidden).toEqual([]);
  });

  it("hands back only what failed, hidden for a while with full jitter", async () => {
    inlet.answer = each({
      1: status(503),
      2: status(429, { "retry-after": "120" }),
      3: reset,
      4: halfBody,
      5: html,
    });
    const records = messages(7, 3);
    const { batchItemFailures } = await forwarder()(batch(...records), invocation());
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(
      ["m1", "m2", "m3", "m4", "m5"].sort(),
    );
    // Third receive: between 0 and 120 s; Retry-After: that, and up to a base interval more.
    expect(Object.fromEntries(aws.hidden.map((one) => [one.receiptHandle, one.seconds]))).toEqual({
      "handle-m1": 60,
      "handle-m2": 135,
      "handle-m3": 60,
      "handle-m4": 60,
      "handle-m5": 60,
    });
    expect([metric("Delivered"), metric("Retried"), metric("Dead")]).toEqual([2, 5, 0]);
  });

  it("dead-letters at once what the inlet will never take, with the reason", async () => {
    inlet.answer = each({ 0: status(400), 1: status(413), 2: status(415) });
    const { batchItemFailures } = await forwarder()(batch(...messages(4, 2)), invocation());
    expect(batchItemFailures).toEqual([]);
    const dead = aws.sentTo("dead");
    expect(dead.map((one) => one["reason"]).sort()).toEqual(
      ["inlet-400", "inlet-413", "inlet-refused"].sort(),
    );
    for (const one of dead) expect(one).toMatchObject({ kind: "event", attempts: 2 });
    expect([metric("Delivered"), metric("Dead")]).toEqual([1, 3]);
  });

  it.each<[string, Answer, string]>([
    ["503", status(503), "inlet-unavailable"],
    ["401", status(401), "inlet-unauthorized"],
    ["404", status(404), "inlet-gone"],
    ["reset", reset, "inlet-reset"],
    ["302", status(302, { location: "https://elsewhere.example/" }), "inlet-redirect"],
  ])(
    "throws when all fail for a common reason (%s), with each hidden",
    async (_, answer, reason) => {
      inlet.answer = answer;
      await expect(forwarder()(batch(...messages(3)), invocation())).rejects.toThrow(
        `All 3 messages failed: ${reason}.`,
      );
      expect(aws.hidden).toHaveLength(3);
      expect(inlet.posted).toHaveLength(3);
    },
  );

  it("dead-letters on the last allowed receive, by itself, and does not throw", async () => {
    inlet.answer = status(503);
    const result = await forwarder()(batch(...messages(2, 5)), invocation());
    expect(result).toEqual({ batchItemFailures: [] });
    expect(aws.sentTo("dead")).toMatchObject([
      { kind: "event", reason: "inlet-unavailable", attempts: 5 },
      { kind: "event", reason: "inlet-unavailable", attempts: 5 },
    ]);
    expect(metric("Dead")).toBe(2);
  });

  it("keeps a message in the queue when the dead-letter queue does not take it", async () => {
    aws.behave("SendMessage", "fails");
    inlet.answer = each({ 0: status(400) });
    const result = await forwarder()(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(metric("Dead")).toBe(0);
  });

  it("dead-letters what is no envelope known here, whole", async () => {
    const raw = JSON.stringify({
      v: 1,
      kind: "raw",
      encoding: "utf8",
      body: "x",
      event: "a",
      widget: "b",
      requestId: "r",
      receivedAt: "2026-11-23T10:05:00.000Z",
      synthetic: false,
      reason: "not-json",
    });
    const newer = JSON.stringify({ ...JSON.parse(messageText({ a: 1 })), v: 2 } as object);
    const records = [record("a", "no json"), record("b", raw), record("c", newer), ...messages(1)];
    expect(await forwarder()(batch(...records), invocation())).toEqual({ batchItemFailures: [] });
    const dead = aws.sentTo("dead");
    expect(dead).toHaveLength(3);
    expect(dead).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "raw", reason: "bad-envelope", body: "no json" }),
        expect.objectContaining({ kind: "raw", reason: "not-json", body: "x" }),
        expect.objectContaining({ kind: "raw", reason: "bad-envelope", body: newer }),
      ]),
    );
    expect(inlet.posted).toHaveLength(1);
  });

  it("ends requests at their time-out and retries them", async () => {
    inlet.answer = each({ 0: hang });
    const delivery = { requestTimeoutMs: 100 };
    const result = await forwarder({ delivery })(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(output.lines().find((line) => line["message"] === "retry")).toMatchObject({
      reason: "inlet-time-out",
    });
  });

  it("begins nothing short of its deadline, and hands back what it did not begin", async () => {
    const delivery = { concurrency: 1, deadlineMarginMs: 100 };
    let left = 1_500;
    inlet.answer = (posted, response) => {
      left -= 300;
      takes(posted, response);
    };
    const run = forwarder({ delivery })(batch(...messages(5)), {
      getRemainingTimeInMillis: () => left,
    });
    const { batchItemFailures } = await run;
    expect(inlet.posted).toHaveLength(2);
    expect(batchItemFailures).toHaveLength(3);
    expect(aws.hidden.map(({ seconds }) => seconds)).toEqual([2, 2, 2]);
    expect([metric("Delivered"), metric("HandedBack"), metric("Retried")]).toEqual([2, 3, 0]);
  });

  it("aborts at the deadline what is under way", async () => {
    inlet.answer = hang;
    const run = forwarder({ delivery: { deadlineMarginMs: 100 } });
    await expect(run(batch(...messages(1)), invocation(1_150))).rejects.toThrow("inlet-time-out");
    expect(aws.hidden).toHaveLength(1);
  });

  it("has no more requests under way than it may", async () => {
    const waiting: (() => void)[] = [];
    inlet.answer = (posted, response) => {
      waiting.push(() => takes(posted, response));
      // When as many wait as may be under way, or the last have come: answer them.
      if (waiting.length === 3 || inlet.posted.length > 9) waiting.splice(0).forEach((go) => go());
    };
    const delivery = { concurrency: 3 };
    expect(await forwarder({ delivery })(batch(...messages(12)), invocation())).toEqual({
      batchItemFailures: [],
    });
    expect(inlet.most()).toBe(3);
  });

  it("reads the version of the secret it was deployed with, once", async () => {
    addSecret("v2", { inletUrl: "http://127.0.0.1:1/collection/other" });
    const run = forwarder();
    await run(batch(...messages(1)), invocation());
    await run(batch(...messages(1)), invocation());
    expect(inlet.posted).toHaveLength(2);
    expect(aws.calls.filter((call) => call === "GetSecretValue")).toHaveLength(1);
  });

  it("falls back to the current version when that one is gone", async () => {
    aws.secrets.clear();
    addSecret("v9");
    await forwarder()(batch(...messages(1)), invocation());
    expect(inlet.posted).toHaveLength(1);
  });

  it.each(["fails", "hangs"] as const)(
    "retries all when the secret's store %s",
    async (behaviour) => {
      aws.behave("GetSecretValue", behaviour);
      await expect(forwarder()(batch(...messages(2)), invocation())).rejects.toThrow(
        "All 2 messages failed: secret-unavailable.",
      );
      expect(aws.hidden).toHaveLength(2);
    },
  );

  it("puts everything back until the flow has settled, even on the last receive", async () => {
    aws.secrets.clear();
    addSecret("v1", { settledAt: "2026-11-23T10:09:20.000Z" });
    const result = await forwarder()(batch(...messages(2, 5)), invocation());
    expect(result.batchItemFailures).toHaveLength(2);
    expect(aws.hidden.map(({ seconds }) => seconds)).toEqual([215, 215]);
    expect(inlet.posted).toEqual([]);
    expect(aws.sent).toEqual([]);
  });

  describe("with a message that the queue will soon forget", () => {
    const DAY = 86_400_000;
    const aged = (ms: number) => [
      record("m0", messageText({ message: "text 0" }), 2, NOW - ms),
      ...messages(1).map((one) => ({ ...one, messageId: "other" })),
    ];
    it("dead-letters it as too old after 13 days, once it has been tried again", async () => {
      inlet.answer = status(503);
      const result = await forwarder()(batch(...aged(13 * DAY)), invocation());
      expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "other" }] });
      expect(aws.sentTo("dead")).toMatchObject([{ kind: "event", reason: "too-old", attempts: 2 }]);
      expect(inlet.posted).toHaveLength(2);
    });

    it("delivers it when the inlet takes it, and hides it no longer than until then", async () => {
      expect(await forwarder()(batch(...aged(13 * DAY)), invocation())).toEqual({
        batchItemFailures: [],
      });
      expect(aws.sent).toEqual([]);
      inlet.answer = status(503, { "retry-after": "3000" });
      const [old] = aged(13 * DAY - 90_000);
      if (old) await forwarder()(batch(old), invocation()).catch(() => undefined);
      expect(aws.hidden.map(({ seconds }) => seconds)).toEqual([90]);
    });

    it("dead-letters it while the flow settles or no time is left, too", async () => {
      const [old] = aged(13 * DAY);
      const one = batch(...(old ? [old] : []));
      expect(await forwarder()(one, invocation(3_000))).toEqual({ batchItemFailures: [] });
      aws.secrets.clear();
      addSecret("v1", { settledAt: "2026-11-23T10:09:20.000Z" });
      expect(await forwarder()(one, invocation())).toEqual({ batchItemFailures: [] });
      expect(aws.sentTo("dead").map(({ reason }) => reason)).toEqual(["too-old", "too-old"]);
    });

    it("tries soon again when the dead-letter queue does not take it", async () => {
      aws.behave("SendMessage", "fails");
      inlet.answer = status(503, { "retry-after": "3000" });
      const [old] = aged(13 * DAY);
      await forwarder()(batch(...(old ? [old] : [])), invocation()).catch(() => undefined);
      expect(aws.hidden.map(({ seconds }) => seconds)).toEqual([15]);
    });
  });

  it("goes on without back-off of its own when the queue does not take it", async () => {
    aws.behave("ChangeMessageVisibilityBatch", "fails");
    inlet.answer = each({ 0: status(503) });
    const result = await forwarder()(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  });

  describe.each(["hangs", "halts"] as const)("when AWS %s", (behaviour) => {
    const LAMBDA_MS = 1_900;
    const delivery = { deadlineMarginMs: 600 };
    /** A run that Lambda would end at a real deadline; fails when it is not over by then. */
    const inTime = async (...records: SQSRecord[]) => {
      const end = Date.now() + LAMBDA_MS;
      const run = createForwarder({
        ...forwarderParts({ delivery }),
        queue: sqsQueue(2_500),
        inlet: secretStore(settings(), () => NOW, 2_500),
      });
      const result = await run(batch(...records), {
        getRemainingTimeInMillis: () => end - Date.now(),
      }).catch(String);
      expect(Date.now()).toBeLessThan(end);
      return result;
    };

    it.each(["ChangeMessageVisibilityBatch", "SendMessage"])(
      "at %s: says in time what was delivered",
      async (operation) => {
        aws.behave(operation, behaviour);
        inlet.answer = each({ 1: hang, 2: status(400), 3: status(503) });
        const result = await inTime(...messages(4), record("x", "no envelope"));
        if (typeof result === "string") throw new Error(result);
        const failed = result.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
        const unburied = operation === "SendMessage" ? ["m2", "x"] : [];
        expect(failed.sort()).toEqual(["m1", "m3", ...unburied].sort());
      },
    );

    it("at the secret's store: retries all, in time", async () => {
      aws.behave("GetSecretValue", behaviour);
      expect(await inTime(...messages(2))).toContain("secret-unavailable");
      expect(aws.hidden).toHaveLength(2);
    });
  });

  it("says neither inlet nor payload in its logs and errors", async () => {
    inlet.answer = each({ 0: status(400), 1: status(503), 2: reset });
    await forwarder()(batch(...messages(4)), invocation());
    inlet.answer = reset;
    const error: unknown = await forwarder()(batch(...messages(1)), invocation()).catch(String);
    expect(error).toContain("All 1 messages failed");
    const said = `${output.text()} ${JSON.stringify(error)}`;
    expect(said).not.toContain(inlet.url);
    expect(said).not.toContain("collection");
    expect(said).not.toMatch(/text \d/);
  });
});
