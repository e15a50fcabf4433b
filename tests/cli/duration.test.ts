import { durationIn } from "../../cli/duration";

test.each([
  ["s", "90", 90],
  ["s", "90s", 90],
  ["s", "5m", 300],
  ["m", "90", 90],
  ["m", "90s", 1.5],
  ["m", "2h", 120],
  ["d", "7", 7],
  ["d", "7d", 7],
  ["d", "48h", 2],
] as const)("in %s, %s is %d", (unit, text, count) => {
  expect(durationIn(unit, 1_000)(text)).toBe(count);
});

test.each([
  ["s", "0", "from 1s to 16m"],
  ["s", "500ms", "such as 90s or 5m"],
  ["s", "17m", "from 1s to 16m"],
  ["s", "-1s", "from 1s to 16m"],
  ["s", "5 m", "from 1s to 16m"],
  ["s", "", "from 1s to 16m"],
  ["d", "12h", "of whole days, such as 7d, from 1d to 960d"],
] as const)("in %s, %p is no length of time that the option takes", (unit, text, rule) => {
  expect(() => durationIn(unit, 960)(text)).toThrow(rule);
});
