import fc from "fast-check";

import { normalizeTime } from "../../../handlers/ingestion/time";

describe("normalizeTime", () => {
  it.each([
    ["2016-02-07T11:02:17.839766-08:00", "2016-02-07T19:02:17.839Z"],
    ["2018-05-19T18:14:32.000026941+02:00", "2018-05-19T16:14:32.000Z"],
    ["2018-05-19T18:14:32.999999999+02:00", "2018-05-19T16:14:32.999Z"],
    ["2018-05-19T18:14:32Z", "2018-05-19T18:14:32.000Z"],
    ["2018-05-19t18:14:32.5z", "2018-05-19T18:14:32.500Z"],
    ["2018-05-19 18:14:32.05+00:00", "2018-05-19T18:14:32.050Z"],
    ["2016-12-31T23:59:60Z", "2016-12-31T23:59:59.000Z"],
    ["2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00.000Z"],
    [" 2018-05-19T18:14:32Z\n", "2018-05-19T18:14:32.000Z"],
    ["1971-01-01T00:00:00Z", "1971-01-01T00:00:00.000Z"],
    ["2018-05-19T18:14:32.001+05:45", "2018-05-19T12:29:32.001Z"],
  ])("takes %s", (text, expected) => {
    expect(normalizeTime(text)).toBe(expected);
  });

  it.each([
    "",
    "yesterday",
    "2018-05-19",
    "2018-05-19T18:14:32",
    "2018-05-19T18:14Z",
    "2018-02-30T00:00:00Z",
    "2018-13-01T00:00:00Z",
    "2018-00-01T00:00:00Z",
    "2018-01-00T00:00:00Z",
    "2018-01-01T24:00:00Z",
    "2018-01-01T00:60:00Z",
    "2018-01-01T00:00:61Z",
    "2018-01-01T00:00:00.Z",
    "2018-01-01T00:00:00+0200",
    "x2018-01-01T00:00:00Z",
    "2018-01-01T00:00:00Zx",
    "0001-01-01T00:00:00Z",
    "1970-12-31T23:59:59.999Z",
    "9999-12-31T23:59:59Z",
    "1526746472",
  ])("is undefined for %p", (text) => {
    expect(normalizeTime(text)).toBeUndefined();
  });

  it("keeps the instant to the millisecond, truncating finer fractions", () => {
    const parts = fc.record({
      ms: fc.integer({ min: Date.UTC(1972), max: Date.UTC(2900) }),
      finer: fc.stringMatching(/^\d{0,6}$/),
      offset: fc.integer({ min: -14 * 60, max: 14 * 60 }),
    });
    fc.assert(
      fc.property(parts, ({ ms, finer, offset }) => {
        const sign = offset < 0 ? "-" : "+";
        const two = (value: number) => String(value).padStart(2, "0");
        const zone = `${sign}${two(Math.floor(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
        const local = new Date(ms + offset * 60_000).toISOString().replace("Z", "");
        expect(normalizeTime(local + finer + zone)).toBe(new Date(ms).toISOString());
      }),
    );
  });
});
