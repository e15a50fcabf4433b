import { ForwarderWorld, invocation } from "../support/forwarder";
import { each, halfBody, hang, html, reset, status, takes, type Answer } from "../support/inlet";
import { batch, messages, messageText, record } from "../support/messages";

const world = new ForwarderWorld();

describe("the forwarder", () => {
  it("posts each event by itself with the flow's id, and is done with it", async () => {
    const records = messages(3);
    expect(await world.forwarder()(batch(...records), invocation())).toEqual({
      batchItemFailures: [],
    });
    const bodies = world.inlet.posted.map(({ body }) => JSON.parse(body) as unknown);
    const sent = records.map(({ body }) => (JSON.parse(body) as { body: unknown }).body);
    expect(new Set(bodies)).toEqual(new Set(sent));
    for (const { path, headers } of world.inlet.posted) {
      expect(path).toBe("/collection/abc");
      expect(headers["x-adobe-flow-id"]).toBe("flow-1");
      expect(headers["content-type"]).toBe("application/json");
    }
    expect(world.metric("Delivered")).toBe(3);
    expect(world.aws.hidden).toEqual([]);
  });

  it("hands back only what failed, hidden for a while with full jitter", async () => {
    world.inlet.answer = each({
      1: status(503),
      2: status(429, { "retry-after": "120" }),
      3: reset,
      4: halfBody,
      5: html,
    });
    const records = messages(7, 3);
    const { batchItemFailures } = await world.forwarder()(batch(...records), invocation());
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(
      ["m1", "m2", "m3", "m4", "m5"].sort(),
    );
    // Third receive: between 0 and 120 s; Retry-After: that, and up to a base interval more.
    expect(
      Object.fromEntries(world.aws.hidden.map((one) => [one.receiptHandle, one.seconds])),
    ).toEqual({
      "handle-m1": 60,
      "handle-m2": 135,
      "handle-m3": 60,
      "handle-m4": 60,
      "handle-m5": 60,
    });
    expect([world.metric("Delivered"), world.metric("Retried"), world.metric("Dead")]).toEqual([
      2, 5, 0,
    ]);
  });

  it("dead-letters at once what the inlet will never take, with the reason", async () => {
    world.inlet.answer = each({ 0: status(400), 1: status(413), 2: status(415) });
    const { batchItemFailures } = await world.forwarder()(batch(...messages(4, 2)), invocation());
    expect(batchItemFailures).toEqual([]);
    const dead = world.aws.sentTo("dead");
    expect(dead.map((one) => one["reason"]).sort()).toEqual(
      ["inlet-400", "inlet-413", "inlet-refused"].sort(),
    );
    for (const one of dead) expect(one).toMatchObject({ kind: "event", attempts: 2 });
    expect([world.metric("Delivered"), world.metric("Dead")]).toEqual([1, 3]);
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
      world.inlet.answer = answer;
      await expect(world.forwarder()(batch(...messages(3)), invocation())).rejects.toThrow(
        `All 3 messages failed: ${reason}.`,
      );
      expect(world.aws.hidden).toHaveLength(3);
      expect(world.inlet.posted).toHaveLength(3);
    },
  );

  it("dead-letters on the last allowed receive, by itself, and does not throw", async () => {
    world.inlet.answer = status(503);
    const result = await world.forwarder()(batch(...messages(2, 5)), invocation());
    expect(result).toEqual({ batchItemFailures: [] });
    expect(world.aws.sentTo("dead")).toMatchObject([
      { kind: "event", reason: "inlet-unavailable", attempts: 5 },
      { kind: "event", reason: "inlet-unavailable", attempts: 5 },
    ]);
    expect(world.metric("Dead")).toBe(2);
  });

  it("keeps a message in the queue when the dead-letter queue does not take it", async () => {
    world.aws.behave("SendMessage", "fails");
    world.inlet.answer = each({ 0: status(400) });
    const result = await world.forwarder()(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(world.metric("Dead")).toBe(0);
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
    expect(await world.forwarder()(batch(...records), invocation())).toEqual({
      batchItemFailures: [],
    });
    const dead = world.aws.sentTo("dead");
    expect(dead).toHaveLength(3);
    expect(dead).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "raw", reason: "bad-envelope", body: "no json" }),
        expect.objectContaining({ kind: "raw", reason: "not-json", body: "x" }),
        expect.objectContaining({ kind: "raw", reason: "bad-envelope", body: newer }),
      ]),
    );
    expect(world.inlet.posted).toHaveLength(1);
  });

  it("ends requests at their time-out and retries them", async () => {
    world.inlet.answer = each({ 0: hang });
    const delivery = { requestTimeoutMs: 100 };
    const result = await world.forwarder({ delivery })(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
    expect(world.output.lines().find((line) => line["message"] === "retry")).toMatchObject({
      reason: "inlet-time-out",
    });
  });

  it("begins nothing short of its deadline, and hands back what it did not begin", async () => {
    const delivery = { concurrency: 1, deadlineMarginMs: 100 };
    let left = 1_500;
    world.inlet.answer = (posted, response) => {
      left -= 300;
      takes(posted, response);
    };
    const run = world.forwarder({ delivery })(batch(...messages(5)), {
      getRemainingTimeInMillis: () => left,
    });
    const { batchItemFailures } = await run;
    expect(world.inlet.posted).toHaveLength(2);
    expect(batchItemFailures).toHaveLength(3);
    expect(world.aws.hidden.map(({ seconds }) => seconds)).toEqual([2, 2, 2]);
    expect([
      world.metric("Delivered"),
      world.metric("HandedBack"),
      world.metric("Retried"),
    ]).toEqual([2, 3, 0]);
  });

  it("aborts at the deadline what is under way", async () => {
    world.inlet.answer = hang;
    const run = world.forwarder({ delivery: { deadlineMarginMs: 100 } });
    await expect(run(batch(...messages(1)), invocation(1_150))).rejects.toThrow("inlet-time-out");
    expect(world.aws.hidden).toHaveLength(1);
  });

  it("has no more requests under way than it may", async () => {
    const waiting: (() => void)[] = [];
    world.inlet.answer = (posted, response) => {
      waiting.push(() => takes(posted, response));
      // When as many wait as may be under way, or the last have come: answer them.
      if (waiting.length === 3 || world.inlet.posted.length > 9)
        waiting.splice(0).forEach((go) => go());
    };
    const delivery = { concurrency: 3 };
    expect(await world.forwarder({ delivery })(batch(...messages(12)), invocation())).toEqual({
      batchItemFailures: [],
    });
    expect(world.inlet.most()).toBe(3);
  });

  it("reads the version of the secret it was deployed with, once", async () => {
    world.addSecret("v2", { inletUrl: "http://127.0.0.1:1/collection/other" });
    const run = world.forwarder();
    await run(batch(...messages(1)), invocation());
    await run(batch(...messages(1)), invocation());
    expect(world.inlet.posted).toHaveLength(2);
    expect(world.aws.calls.filter((call) => call === "GetSecretValue")).toHaveLength(1);
  });

  it("falls back to the current version when that one is gone", async () => {
    world.aws.secrets.clear();
    world.addSecret("v9");
    await world.forwarder()(batch(...messages(1)), invocation());
    expect(world.inlet.posted).toHaveLength(1);
  });

  it.each(["fails", "hangs"] as const)(
    "retries all when the secret's store %s",
    async (behaviour) => {
      world.aws.behave("GetSecretValue", behaviour);
      await expect(world.forwarder()(batch(...messages(2)), invocation())).rejects.toThrow(
        "All 2 messages failed: secret-unavailable.",
      );
      expect(world.aws.hidden).toHaveLength(2);
    },
  );

  it("puts everything back until the flow has settled, even on the last receive", async () => {
    world.aws.secrets.clear();
    world.addSecret("v1", { settledAt: "2026-11-23T10:09:20.000Z" });
    const result = await world.forwarder()(batch(...messages(2, 5)), invocation());
    expect(result.batchItemFailures).toHaveLength(2);
    expect(world.aws.hidden.map(({ seconds }) => seconds)).toEqual([215, 215]);
    expect(world.inlet.posted).toEqual([]);
    expect(world.aws.sent).toEqual([]);
  });

  it("goes on without back-off of its own when the queue does not take it", async () => {
    world.aws.behave("ChangeMessageVisibilityBatch", "fails");
    world.inlet.answer = each({ 0: status(503) });
    const result = await world.forwarder()(batch(...messages(2)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "m0" }] });
  });

  it("says neither inlet nor payload in its logs and errors", async () => {
    world.inlet.answer = each({ 0: status(400), 1: status(503), 2: reset });
    await world.forwarder()(batch(...messages(4)), invocation());
    world.inlet.answer = reset;
    const error: unknown = await world
      .forwarder()(batch(...messages(1)), invocation())
      .catch(String);
    expect(error).toContain("All 1 messages failed");
    const said = `${world.output.text()} ${JSON.stringify(error)}`;
    expect(said).not.toContain(world.inlet.url);
    expect(said).not.toContain("collection");
    expect(said).not.toMatch(/text \d/);
  });
});
