import { readFile } from "node:fs/promises";

import fc from "fast-check";

import { waysOf, type StageLine } from "../../../cli/console/events";
import { MINUTES, series, trafficOf } from "../../../cli/console/traffic";

const start = Date.parse("2026-11-29T10:00:00Z");

/** A line of a function, so many seconds after the start. */
function line(
  stage: StageLine["stage"],
  seconds: number,
  message: string,
  fields: object = {},
): StageLine {
  const timestamp = new Date(start + seconds * 1_000).toISOString();
  return {
    stage,
    line: { timestamp, message, requestId: "r-1", event: "feedback-left", ...fields },
  };
}

function wayOf(...lines: readonly StageLine[]) {
  return waysOf(lines)[0];
}

const accepted = line("receiver", 0, "accepted", { id: "row-1", widget: "main" });
const retry = line("forwarder", 1, "retry", { reason: "inlet-503", receive: 1, seconds: 8 });
const delivered = line("forwarder", 9, "delivered", { id: "row-1", receive: 2, lagMs: 9_000 });
const dead = line("forwarder", 9, "moved to the dead-letter queue", { reason: "inlet-400" });

test.each([
  ["queue", [accepted]],
  ["retry", [accepted, retry]],
  ["delivered", [accepted, retry, delivered]],
  ["dead", [accepted, dead]],
  ["queue", [accepted, dead, line("operator", 20, "sent again")]],
  [
    "delivered",
    [accepted, dead, line("operator", 20, "sent again"), line("forwarder", 22, "delivered")],
  ],
  ["dead", [line("receiver", 0, "quarantined", { reason: "not-json" })]],
  ["ignored", [line("receiver", 0, "ignored: event is switched off")]],
  ["rejected", [line("receiver", 0, "queue unavailable", { error: "TimeoutError" })]],
])("an event is %s by what was written about it last", (place, lines) => {
  expect(wayOf(...lines)?.place).toBe(place);
  expect(wayOf(...lines.toReversed())?.place).toBe(place);
});

test.each([
  ["visitor", [accepted, line("forwarder", 1, "waits for its visitor", { seconds: 60 })]],
  ["queue", [accepted, line("forwarder", 1, "linked")]],
  ["queue", [accepted, line("forwarder", 1, "sent without its visitor")]],
  ["delivered", [accepted, line("forwarder", 1, "sent without its visitor"), delivered]],
  ["delivered", [accepted, delivered, line("forwarder", 10, "not archived")]],
  ["retry", [accepted, line("forwarder", 1, "dead-letter queue unavailable")]],
  ["dead", [accepted, dead, line("keeper", 11, "not kept"), line("keeper", 70, "kept")]],
  [
    "notIngested",
    [
      accepted,
      delivered,
      line("reconciler", 3_600, "row rejected by AEP", {
        requestId: undefined,
        id: "row-1",
        event: "chatlio.feedback",
      }),
    ],
  ],
  // The row has its request's id, and the line both.
  [
    "notIngested",
    [accepted, delivered, line("reconciler", 3_600, "row rejected by AEP", { id: "row-1" })],
  ],
])("every step of the way is shown, and the event is %s", (place, lines) => {
  const way = wayOf(...lines.toReversed());
  expect(way?.steps.map(({ what }) => what)).toEqual(lines.map((one) => one.line.message));
  expect(way).toMatchObject({ place, event: "feedback-left" });
});

test("an event that was sent again after AEP had rejected its row is delivered", () => {
  const rejectedAt = new Date(start + 60_000).toISOString();
  const fields = { id: "row-1", batchId: "b-1", rejectedAt };
  const found = [600, 4_200].map((at) => line("reconciler", at, "row rejected by AEP", fields));
  const again = line("forwarder", 120, "delivered", { id: "row-1" });
  const way = wayOf(accepted, delivered, again, ...found);
  expect(way).toMatchObject({ place: "delivered" });
  expect(way?.steps.map(({ what, at }) => [what, at])).toEqual([
    ["accepted", accepted.line.timestamp],
    ["delivered", delivered.line.timestamp],
    ["row rejected by AEP", rejectedAt],
    ["delivered", again.line.timestamp],
  ]);
  // Rejected once more.
  const second = { ...fields, batchId: "b-2", rejectedAt: new Date(start + 180_000).toISOString() };
  const last = line("reconciler", 4_200, "row rejected by AEP", second);
  expect(wayOf(accepted, delivered, again, ...found, last)?.place).toBe("notIngested");
});

