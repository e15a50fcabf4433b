import { PROMISED_OUTAGE_HOURS } from "../../handlers/forwarder/retryPolicy";
import { repository } from "../../local/toolchain/context";
import { runsFull, sample } from "../support/full";
import { runWritten, writtenCommands } from "../support/writtenCommands";
import { Recorder } from "./recorder";
import { findings, report, unaccounted } from "./report";
import { simulate, type Outcome } from "./simulation";

/** Every fault the simulation knows, by source. */
const everywhere = [
  ..."400 429 503 503RetryAfter 500AfterWork notJson halfBody strange stuck".split(" "),
  ..."timeoutBefore timeoutAfter resetBefore resetAfter outage flowReplaced outageRetryAfter forwarderKilled webhookRepeated".split(
    " ",
  ),
  ..."sqsSendRefused sqsSentButRefused sqsSentTwice sqsDeliveredTwice sqsDeletedInVain".split(" "),
  ..."bucketRefused dlqRefused keeperKilled".split(" "),
];
const inBatches = ["batchPartFailed", "413", "tokenRefused"];

/** Fewer events meet every fault as well, with this seed. */
const { events, seed } = runsFull ? { events: 5_000, seed: 1 } : { events: 1_500, seed: 6 };

describe.each(["chatlio", "http-api"] as const)(`${events} webhooks by source %s`, (source) => {
  let outcome: Outcome;
  beforeAll(async () => {
    outcome = await simulate({ events, seed, source });
  });

  it("lose nothing: every 202 is a row or a DLQ message", () => {
    expect(outcome.totals.lost).toBe(0);
    expect(outcome.totals.answered202).toBeGreaterThan(events * 0.98);
    expect(outcome.totals.sent).toBe(outcome.totals.answered202 + outcome.totals.refused);
  });

  it("are duplicated only after an ambiguous response", () => {
    expect(outcome.totals.unexplainedDuplicates).toBe(0);
    expect(outcome.totals.lakeDuplicates).toBeGreaterThan(0);
    expect(outcome.totals.lakeRows).toBe(outcome.totals.distinct + outcome.totals.lakeDuplicates);
  });

  it("are stored under the _id in their 202", () => {
    expect(outcome.wrongIds).toBe(0);
  });

  it("see every fault", () => {
    const faults = [...everywhere, ...(source === "http-api" ? inBatches : [])];
    expect(faults.filter((name) => !outcome.faults[name])).toEqual([]);
  });

  it("reach no dataflow before it is ready, and are not moved without a verdict", () => {
    expect(outcome.faults).not.toHaveProperty("droppedUnsettled");
    expect(outcome.faults).not.toHaveProperty("movedWithoutVerdict");
  });

  it("are accounted for by the relay's own metrics", () => {
    const { metrics, totals } = outcome;
    const count = (name: string) => metrics[name] ?? 0;
    expect(count("Received")).toBe(totals.sent);
    expect(count("Received")).toBe(
      count("Accepted") + count("Quarantined") + count("Ignored") + count("Refused"),
    );
    expect(count("Accepted") + count("Quarantined")).toBe(totals.answered202);
    expect(count("Unavailable")).toBe(totals.refused);
    expect(count("Delivered")).toBe(outcome.countedRows);
    expect(unaccounted(outcome)).toBe(0);
    const { duplicates, storedButRefused } = outcome.exceptions;
    expect(Math.min(duplicates, storedButRefused)).toBeGreaterThan(0);
  });
});

describe("an outage", () => {
  const hours = (number: number) => number * 3_600_000;
  const events = 40;

  it.each(sample(["86400", "30", "0"], 1))(
    "of 24 hours, with Retry-After: %s, moves nothing to the dead-letter queue",
    async (outageRetryAfter) => {
      const outcome = await simulate({
        events,
        seed: 5,
        source: "chatlio",
        outageMs: hours(PROMISED_OUTAGE_HOURS) - 2_400_000,
        outageRetryAfter,
      });
      expect(findings([outcome])).toEqual([]);
      // The endpoint never accepts two of them: one is rejected, and one is stuck.
      expect(outcome.metrics["Dead"]).toBe(2);
    },
  );

  const inFull = runsFull ? it : undefined;
  inFull?.("of 15 days, with enough receives, lets nothing expire in the queue", async () => {
    const outcome = await simulate({
      events,
      seed: 5,
      source: "chatlio",
      outageMs: hours(15 * 24),
      outageRetryAfter: "21600",
      maxReceiveCount: 900,
    });
    expect(outcome.faults).not.toHaveProperty("expired");
    expect(findings([outcome])).toEqual([]);
    expect(outcome.totals.dead).toBeGreaterThan(events / 2);
  });
});

