/** An error for the user: the message says what to install or change. It needs no stack trace. */
export class ToolchainError extends Error {
  override readonly name = "ToolchainError";
}

/** Whether a message of the system or a tool means that the disk is full. */
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

/** The system's code of an error (`ENOENT`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null || !("code" in error)) return undefined;
  return typeof error.code === "string" ? error.code : undefined;
}

/** The message of whatever was thrown. */
export function errorMessage(error: unknown): string {
  if (typeof error === "object" && error !== null && "message" in error) {
    return String(error.message);
  }
  return String(error);
}
