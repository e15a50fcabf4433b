import { runsFull } from "../support/full";
import { runLinkedChats, WAIT_MS, type LinkedOutcome, type Transcript } from "./linkedChats";

const chats = runsFull ? 4_000 : 400;

/** What else can hold up a transcript before its first attempt: an invocation that was killed, and its backoff. */
const HELD_UP_MS = 15 * 60_000;

describe(`${chats} chats whose transcripts are linked, while everything fails`, () => {
  let outcome: LinkedOutcome;
  let transcripts: readonly Transcript[];
  beforeAll(async () => {
    outcome = await runLinkedChats(chats, 7);
    ({ transcripts } = outcome);
  });

  const of = (order: Transcript["order"]) =>
    transcripts.filter((one) => one.order === order && !one.isTableDown);

  it("lose nothing, and keep the _id of their 202", () => {
    expect(outcome.totals.lost).toBe(0);
    expect(outcome.wrongIds).toBe(0);
    expect(outcome.totals.unexplainedDuplicates).toBe(0);
    expect(outcome.totals.dead).toBe(0);
    expect(transcripts.length).toBeGreaterThan(chats * 0.97);
  });

  it("meet every fault", () => {
    const { faults, linkFailed } = outcome;
    for (const name of ["tableDown", "forwarderKilled", "resetAfter", "503", "sqsDeliveredTwice"])
      expect([name, (faults[name] ?? 0) > 0]).toEqual([name, true]);
    expect(linkFailed).toBeGreaterThan(0);
  });

  it("never give a transcript the visitor of another chat", () => {
    for (const { expected, visitor, visitorKey } of transcripts) {
      expect([undefined, ...expected]).toContain(visitor);
      if (visitor !== undefined) expect(visitorKey).toBe(`uuid:${visitor}`);
    }
  });

  it("never give a transcript something of two visitors of its chat", () => {
    for (const { people, visitor } of transcripts)
      expect(people).toEqual(visitor === undefined ? [] : [visitor]);
  });

  it("give a transcript the newest visitor of its chat", () => {
    const changed = of("before").filter(({ expected }) => expected.length > 1);
    const newest = changed.filter(({ expected, visitor }) => visitor === expected.at(-1));
    expect(changed.length).toBeGreaterThan(chats / 12);
    expect(newest.length).toBeGreaterThan(changed.length * 0.9);
  });

  it("link each transcript whose visitor the table knows when it is sent", () => {
    const reachable = transcripts.filter(({ isTableDown }) => !isTableDown);
    const wrong = reachable.filter(({ isKnown, visitor }) => isKnown !== (visitor !== undefined));
    expect(wrong).toEqual([]);
  });

  it.each(["before", "after"] as const)(
    "link transcripts when the start comes %s them",
    (order) => {
      const linked = of(order).filter(({ visitor }) => visitor !== undefined);
      expect(linked.length).toBeGreaterThan(of(order).length * 0.9);
      expect(of(order).length).toBeGreaterThan(chats / 6);
    },
  );

  it.each(["late", "never"] as const)(
    "send transcripts without a visitor after the wait when the start comes %s",
    (order) => {
      const sent = of(order);
      const unlinked = sent.filter(({ visitor }) => visitor === undefined);
      expect(unlinked.length).toBeGreaterThan(sent.length * 0.9);
      for (const { waitedMs } of unlinked) expect(waitedMs).toBeGreaterThanOrEqual(WAIT_MS);
    },
  );

  it("hold up no transcript for longer than the wait and what the queue itself needs", () => {
    for (const { waitedMs } of transcripts)
      expect(waitedMs).toBeLessThanOrEqual(WAIT_MS + HELD_UP_MS);
    const quick = of("before").filter(({ waitedMs }) => waitedMs < 5_000);
    // The others were in an invocation that was killed, or met an endpoint that was busy.
    expect(quick.length).toBeGreaterThan(of("before").length * 0.85);
  });
});
