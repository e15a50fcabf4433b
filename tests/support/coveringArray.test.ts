import fc from "fast-check";

import { coveringArray, withEachValue } from "./coveringArray";

test("every two values of two settings occur together, starting from the first of each", () => {
  const settings = fc.dictionary(
    fc.stringMatching(/^[a-z]{1,4}$/),
    fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,3}$/), { minLength: 1, maxLength: 4 }),
    { minKeys: 1, maxKeys: 8 },
  );
  fc.assert(
    fc.property(settings, (chosen) => {
      const rows = coveringArray(chosen);
      const names = Object.keys(chosen);
      for (const name of names) expect(rows[0]?.[name]).toBe(chosen[name]?.[0]);
      const pairs = names.flatMap((a, index) =>
        names
          .slice(index + 1)
          .flatMap((b) =>
            (chosen[a] ?? []).flatMap((valueA) =>
              (chosen[b] ?? []).map((valueB) => ({ [a]: valueA, [b]: valueB })),
            ),
          ),
      );
      const missing = pairs.filter(
        (pair) =>
          !rows.some((row) => Object.entries(pair).every(([name, value]) => row[name] === value)),
      );
      expect(missing).toEqual([]);
    }),
  );
});

test("each value of a further setting occurs, the first in the first row", () => {
  const rows = coveringArray({ a: ["1", "2", "3"], b: ["1", "2"] });
  const more = { c: ["1", "2"], d: ["1", "2", "3"], e: ["1", "2"] };
  const all = withEachValue(rows, more);
  expect(all[0]).toEqual({ a: "1", b: "1", c: "1", d: "1", e: "1" });
  for (const [name, values] of Object.entries(more)) {
    expect([...new Set(all.map((row) => row[name]))].sort()).toEqual(values);
  }
});
