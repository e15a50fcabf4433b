/** A text in a cell: `|` would end the cell, and a line break the table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/**
 * A table in Markdown.
 *
 * @param right - Which of the columns, by their heads, are aligned to the right.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  { right = [] }: { readonly right?: readonly string[] } = {},
): string {
  const rule = head.map((text) => (right.includes(text) ? "---:" : "---"));
  return [row(head.map(cell)), row(rule), ...rows.map((cells) => row(cells.map(cell)))].join("\n");
}
