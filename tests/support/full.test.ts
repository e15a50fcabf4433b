import fc from "fast-check";

import { runsFull, sample, spread } from "./full";

test("a sample is spread evenly, from the first case to the last", () => {
  expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
  expect(spread(["a", "b"], 1)).toEqual(["a"]);
});

test("a sample has as many cases as wanted, each at most once", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.integer({ min: 1, max: 200 }), (length, count) => {
      const cases = Array.from({ length }, (_, index) => index);
      expect(new Set(spread(cases, count)).size).toBe(Math.min(length, count));
    }),
  );
});

test("all cases run when TEST_FULL is 1", () => {
  const cases = [1, 2, 3, 4, 5];
  expect(sample(cases, 2)).toEqual(runsFull ? cases : [1, 5]);
});
