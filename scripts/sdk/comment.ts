const WIDTH = 92;

/** A TSDoc comment, wrapped outside code blocks; nothing for no text. */
export function comment(...paragraphs: (string | undefined)[]): string {
  const text = paragraphs.filter(Boolean).join(" ").replaceAll("*/", "*\\/");
  if (text === "") return "";
  if (!text.includes("\n") && text.length <= WIDTH - 4) return `/** ${text} */\n`;
  const lines = wrapped(text).map((line) => ` * ${line}`.trimEnd());
  return ["/**", ...lines, " */\n"].join("\n");
}

function wrapped(text: string): string[] {
  let inCode = false;
  return text.split("\n").flatMap((line) => {
    const isFence = line.startsWith("```");
    if (isFence) inCode = !inCode;
    return inCode || isFence ? [line] : broken(line);
  });
}

/** A line broken at spaces. A `code span` may be broken too: markdown joins it again. */
function broken(line: string): string[] {
  const lines: string[] = [];
  let current = "";
  for (const word of line.split(" ")) {
    if (current !== "" && current.length + word.length >= WIDTH - 2) {
      lines.push(current);
      current = word;
    } else {
      current = current === "" ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}