describe("an outage of the bucket of copies", () => {
  const run = (minutes: number) =>
    simulate({ events: 150, seed: 5, source: "chatlio", bucketOutageMs: minutes * 60_000 });

  it("delays DLQ messages, and none arrives without a copy", async () => {
    const outcome = await run(45);
    expect(findings([outcome])).toEqual([]);
    expect(outcome.faults).not.toHaveProperty("movedWithoutCopy");
    expect(outcome.totals.dead).toBeGreaterThan(0);
  });

  it("of half a day lets SQS move them without a copy, and loses none", async () => {
    const outcome = await run(12 * 60);
    expect(findings([outcome])).toEqual([]);
    expect(outcome.faults["movedWithoutCopy"]).toBeGreaterThan(0);
  });
});

describe("a run", () => {
  it("repeats for the same seed, and differs for another seed", async () => {
    const run = async (seed: number) =>
      JSON.stringify(await simulate({ events: 150, seed, source: "chatlio" }));
    expect(await run(7)).toBe(await run(7));
    expect(await run(7)).not.toBe(await run(8));
  });

  it.each(sample([2, 3, 4], 1))("holds with seed %d as well", async (seed) => {
    const { totals } = await simulate({ events: 600, seed, source: "http-api" });
    expect(totals).toMatchObject({ lost: 0, unexplainedDuplicates: 0 });
  });
});

describe("the report", () => {
  it("sums up both sources in one object", async () => {
    const outcomes = [
      await simulate({ events: 60, seed: 3, source: "chatlio" }),
      await simulate({ events: 60, seed: 3, source: "http-api" }),
    ];
    const sums = report(outcomes, 3);
    expect(Object.keys(sums)).toEqual(
      [
        "sent answered202 lakeRows lakeDuplicates distinct dead refused lost unexplainedDuplicates",
        "seed faults",
      ].flatMap((names) => names.split(" ")),
    );
    expect(sums.sent).toBe((outcomes[0]?.totals.sent ?? 0) + (outcomes[1]?.totals.sent ?? 0));
    expect(sums.faults["flowReplaced"]).toBe(2);
    expect(findings(outcomes)).toEqual([]);
  });
});

if (runsFull) {
  test("the run that the documentation shows ends with its summary", async () => {
    const commands = writtenCommands("docs/testing.md", "npm run test:faults");
    const printed = await runWritten(commands, { cwd: repository, env: process.env });
    const summary: unknown = JSON.parse(printed.trim().split("\n").at(-1) ?? "");
    expect(summary).toMatchObject({ lost: 0, unexplainedDuplicates: 0 });
  }, 600_000);
}

describe("the recorder", () => {
  const row = (id: string) => `{"id":"${id.repeat(64)}"}`;

  it("counts events that are lost, duplicated without a reason, or stored under another _id", () => {
    const recorder = new Recorder(5);
    for (const event of [0, 1, 2, 3]) recorder.response(event, 202, "a".repeat(64));
    recorder.response(4, 503, undefined);
    recorder.row(1, row("a"));
    recorder.row(1, row("a"));
    recorder.row(2, row("b"));
    recorder.allowDuplicate(2);
    recorder.row(2, row("a"));
    recorder.movedToDlq(3);
    expect(recorder.totals()).toEqual({
      sent: 5,
      answered202: 4,
      refused: 1,
      lakeRows: 4,
      lakeDuplicates: 2,
      distinct: 2,
      dead: 1,
      lost: 1,
      unexplainedDuplicates: 1,
    });
    expect(recorder.wrongIds).toBe(1);
  });
});
