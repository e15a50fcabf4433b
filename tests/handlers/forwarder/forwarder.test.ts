import { secretStore } from "../../../handlers/forwarder/inletStore";
import { CapturedTimers } from "../support/capturedTimers";
import { ForwarderHarness, invocation, NOW } from "../support/forwarder";
import { each, halfBody, html, reset, status, takes, type Responder } from "../support/inlet";
import { batch, messages, messageText, record } from "../support/messages";

const harness = new ForwarderHarness();

describe("the forwarder", () => {
  it("posts each event in a request of its own, with the dataflow's id, and deletes it", async () => {
    const records = messages(3);
    expect(await harness.forwarder()(batch(...records), invocation())).toEqual({
      batchItemFailures: [],
    });
    const bodies = harness.inlet.posted.map(({ body }) => JSON.parse(body) as unknown);
    const sent = records.map(({ body }) => (JSON.parse(body) as { body: unknown }).body);
    expect(new Set(bodies)).toEqual(new Set(sent));
    for (const { path, headers } of harness.inlet.posted) {
      expect(path).toBe("/collection/abc");
      expect(headers["x-adobe-flow-id"]).toBe("flow-1");
      expect(headers["content-type"]).toBe("application/json");
    }
    expect(harness.metric("Delivered")).toBe(3);
    expect(harness.aws.visibilityChanges).toEqual([]);
  });

  it("keeps only failed messages, with a visibility timeout of full jitter", async () => {
    harness.inlet.respond = each({
      1: status(503),
      2: status(429, { "retry-after": "120" }),
      3: reset,
      4: halfBody,
      5: html,
    });
    const records = messages(7, 3);
    const { batchItemFailures } = await harness.forwarder()(batch(...records), invocation());
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(
      ["m1", "m2", "m3", "m4", "m5"].sort(),
    );
    // Third receive: between 0 and 120 s; Retry-After: that, and up to a base interval more.
    expect(
      Object.fromEntries(
        harness.aws.visibilityChanges.map((one) => [one.receiptHandle, one.seconds]),
      ),
    ).toEqual({
      "handle-m1": 60,
      "handle-m2": 135,
      "handle-m3": 60,
      "handle-m4": 60,
      "handle-m5": 60,
    });
    expect([
      harness.metric("Delivered"),
      harness.metric("Retried"),
      harness.metric("Dead"),
    ]).toEqual([2, 5, 0]);
  });

  it("moves messages that the endpoint always rejects to the dead-letter queue at once, with the reason", async () => {
    harness.inlet.respond = each({ 0: status(400), 1: status(413), 2: status(415) });
    const { batchItemFailures } = await harness.forwarder()(batch(...messages(4, 2)), invocation());
    expect(batchItemFailures).toEqual([]);
    const dead = harness.aws.sentTo("dead");
    expect(dead.map((one) => one["reason"]).sort()).toEqual(
      ["inlet-400", "inlet-413", "inlet-refused"].sort(),
    );
    for (const one of dead) expect(one).toMatchObject({ kind: "event", attempts: 2 });
    expect([harness.metric("Delivered"), harness.metric("Dead")]).toEqual([1, 3]);
  });

  it.each<[string, Responder, string]>([
    ["503", status(503), "inlet-unavailable"],
    ["401", status(401), "inlet-unauthorized"],
    ["404", status(404), "inlet-gone"],
    ["reset", reset, "inlet-reset"],
    ["302", status(302, { location: "https://elsewhere.example/" }), "inlet-redirect"],
  ])(
    "throws when all fail for a systemic reason (%s), and extends each visibility timeout",
    async (_, responder, reason) => {
      harness.inlet.respond = responder;
      await expect(harness.forwarder()(batch(...messages(3)), invocation())).rejects.toThrow(
        `All 3 messages failed: ${reason}.`,
      );
      expect(harness.aws.visibilityChanges).toHaveLength(3);
      expect(harness.inlet.posted).toHaveLength(3);
    },
  );

  it("moves messages to the dead-letter queue at the last receive, and does not throw", async () => {
    harness.inlet.respond = status(503);
    const result = await harness.forwarder()(batch(...messages(2, 5)), invocation());
    expect(result).toEqual({ batchItemFailures: [] });
    expect(harness.aws.sentTo("dead")).toMatchObject([
      { kind: "event", reason: "inlet-unavailable", attempts: 5 },
      { kind: "event", reason: "inlet-unavailable", attempts: 5 },
    ]);
    expect(harness.metric("Dead")).toBe(2);
  });

  it("keeps a message in the queue when the dead-letter queue rejects it", async () => {
    harness.aws.behave("SendMessage", "fails");
    harness.inlet.respond = each({ 0: status(400) });
    const result = await harness.forwarder()(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(harness.metric("Dead")).toBe(0);
  });

  it("moves messages of unknown format to the dead-letter queue as they are", async () => {
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
    expect(await harness.forwarder()(batch(...records), invocation())).toEqual({
      batchItemFailures: [],
    });
    const dead = harness.aws.sentTo("dead");
    expect(dead).toHaveLength(3);
    expect(dead).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "raw", reason: "bad-envelope", body: "no json" }),
        expect.objectContaining({ kind: "raw", reason: "not-json", body: "x" }),
        expect.objectContaining({ kind: "raw", reason: "bad-envelope", body: newer }),
      ]),
    );
    expect(harness.inlet.posted).toHaveLength(1);
  });

  it("aborts requests at their timeout and retries them", async () => {
    const timers = new CapturedTimers();
    let timeout: number | undefined;
    harness.inlet.respond = each({ 0: () => (timeout = timers.endLast()) });
    const run = harness.forwarder(
      { delivery: { concurrency: 1, requestTimeoutMs: 1_000 } },
      timers,
    );
    const result = await run(batch(...messages(2)), invocation());
    expect(timeout).toBe(1_000);
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(harness.output.lines().find((line) => line["message"] === "retry")).toMatchObject({
      reason: "inlet-time-out",
    });
  });

  it("starts no request shortly before its deadline, and releases the remaining messages", async () => {
    const delivery = { concurrency: 1, deadlineMarginMs: 100 };
    let left = 1_500;
    harness.inlet.respond = (posted, response) => {
      left -= 300;
      takes(posted, response);
    };
    const run = harness.forwarder({ delivery }, new CapturedTimers())(batch(...messages(5)), {
      getRemainingTimeInMillis: () => left,
    });
    const { batchItemFailures } = await run;
    expect(harness.inlet.posted).toHaveLength(2);
    expect(batchItemFailures).toHaveLength(3);
    expect(harness.aws.visibilityChanges.map(({ seconds }) => seconds)).toEqual([2, 2, 2]);
    expect([
      harness.metric("Delivered"),
      harness.metric("HandedBack"),
      harness.metric("Retried"),
    ]).toEqual([2, 3, 0]);
  });

  it("aborts requests in flight at the deadline", async () => {
    const timers = new CapturedTimers();
    let timeToSend: number | undefined;
    harness.inlet.respond = () => (timeToSend = timers.endLast());
    const run = harness.forwarder({ delivery: { deadlineMarginMs: 100 } }, timers);
    await expect(run(batch(...messages(1)), invocation(1_150))).rejects.toThrow("inlet-time-out");
    expect(timeToSend).toBe(1_050);
    expect(harness.aws.visibilityChanges).toHaveLength(1);
  });

  it("has at most as many requests in flight as configured", async () => {
    const waiting: (() => void)[] = [];
    harness.inlet.respond = (posted, response) => {
      waiting.push(() => takes(posted, response));
      // Respond once as many wait as may be in flight, or the last ones have arrived.
      if (waiting.length === 3 || harness.inlet.posted.length > 9)
        waiting.splice(0).forEach((go) => go());
    };
    const delivery = { concurrency: 3 };
    expect(await harness.forwarder({ delivery })(batch(...messages(12)), invocation())).toEqual({
      batchItemFailures: [],
    });
    expect(harness.inlet.most()).toBe(3);
  });

  it("reads the deployed version of the secret only once", async () => {
    harness.addSecret("v2", { inletUrl: "http://127.0.0.1:1/collection/other" });
    const run = harness.forwarder();
    await run(batch(...messages(1)), invocation());
    await run(batch(...messages(1)), invocation());
    expect(harness.inlet.posted).toHaveLength(2);
    expect(harness.aws.calls.filter((call) => call === "GetSecretValue")).toHaveLength(1);
  });

  it("falls back to the current version when that version is gone", async () => {
    harness.aws.secrets.clear();
    harness.addSecret("v9");
    await harness.forwarder()(batch(...messages(1)), invocation());
    expect(harness.inlet.posted).toHaveLength(1);
  });

  it.each(["fails", "hangs"] as const)(
    "retries all messages when Secrets Manager %s",
    async (behavior) => {
      harness.aws.behave("GetSecretValue", behavior);
      const parts = { inlet: secretStore(harness.settings(), () => NOW, 200) };
      const run = harness.forwarder({}, parts)(batch(...messages(2)), invocation());
      await expect(run).rejects.toThrow("All 2 messages failed: secret-unavailable.");
      expect(harness.aws.visibilityChanges).toHaveLength(2);
    },
  );

  it("keeps all messages until the dataflow is ready, even at the last receive", async () => {
    harness.aws.secrets.clear();
    harness.addSecret("v1", { settledAt: "2026-11-23T10:09:20.000Z" });
    const result = await harness.forwarder()(batch(...messages(2, 5)), invocation());
    expect(result.batchItemFailures).toHaveLength(2);
    expect(harness.aws.visibilityChanges.map(({ seconds }) => seconds)).toEqual([215, 215]);
    expect(harness.inlet.posted).toEqual([]);
    expect(harness.aws.sent).toEqual([]);
  });

  it("continues when the visibility timeout cannot be extended", async () => {
    harness.aws.behave("ChangeMessageVisibilityBatch", "fails");
    harness.inlet.respond = each({ 0: status(503) });
    const result = await harness.forwarder()(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  });

  it("never logs the endpoint or a payload, not even in errors", async () => {
    harness.inlet.respond = each({ 0: status(400), 1: status(503), 2: reset });
    await harness.forwarder()(batch(...messages(4)), invocation());
    harness.inlet.respond = reset;
    const error: unknown = await harness
      .forwarder()(batch(...messages(1)), invocation())
      .catch(String);
    expect(error).toContain("All 1 messages failed");
    const said = `${harness.output.text()} ${JSON.stringify(error)}`;
    expect(said).not.toContain(harness.inlet.url);
    expect(said).not.toContain("collection");
    expect(said).not.toMatch(/text \d/);
  });
});
