import fc from "fast-check";

import { isSame, merge, mergeChanges } from "../../../adobe/provider/lifecycle/merge";

const sets = { tags: "", mappings: "to" };

const key = fc.constantFrom("a", "b", "constructor", "__proto__");
const tags = fc.uniqueArray(fc.constantFrom("x", "y", "z"));
const mappings = fc.uniqueArray(
  fc.record({ to: fc.constantFrom("p", "q", "r"), from: fc.constantFrom("1", "2", "3") }),
  { selector: ({ to }) => to },
);
/** Nested records with a list that is one value and two that are sets. */
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: "small" }, fc.constantFrom("s", "t", 1, true), tie("object")),
  object: fc
    .tuple(
      fc.dictionary(key, tie("value"), { maxKeys: 3 }),
      fc.record(
        { tags, mappings, list: fc.array(fc.constantFrom(1, 2), { maxLength: 2 }) },
        { requiredKeys: [] },
      ),
    )
    .map(([some, more]) => ({ ...some, ...more })),
}));
const document = value.filter((one) => typeof one === "object");

describe("a three-way merge", () => {
  test("takes their value when we changed nothing, and ours when they changed nothing", () => {
    fc.assert(
      fc.property(document, document, (base, other) => {
        // Of an unordered list either side's order may remain.
        for (const { merged, conflicts } of [
          merge(base, base, other, sets),
          merge(base, other, base, sets),
        ]) {
          expect(conflicts).toEqual([]);
          expect(isSame(merged, other, sets)).toBe(true);
        }
      }),
    );
  });

  test("succeeds when both sides made the same change, and can be repeated", () => {
    fc.assert(
      fc.property(document, document, document, (base, ours, theirs) => {
        expect(merge(base, ours, ours, sets)).toEqual({ merged: ours, conflicts: [] });
        const first = merge(base, ours, theirs, sets);
        fc.pre(first.conflicts.length === 0);
        const again = merge(base, ours, first.merged, sets);
        expect(again.conflicts).toEqual([]);
        expect(isSame(again.merged, first.merged, sets)).toBe(true);
      }),
    );
  });

  test("conflicts for one side exactly when it does for the other, and otherwise has one result", () => {
    fc.assert(
      fc.property(document, document, document, (base, ours, theirs) => {
        const here = merge(base, ours, theirs, sets);
        const there = merge(base, theirs, ours, sets);
        expect(here.conflicts.length).toBe(there.conflicts.length);
        fc.pre(here.conflicts.length === 0);
        expect(isSame(here.merged, there.merged, sets)).toBe(true);
      }),
    );
  });

  test("keeps both of two disjoint changes", () => {
    fc.assert(
      fc.property(document, document, document, document, (a, b, changedA, changedB) => {
        const { merged, conflicts } = merge(
          { left: a, right: b },
          { left: changedA, right: b },
          { left: a, right: changedB },
          sets,
        );
        expect(conflicts).toEqual([]);
        expect(isSame(merged, { left: changedA, right: changedB }, sets)).toBe(true);
      }),
    );
  });

  test("merges unordered lists: adds what either side added and removes what either removed", () => {
    const { merged, conflicts } = merge(
      { tags: ["x", "y"], mappings: [{ to: "p", from: "1" }] },
      { tags: ["y", "o"], mappings: [{ to: "p", from: "2" }] },
      { tags: ["z", "y", "x"], mappings: [{ to: "q", from: "3" }, { to: "p", from: "1" }] }, // prettier-ignore
      sets,
    );
    expect(conflicts).toEqual([]);
    expect(merged).toEqual({
      tags: ["z", "y", "o"],
      mappings: [{ to: "q", from: "3" }, { to: "p", from: "2" }], // prettier-ignore
    });
  });

  test("rejects what both changed differently, by its path", () => {
    const oldInputs = { a: { b: "1", c: "1", gone: { d: "1" } } };
    const newInputs = { a: { b: "2", c: "2" } };
    const theirs = { a: { b: "3", c: "2", gone: { d: "4" } } };
    expect(() => mergeChanges("thing 7", { oldInputs, newInputs, theirs })).toThrow(
      /thing 7 .*: a\.b, a\.gone\. Nothing was written; run `pulumi refresh`/,
    );
  });
});
