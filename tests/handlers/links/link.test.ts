import fc from "fast-check";

import { contradict, linked, merged, type Link } from "../../../handlers/links/link";
import type { ChatEvent } from "../../../handlers/model";
import { kinds, linkOf, type Kind } from "./people";

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

const shuffled = events.chain((all) =>
  fc.record({
    all: fc.constant(all),
    order: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
  }),
);

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

  it("is all that they say as long as the visitor does not change", () => {
    const known = fc.array(someKinds, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(known, (all) => {
        const links = all.map((one, index) => linkOf("a", one, `2026-11-23T10:0${index}:00.000Z`));
        const found = fold(links);
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
