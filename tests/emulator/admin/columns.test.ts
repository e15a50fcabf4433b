import fc from "fast-check";

import { tableOf } from "../../../emulator/admin/columns";

function row(id: string, more: object) {
  return {
    _id: id,
    timestamp: "2026-11-29T01:02:03Z",
    eventType: "chatlio.feedbackLeft",
    _tenant: { chatlio: { widget: "main", ...more } },
  };
}

function labels(rows: readonly Record<string, unknown>[]) {
  return tableOf(rows).columns.map(({ label }) => label);
}

test("has event type and time first, then only fields in which the rows differ", () => {
  const rows = [row("a", { rating: 5 }), row("b", { rating: 1 })];
  const { cells, columns } = tableOf(rows);
  expect(columns.map(({ path }) => path)).toEqual([
    "eventType",
    "timestamp",
    "_tenant.chatlio.rating",
  ]);
  expect(cells.map(([, , rating]) => rating)).toEqual(["5", "1"]);
  expect(labels([row("a", {})])).toEqual(["eventType", "timestamp"]);
});

test("puts ids and times behind what a reader understands, and rare fields behind frequent ones", () => {
  const rows = [1, 2, 3].map((number) =>
    row(String(number), {
      requestId: `0123456789abcdef${number}`,
      at: `2026-11-29T01:02:0${number}Z`,
      ...(number === 1 ? { rare: "x" } : {}),
      topic: `topic ${number}`,
    }),
  );
  expect(labels(rows).slice(2)).toEqual(["topic", "rare", "requestId", "at"]);
});

test("names a column by as much of its path as tells it from the others", () => {
  const rows = [1, 2].map((number) =>
    row(String(number), { a: { id: number }, b: { id: -number } }),
  );
  expect(labels(rows).slice(2)).toEqual(["a.id", "b.id"]);
});

test("makes a table of any rows, with a cell for each column", () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (rows) => {
      const { cells, columns } = tableOf(rows);
      expect(cells).toHaveLength(rows.length);
      for (const line of cells) expect(line).toHaveLength(columns.length);
      expect(new Set(columns.map(({ label }) => label)).size).toBe(columns.length);
    }),
  );
});
