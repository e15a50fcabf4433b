import { growthPage, partTable, shown, stateWrites, verdictOf } from "../../bench/growth/page";
import type { SavedPart } from "../../bench/growth/part";
import { costs, growthOf, slopeOf, slopesOf, type Series } from "../../bench/growth/series";

const sizes = [1, 10, 100, 1_000];

/** What costs `base`, and for each size the value of a function. */
function seriesOf(value: (size: number) => number, base = 0): Series {
  const points = sizes.map((size) => ({ size, value: base + value(size) }));
  return { what: "something", unit: "µs", base, points };
}

function part(...series: readonly Series[]): SavedPart {
  const machine = { cpu: "a CPU", cores: 2, node: "20.0.0", load: 1.25 };
  return { date: "2026-11-29", machine, series };
}

test.each([
  [0, () => 7],
  [1, (size: number) => 3 * size],
  [2, (size: number) => 0.5 * size ** 2],
  [0.5, (size: number) => Math.sqrt(size)],
] as const)("the slope of a power is its exponent: %d", (exponent, value) => {
  const { points } = seriesOf(value);
  expect(slopeOf(points)).toBeCloseTo(exponent, 10);
});

test("the slope is that of the line with the least squares", () => {
  const points = [
    { size: 1, value: 1 },
    { size: Math.E, value: Math.E },
    { size: Math.E ** 2, value: Math.E ** 5 },
  ];
  expect(slopeOf(points)).toBeCloseTo(2.5, 10);
});

test("what is not above zero is left out, and one value has no slope", () => {
  const rest = [
    { size: 10, value: 20 },
    { size: 100, value: 200 },
  ];
  expect(slopeOf([{ size: 1, value: -5 }, { size: 0, value: 3 }, ...rest])).toBeCloseTo(1, 10);
  expect(slopeOf(rest.slice(1))).toBeUndefined();
  expect(slopeOf([])).toBeUndefined();
  expect(slopeOf([...rest.slice(1), ...rest.slice(1)])).toBeUndefined();
});

test("the base is taken off before anything is said of the units", () => {
  const series = seriesOf((size) => 2 * size, 5_000);
  expect(costs(series).map(({ value }) => value)).toEqual([2, 20, 200, 2_000]);
  expect(slopesOf(series).all).toBeCloseTo(1, 10);
});

test.each([
  ["flat", () => 9],
  ["flat", () => 0],
  ["less than linear", (size: number) => size ** 0.5],
  ["linear", (size: number) => size ** 1.05],
  ["more than linear", (size: number) => size ** 1.2],
  // A line through all sizes has a slope of 1.09.
  ["more than linear", (size: number) => size + (size === 1_000 ? 1_000 : 0)],
] as const)("growth is %s", (growth, value) => {
  expect(growthOf(seriesOf(value))).toBe(growth);
});

test("the table has what one unit costs, the slopes, and the whole of what is not divided", () => {
  const heap: Series = { ...seriesOf(() => 2_000_000), unit: "bytes", what: "heap", isWhole: true };
  const shorter = { ...seriesOf((size) => size * 1_500), points: [{ size: 1, value: 1_500 }] };
  const rows = partTable(
    part(
      seriesOf((size) => size * 2_500, 4_000_000),
      heap,
      shorter,
    ),
  )
    .split("\n")
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
  const head = ["What", "Base", "1", "10", "100", "1,000", "Slope", "Last step", "Growth"];
  expect(rows[0]).toEqual(head);
  const each = new Array<string>(4).fill("2.50 ms");
  expect(rows[2]).toEqual(["something", "4.00 s", ...each, "1.00", "1.00", "linear"]);
  const whole = new Array<string>(4).fill("2.00 MB");
  expect(rows[3]).toEqual(["heap", "", ...whole, "0.00", "0.00", "flat"]);
  expect(rows[4]).toEqual(["something", "", "1.50 ms", "", "", "", "–", "–", "flat"]);
});

test("values have the unit that suits them", () => {
  const texts = [
    shown(1_234, "bytes"),
    shown(0, "bytes"),
    shown(-2_500_000, "bytes"),
    shown(12.34, "µs"),
    shown(9, "requests"),
    shown(0.2, "requests"),
  ];
  expect(texts).toEqual(["1.23 KB", "0 bytes", "-2.50 MB", "12.3 µs", "9", "0.20"]);
});

test("the sentence names what grows more than linearly, or says that nothing does", () => {
  const linear = seriesOf((size) => size);
  const bad = { ...seriesOf((size) => size ** 2), what: "the engine" };
  expect(verdictOf(part(linear))).toBe("Nothing grows more than linearly. 1 of 1 is linear.");
  expect(verdictOf(part(linear, linear, bad))).toBe(
    "**Grows more than linearly**: the engine. 2 of 3 are linear.",
  );
});

test("what the engine spends on its state is said in numbers", () => {
  const engine = { ...seriesOf((size) => size ** 2 * 10), what: "`up`: CPU of Pulumi's engine" };
  const once = { ...seriesOf((size) => size * 1_000), what: `${engine.what}, written once` };
  expect(
    stateWrites(
      part(
        engine,
        seriesOf(() => 1),
        once,
      ),
    ),
  ).toBe(" With 1000 dataflows, 9.00 s of the engine's 10.0 s are writes of the state.");
  expect(stateWrites(part(engine))).toBe("");
});

test("the page has each part, and says what becomes of a transcript that is too large", () => {
  const plain = part(seriesOf((size) => size));
  const outcome = { allocated: 0, cpu: 0, peak: 100_000_000, fieldsCut: ["transcriptText"] };
  const transcripts = {
    ...plain,
    outcomes: [
      { ...outcome, policy: "hash", bytes: 5_000_000, status: 202, messagesCut: 12_345 } as const,
    ],
  };
  const page = growthPage({ dataflows: plain, events: plain, transcripts, waiting: plain });
  expect(page.match(/^## .*$/gm)).toEqual([
    "## Dataflows in one program",
    "## Events",
    "## Transcripts",
    "## Messages that wait",
  ]);
  expect(page).toContain("a CPU, 2 cores");
  expect(page).toMatch(
    /every category hashed +\| 5,000,000 \| +202 \| +12,345 \|.*`transcriptText`/,
  );
});
