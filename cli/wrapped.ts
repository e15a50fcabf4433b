/**
 * A text in lines that fit, where its words allow it.
 *
 * @param width - characters of a line. Default: columns of the terminal; nothing is wrapped for a file or a program.
 */
export function wrapped(
  text: string,
  width: number = process.stdout.isTTY ? process.stdout.columns : Infinity,
): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > width && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
