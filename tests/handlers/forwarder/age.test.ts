import { ForwarderHarness, invocation, NOW } from "../support/forwarder";
import { status } from "../support/inlet";
import { batch, messages, messageText, record } from "../support/messages";

const harness = new ForwarderHarness();

describe("the forwarder with a message that SQS will soon delete", () => {
  const DAY = 86_400_000;
  const aged = (ms: number) => [
    record("m0", messageText({ message: "text 0" }), 2, NOW - ms),
    ...messages(1).map((one) => ({ ...one, messageId: "other" })),
  ];
  it("moves it to the dead-letter queue as too old after 13 days, after one more attempt", async () => {
    harness.inlet.respond = status(503);
    const result = await harness.forwarder()(batch(...aged(13 * DAY)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "other" }] });
    expect(harness.aws.sentTo("dead")).toMatchObject([
      { kind: "event", reason: "too-old", attempts: 2 },
    ]);
    expect(harness.inlet.posted).toHaveLength(2);
  });

  it("delivers it when the endpoint accepts it, and otherwise retries before it is too old", async () => {
    expect(await harness.forwarder()(batch(...aged(13 * DAY)), invocation())).toEqual({
      batchItemFailures: [],
    });
    expect(harness.aws.sent).toEqual([]);
    harness.inlet.respond = status(503, { "retry-after": "3000" });
    const [old] = aged(13 * DAY - 90_000);
    if (old)
      await harness
        .forwarder()(batch(old), invocation())
        .catch(() => undefined);
    expect(harness.aws.visibilityChanges.map(({ seconds }) => seconds)).toEqual([90]);
  });

  it("moves it to the dead-letter queue even if the dataflow is not ready or no time is left", async () => {
    const [old] = aged(13 * DAY);
    const one = batch(...(old ? [old] : []));
    expect(await harness.forwarder()(one, invocation(3_000))).toEqual({ batchItemFailures: [] });
    harness.aws.secrets.clear();
    harness.addSecret("v1", { settledAt: "2026-11-23T10:09:20.000Z" });
    expect(await harness.forwarder()(one, invocation())).toEqual({ batchItemFailures: [] });
    expect(harness.aws.sentTo("dead").map(({ reason }) => reason)).toEqual(["too-old", "too-old"]);
  });

  it("retries soon when the dead-letter queue rejects it", async () => {
    harness.aws.behave("SendMessage", "fails");
    harness.inlet.respond = status(503, { "retry-after": "3000" });
    const [old] = aged(13 * DAY);
    await harness
      .forwarder()(batch(...(old ? [old] : [])), invocation())
      .catch(() => undefined);
    expect(harness.aws.visibilityChanges.map(({ seconds }) => seconds)).toEqual([15]);
  });
});
