import fc from "fast-check";

import {
  contradict,
  knownOf,
  linked,
  merged,
  whoOf,
  type Link,
} from "../../../handlers/links/link";
import type { ChatEvent } from "../../../handlers/model";
import { kinds, linkOf, SHARED_UUID, type Kind } from "./people";

/** The names of the people of whom a link or an event has something. */
function peopleIn({
  identities = {},
  visitorEmail = "",
  visitorUserId = "",
  visitorUuid = "",
}: Partial<Link>): string[] {
  const values = [visitorUuid, visitorUserId, visitorEmail, ...Object.values(identities)];
  return [...new Set(values.filter((value) => value !== "").map((value) => value.charAt(0)))];
}

const someKinds = fc.subarray(kinds, { minLength: 1 });

/** An event of a chat whose visitor says his UUID each time, as Chatlio's do. */
const events = fc
  .array(fc.record({ name: fc.constantFrom("a", "b"), known: fc.subarray(kinds) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((all) =>
    all.map(({ known, name }, index) =>
      linkOf(
        name,
        [...new Set<Kind>(["visitorUuid", ...known])],
        `2026-11-23T10:0${index}:00.000Z`,
      ),
    ),
  );

/**
 * Events of a chat on a computer that two people share. Its browser has one UUID. Whoever is logged in has a user id,
 * and some events are of nobody who is.
 */
const sharedEvents = events.map((all) =>
  all.map((each): Link => {
    const isLoggedIn = peopleIn({ ...each, visitorUuid: "" }).length > 0;
    const visitorUserId = `${peopleIn(each).join("")}-user`;
    return { ...each, visitorUuid: SHARED_UUID, ...(isLoggedIn && { visitorUserId }) };
  }),
);

function inAnyOrder(chats: fc.Arbitrary<Link[]>) {
  return chats.chain((all) =>
    fc.record({
      all: fc.constant(all),
      order: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
    }),
  );
}

const shuffled = inAnyOrder(events);

/** A link without when its values were said, and whether the visitor has changed. */
function whoIn(link: Link): Link {
  return { conversationId: link.conversationId, at: link.at, ...whoOf(knownOf(link)) };
}

function fold(links: readonly Link[]): Link {
  return links.reduce((before, link) => merged(before, link));
}

describe("what the events of a chat say of its visitor", () => {
  it.each(kinds)("contradicts when they have another %s, and only then", (kind) => {
    const [one, other] = [linkOf("a", [kind], "1"), linkOf("b", [kind], "2")];
    expect(contradict(one, other)).toBe(true);
    expect(contradict(one, linkOf("a", kinds, "2"))).toBe(false);
    const rest = kinds.filter((each) => each !== kind);
    expect(contradict(one, linkOf("b", rest, "2"))).toBe(false);
  });

  it("is never of two people, in whatever order the events come", () => {
    fc.assert(
      fc.property(shuffled, ({ order }) => {
        expect(peopleIn(fold(order))).toHaveLength(1);
      }),
    );
  });

  it("is of the visitor whom the newest event names, in whatever order they come", () => {
    fc.assert(
      fc.property(shuffled, ({ all, order }) => {
        expect(peopleIn(fold(order))).toEqual(peopleIn(all.at(-1) as Link));
      }),
    );
  });

  it("is never of two people who share a computer, and the same in whatever order the events come", () => {
    fc.assert(
      fc.property(inAnyOrder(sharedEvents), ({ all, order }) => {
        const found = fold(order);
        const others = peopleIn(found).filter((name) => name !== SHARED_UUID.charAt(0));
        expect(others.length).toBeLessThanOrEqual(1);
        expect(found).toEqual(fold(all));
        const isChanged = all.some((one) => all.some((other) => contradict(one, other)));
        expect(found.changed ?? false).toBe(isChanged);
        if (isChanged) expect(whoIn(found)).toEqual(all.at(-1));
      }),
    );
  });

  it("is the same however the events were put together before", () => {
    fc.assert(
      fc.property(inAnyOrder(sharedEvents), fc.nat(6), ({ all, order }, size) => {
        const parts = [order.slice(0, size), order.slice(size)].filter(({ length }) => length > 0);
        expect(fold(parts.map(fold))).toEqual(fold(all));
      }),
    );
  });

  it("is nobody when two that came in the same instant contradict each other, until a newer one comes", () => {
    const [one, other] = [linkOf("a", ["visitorUserId"], "2"), linkOf("b", ["visitorUserId"], "2")];
    const nobody = { conversationId: "c", at: "2", changed: true };
    expect(fold([one, other])).toEqual(nobody);
    expect(fold([other, linkOf("a", kinds, "1"), one])).toEqual(nobody);
    const newer = linkOf("a", ["visitorEmail"], "3");
    expect(fold([one, other, newer])).toEqual({ ...newer, changed: true });
    expect(fold([one, newer, other])).toEqual({ ...newer, changed: true });
  });

  it.each([
    ["an address", "visitorEmail", "Anna@Example.com", "anna@example.com"],
    [
      "a UUID",
      "visitorUuid",
      "5F0C2B1E-7A44-4D3B-9C1D-2E8F6A90B7D3",
      "5f0c2b1e-7a44-4d3b-9c1d-2e8f6a90b7d3",
    ],
  ])("does not contradict when %s differs in the letters' case alone", (_, kind, one, other) => {
    const [upper, lower] = [one, other].map((value, index) => ({
      ...linkOf("a", ["visitorUserId"], String(index)),
      [kind]: value,
    })) as [Link, Link];
    expect(contradict(upper, lower)).toBe(false);
    expect(fold([upper, lower])).toEqual(lower);
    expect(fold([lower, upper])).toEqual(lower);
    const given = { conversationId: "c", [kind]: one } as unknown as ChatEvent;
    expect(linked(given, lower)).toMatchObject({ visitorUserId: lower.visitorUserId });
  });

  it("contradicts when a customer id differs in the letters' case: that may be another customer", () => {
    expect(contradict({ visitorUserId: "cust-a" }, { visitorUserId: "cust-A" })).toBe(true);
  });

  it("is all that they say as long as the visitor does not change", () => {
    const known = fc.array(someKinds, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(known, (all) => {
        const links = all.map((one, index) => linkOf("a", one, `2026-11-23T10:0${index}:00.000Z`));
        const found = whoIn(fold(links));
        expect(found).toEqual(linkOf("a", all.flat(), links.at(-1)?.at ?? ""));
      }),
    );
  });
});

describe("a transcript with its link", () => {
  const transcript = (said: readonly Kind[]) => linkOf("a", said, "1") as unknown as ChatEvent;

  it("never has something of two people", () => {
    const own = fc.subarray(kinds.filter((kind) => kind !== "visitorUuid"));
    fc.assert(
      fc.property(own, someKinds, fc.constantFrom("a", "b"), (said, known, name) => {
        const given = transcript(said);
        const link = linkOf(name, known, "2");
        const row = linked(given, link);
        const isContradicted = contradict(linkOf("a", said, "1"), link);
        expect(row === undefined).toBe(isContradicted);
        if (row !== undefined && name === "a")
          expect(peopleIn(row as Partial<Link>)).toEqual(["a"]);
      }),
    );
  });
});