test("a rejection comes after the delivery, although AEP's batch ended before the forwarder had its response", () => {
  const early = new Date(start - 1_000).toISOString();
  const found = line("reconciler", 4_200, "row rejected by AEP", {
    id: "row-1",
    rejectedAt: early,
  });
  const way = wayOf(found, accepted, delivered);
  expect(way?.steps.map(({ what }) => what)).toEqual([
    "accepted",
    "delivered",
    "row rejected by AEP",
  ]);
  expect(way?.place).toBe("notIngested");
});

test("a sample of this project is none of Chatlio's events, and is marked", () => {
  const sample = line("receiver", 5, "accepted", { requestId: "r-2", synthetic: true });
  const lines = [accepted, sample, line("forwarder", 6, "delivered", { requestId: "r-2" })];
  const ways = waysOf(lines);
  expect(ways.map(({ requestId, synthetic }) => [requestId, synthetic])).toEqual([
    ["r-2", true],
    ["r-1", undefined],
  ]);
  const { byEvent, total } = trafficOf(lines, ways, start + 30_000);
  expect(byEvent).toEqual({ "feedback-left": 1 });
  expect(total.accepted).toBe(2);
});

test("the rejection of a row is neither a step of another event nor an event of its own", () => {
  const rejected = line("reconciler", 9, "row rejected by AEP", { requestId: undefined, id: "x" });
  expect(waysOf([accepted, rejected]).map(({ steps }) => steps.length)).toEqual([1]);
});

test("the page has a name for each place and stage", async () => {
  const page = await readFile("cli/console/page/events.js", "utf8");
  const source = await readFile("cli/console/events.ts", "utf8");
  const union = (name: string) => {
    const [, members = ""] = new RegExp(`export type ${name} =([^]+?)\n\n`).exec(source) ?? [];
    const text = members.replace(/^ *\/\*\*.*$/gm, "");
    return [...text.matchAll(/"(\w+)"/g)].map(([, one]) => one ?? "");
  };
  const named = (name: string) => {
    const [, entries = ""] = new RegExp(`^const ${name} = {\n([^}]+)};`, "m").exec(page) ?? [];
    return [...entries.matchAll(/^  (\w+): /gm)].map(([, one]) => one ?? "");
  };
  expect(named("places").sort()).toEqual(union("Place").sort());
  expect(named("stages").sort()).toEqual(union("Stage").sort());
});

test("an event that was delivered before the receiver wrote its line is delivered", () => {
  const late = line("receiver", 10, "accepted", { id: "row-1" });
  expect(wayOf(late, delivered)).toMatchObject({ place: "delivered", lagMs: 9_000, id: "row-1" });
});

test("a way has its steps in order, each with its reason, attempt and next attempt", () => {
  expect(wayOf(delivered, retry, accepted)).toEqual({
    requestId: "r-1",
    id: "row-1",
    event: "feedback-left",
    widget: "main",
    place: "delivered",
    lagMs: 9_000,
    steps: [
      { at: "2026-11-29T10:00:00.000Z", stage: "receiver", what: "accepted" },
      {
        at: "2026-11-29T10:00:01.000Z",
        stage: "forwarder",
        what: "retry",
        reason: "inlet-503",
        receive: 1,
        retryIn: 8,
      },
      { at: "2026-11-29T10:00:09.000Z", stage: "forwarder", what: "delivered", receive: 2 },
    ],
  });
});

