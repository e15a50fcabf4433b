import { duration } from "../../../emulator/common/duration";

test.each([
  ["0", 0],
  ["500", 500],
  ["500ms", 500],
  ["1.5s", 1_500],
  ["90s", 90_000],
  ["5m", 300_000],
  ["1h", 3_600_000],
])("%s is %d ms", (text, milliseconds) => {
  expect(duration(text)).toBe(milliseconds);
});

test.each(["", "-1", "1.5", "5 m", "5x", "s", "1e3", "99999999999999999"])("rejects %p", (text) => {
  expect(() => duration(text)).toThrow("It must be a length of time such as 500ms, 90s or 5m.");
});
