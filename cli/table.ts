import { visible } from "./terminal";

/** Aligns the columns of lines, the first of which is the head. Each cell stays on its line. */
export function table(lines: readonly (readonly string[])[]): string {
  const cells = lines.map((line) => line.map(visible));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  const aligned = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${aligned.join("\n")}\n`;
}
