import fc from "fast-check";

import { coveringArray, withEachAnswer } from "./coveringArray";

test("every two answers to two questions meet, starting from the first of each", () => {
  const questions = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,4}$/),
    fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,3}$/), { minLength: 1, maxLength: 4 }),
    { minKeys: 1, maxKeys: 8 },
  );
  fc.assert(
    fc.property(questions, (asked) => {
      const rows = coveringArray(asked);
      const names = Object.keys(asked);
      for (const name of names) expect(rows[0]?.[name]).toBe(asked[name]?.[0]);
      for (const [index, a] of names.entries()) {
        for (const b of names.slice(index + 1)) {
          for (const valueA of asked[a] ?? []) {
            for (const valueB of asked[b] ?? []) {
              expect(rows.some((row) => row[a] === valueA && row[b] === valueB)).toBe(true);
            }
          }
        }
      }
    }),
  );
});

test("further questions get each of their answers, the first in the first row", () => {
  const rows = coveringArray({ a: ["1", "2", "3"], b: ["1", "2"] });
  const more = { c: ["1", "2"], d: ["1", "2", "3"], e: ["1", "2"] };
  const all = withEachAnswer(rows, more);
  expect(all[0]).toEqual({ a: "1", b: "1", c: "1", d: "1", e: "1" });
  for (const [name, answers] of Object.entries(more)) {
    expect([...new Set(all.map((row) => row[name]))].sort()).toEqual(answers);
  }
});