test("what is sent again comes after the dead-letter queue, whatever this machine's clock says", () => {
  const sent = (at: number) => line("operator", at, "sent again");
  const kept = line("keeper", 10, "kept");
  const again = line("forwarder", 22, "delivered");
  const stepsOf = (...lines: readonly StageLine[]) =>
    wayOf(...lines)?.steps.map(({ what }) => what);
  const way = ["accepted", "moved to the dead-letter queue", "kept", "sent again", "delivered"];
  for (const at of [20, 22, 25])
    expect(stepsOf(accepted, dead, kept, sent(at), again)).toEqual(way);
  expect(wayOf(accepted, dead, kept, sent(25), again)?.place).toBe("delivered");
  // It failed again, and is sent once more.
  const second = [line("forwarder", 30, "moved to the dead-letter queue"), sent(40), sent(41)];
  expect(wayOf(accepted, dead, kept, sent(20), ...second)?.steps.map(({ at }) => at)).toEqual(
    [accepted, dead, kept, sent(20), ...second].map(({ line: { timestamp } }) => timestamp),
  );
  expect(wayOf(accepted, dead, kept, sent(20), ...second)?.place).toBe("queue");
});

test("what is about no event is in no way, and is counted where it is a rejection", () => {
  const unknown = line("receiver", 5, "rejected: no valid token", { requestId: "r-2" });
  const other = line("forwarder", 5, "flow changed", { requestId: "r-3" });
  expect(waysOf([unknown, other])).toEqual([]);
  expect(trafficOf([unknown, other], [], start + 60_000).total.rejected).toBe(1);
});

test("counts by minute, and takes rates over the last five", () => {
  const lines = [accepted, retry, delivered, line("receiver", -3_600, "accepted")];
  const traffic = trafficOf(lines, waysOf(lines), start + 30_000);
  expect(traffic.from).toBe("2026-11-29T09:01:00.000Z");
  expect(traffic.minutes.accepted.slice(-2)).toEqual([0, 1]);
  expect(traffic.total).toEqual({
    accepted: 1,
    quarantined: 0,
    rejected: 0,
    delivered: 1,
    retried: 1,
    dead: 0,
  });
  expect(traffic.rate.delivered).toBe(0.2);
  expect(traffic.byEvent).toEqual({ "feedback-left": 1 });
  expect(traffic.lag).toEqual({ p50: 9_000, p95: 9_000 });
});

test("the backlog of a minute is what was accepted by its end and had not left", () => {
  const slow = [
    line("receiver", -600, "accepted", { requestId: "slow" }),
    line("forwarder", -300, "delivered", { requestId: "slow" }),
  ];
  const stuck = line("receiver", -60, "accepted", { requestId: "stuck" });
  const { backlog } = trafficOf([...slow, stuck], waysOf([...slow, stuck]), start);
  expect(backlog.slice(-12)).toEqual([0, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1]);
  const late = [
    line("keeper", -120, "kept", { requestId: "given-up" }),
    line("forwarder", -300, "moved to the dead-letter queue", { requestId: "given-up" }),
    line("receiver", -600, "accepted", { requestId: "given-up" }),
    line("forwarder", -60, "not archived", { requestId: "slow" }),
  ];
  const all = [...slow, stuck, ...late];
  expect(trafficOf(all, waysOf(all), start).backlog.slice(-12)).toEqual([
    0, 2, 2, 2, 2, 2, 0, 0, 0, 0, 1, 1,
  ]);
});

test("whatever the lines are, each chart has an hour of counts that are not negative", () => {
  const messages = [
    "accepted",
    "retry",
    "delivered",
    "moved to the dead-letter queue",
    "quarantined",
  ];
  const anyLine = fc
    .record({
      stage: fc.constantFrom("receiver" as const, "forwarder" as const),
      seconds: fc.integer({ min: -7_200, max: 600 }),
      message: fc.constantFrom(...messages),
      requestId: fc.constantFrom("a", "b", "c"),
    })
    .map(({ message, requestId, seconds, stage }) => line(stage, seconds, message, { requestId }));
  fc.assert(
    fc.property(fc.array(anyLine), (lines) => {
      const traffic = trafficOf(lines, waysOf(lines), start);
      const charts = [...series.map((name) => traffic.minutes[name]), traffic.backlog];
      for (const chart of charts) {
        expect(chart).toHaveLength(MINUTES);
        expect(Math.min(...chart)).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
