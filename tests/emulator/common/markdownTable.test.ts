import { markdownTable } from "../../../emulator/common/markdownTable";

test("a table keeps its cells together, and aligns the columns that it is told to", () => {
  const rows = [
    ["a|b", "1"],
    ["c\nd", "20"],
  ];
  expect(markdownTable(["What", "How many"], rows, { right: ["How many"] })).toBe(
    ["| What | How many |", "| --- | ---: |", "| a\\|b | 1 |", "| c d | 20 |"].join("\n"),
  );
});
