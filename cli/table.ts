import { truncate, visible } from "./terminal";

/** Widest cell, in characters: one long reason does not widen all lines. */
const MAX_CELL = 200;

/** A column is not made narrower than this. */
const MIN_COLUMN = 10;

const GAP = "  ";

/**
 * Aligns the columns of lines, the first of which is the head. Each cell stays on its line.
 *
 * @param maxWidth - columns of the terminal: longer cells are truncated, those of the last column first, because the
 * first has the ids. Default: those of standard output; nothing is truncated for a file or a program.
 */
export function table(
  lines: readonly (readonly string[])[],
  maxWidth = process.stdout.isTTY ? process.stdout.columns : Infinity,
): string {
  const cells = lines.map((line) => line.map((cell) => visible(truncate(cell, MAX_CELL))));
  const natural = (cells[0] ?? []).map((_, column) =>
    cells.reduce((widest, line) => Math.max(widest, line[column]?.length ?? 0), 0),
  );
  const widths = fitted(natural, maxWidth);
  const aligned = cells.map((line) =>
    line
      .map((cell, column) => shortened(cell, widths[column] ?? 0).padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
  return `${aligned.join("\n")}\n`;
}

/** The widths with which a line fits, as far as it can. */
function fitted(natural: readonly number[], maxWidth: number): number[] {
  const widths = [...natural];
  const total = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  let excess = total - maxWidth;
  for (let column = widths.length - 1; column >= 0 && excess > 0; column -= 1) {
    const width = widths[column] ?? 0;
    const narrower = Math.max(Math.min(width, MIN_COLUMN), width - excess);
    excess -= width - narrower;
    widths[column] = narrower;
  }
  return widths;
}

function shortened(cell: string, width: number): string {
  return cell.length <= width ? cell : `${cell.slice(0, width - 1)}…`;
}
