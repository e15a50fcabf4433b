import { truncate, visible } from "./terminal";

/** Widest cell, in characters: one long reason does not widen all lines. */
const MAX_CELL = 200;

/** Aligns the columns of lines, the first of which is the head. Each cell stays on its line. */
export function table(lines: readonly (readonly string[])[]): string {
  const cells = lines.map((line) => line.map((cell) => visible(truncate(cell, MAX_CELL))));
  const widths = (cells[0] ?? []).map((_, column) =>
    cells.reduce((widest, line) => Math.max(widest, line[column]?.length ?? 0), 0),
  );
  const aligned = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${aligned.join("\n")}\n`;
}
