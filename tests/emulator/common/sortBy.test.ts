import { sortBy } from "../../../emulator/common/filter";

const items = Array.from({ length: 200 }, (_, index) => ({
  id: index,
  title: `Title ${(index * 7) % 20}`,
  created: (index * 13) % 31,
}));

it("sorts by several fields, and keeps the order of what is equal", () => {
  const sorted = sortBy(items, "title,-created", (item) => item);
  const texts = sorted.map(({ title, created, id }) => [title, 100 - created, id] as const);
  const expected = texts.toSorted(
    ([a, b, c], [x, y, z]) => (a < x ? -1 : a > x ? 1 : 0) || b - y || c - z,
  );
  expect(texts).toEqual(expected);
});

it("makes the view of an item once: it may be a whole schema", () => {
  const view = jest.fn((item: object) => item);
  sortBy(items, "title,created", view);
  expect(view).toHaveBeenCalledTimes(items.length);
});

it("leaves the order as it is without a field to sort by", () => {
  expect(sortBy(items, null, (item) => item)).toEqual(items);
});
