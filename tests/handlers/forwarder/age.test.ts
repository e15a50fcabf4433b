import { ForwarderWorld, invocation, NOW } from "../support/forwarder";
import { status } from "../support/inlet";
import { batch, messages, messageText, record } from "../support/messages";

const world = new ForwarderWorld();

describe("the forwarder with a message that the queue will soon forget", () => {
  const DAY = 86_400_000;
  const aged = (ms: number) => [
    record("m0", messageText({ message: "text 0" }), 2, NOW - ms),
    ...messages(1).map((one) => ({ ...one, messageId: "other" })),
  ];
  it("dead-letters it as too old after 13 days, once it has been tried again", async () => {
    world.inlet.answer = status(503);
    const result = await world.forwarder()(batch(...aged(13 * DAY)), invocation());
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: "other" }] });
    expect(world.aws.sentTo("dead")).toMatchObject([
      { kind: "event", reason: "too-old", attempts: 2 },
    ]);
    expect(world.inlet.posted).toHaveLength(2);
  });

  it("delivers it when the inlet takes it, and hides it no longer than until then", async () => {
    expect(await world.forwarder()(batch(...aged(13 * DAY)), invocation())).toEqual({
      batchItemFailures: [],
    });
    expect(world.aws.sent).toEqual([]);
    world.inlet.answer = status(503, { "retry-after": "3000" });
    const [old] = aged(13 * DAY - 90_000);
    if (old)
      await world
        .forwarder()(batch(old), invocation())
        .catch(() => undefined);
    expect(world.aws.hidden.map(({ seconds }) => seconds)).toEqual([90]);
  });

  it("dead-letters it while the flow settles or no time is left, too", async () => {
    const [old] = aged(13 * DAY);
    const one = batch(...(old ? [old] : []));
    expect(await world.forwarder()(one, invocation(3_000))).toEqual({ batchItemFailures: [] });
    world.aws.secrets.clear();
    world.addSecret("v1", { settledAt: "2026-11-23T10:09:20.000Z" });
    expect(await world.forwarder()(one, invocation())).toEqual({ batchItemFailures: [] });
    expect(world.aws.sentTo("dead").map(({ reason }) => reason)).toEqual(["too-old", "too-old"]);
  });

  it("tries soon again when the dead-letter queue does not take it", async () => {
    world.aws.behave("SendMessage", "fails");
    world.inlet.answer = status(503, { "retry-after": "3000" });
    const [old] = aged(13 * DAY);
    await world
      .forwarder()(batch(...(old ? [old] : [])), invocation())
      .catch(() => undefined);
    expect(world.aws.hidden.map(({ seconds }) => seconds)).toEqual([15]);
  });
});
