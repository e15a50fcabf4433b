/** Something the user must install or change; the message says what and needs no stack trace. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}

/** The system's own words for a full disk, wherever they come from. */
export function isDiskFull(text: string): boolean {
  return /ENOSPC|no space left on device|disk quota exceeded/i.test(text);
}

/** The last lines of a tool's output, indented, for the end of a message. */
export function lastLines(output: string, count = 8): string {
  return output
    .trimEnd()
    .split("\n")
    .slice(-count)
    .map((line) => `    ${line}`)
    .join("\n");
}
