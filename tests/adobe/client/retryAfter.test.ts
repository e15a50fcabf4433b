import { parseRetryAfter } from "../../../adobe/client/retryAfter";

const NOW = Date.UTC(2026, 10, 6, 8, 49, 30);
const timing = { now: () => NOW };

test.each([
  ["seconds", "120", 120_000],
  ["no wait", "0", 0],
  ["seconds with spaces around them", " 7 ", 7_000],
  ["a date of today's form", "Fri, 06 Nov 2026 08:49:37 GMT", 7_000],
  ["a date of the oldest form", "Friday, 06-Nov-26 08:49:37 GMT", 7_000],
  ["a date in the form of asctime", "Fri Nov  6 08:49:37 2026", 7_000],
  ["a date that has passed", "Fri, 06 Nov 2026 08:00:00 GMT", 0],
])("reads %s", (_, header, milliseconds) => {
  expect(parseRetryAfter(header, timing)).toBe(milliseconds);
});

test.each([
  "0x10",
  "1e3",
  "1.5",
  "-1",
  "+5",
  "Infinity",
  "5s",
  "",
  " ",
  "soon",
  "2026-11-06T08:49:37Z",
  "Fri, 06 Nov 2026 08:49:37 +0100",
  "Fri, 99 Nov 2026 08:49:37 GMT",
])("ignores %j, which is neither digits nor an HTTP date", (header) => {
  expect(parseRetryAfter(header, timing)).toBeUndefined();
});

test("ignores a missing header", () => {
  expect(parseRetryAfter(null, timing)).toBeUndefined();
});
