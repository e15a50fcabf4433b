import { visible } from "../terminal";
import { wrapped } from "../wrapped";
import type { Finding, FindingStatus } from "./finding";

/** Width of the first two columns. */
const STATUS_WIDTH = 9;
const CHECK_WIDTH = 20;

const counted: readonly FindingStatus[] = ["failed", "warning"];

/** Narrower than this, a text has a word or two in a line. */
const MIN_TEXT = 30;

/**
 * A line for each finding, and below it what to do.
 *
 * @param maxWidth - columns of the terminal, at which long texts go on in the next line. Default: those of standard
 * output; nothing is wrapped for a file or a program.
 */
export function textOf(
  findings: readonly Finding[],
  maxWidth = process.stdout.isTTY ? process.stdout.columns : Infinity,
): string {
  const start = STATUS_WIDTH + CHECK_WIDTH;
  const width = Math.max(MIN_TEXT, maxWidth - start);
  const below = `\n${" ".repeat(start)}`;
  const lines = findings.map(({ check, fix, status, text }) => {
    const more = (fix ?? "").split("\n").filter((part) => part.trim() !== "");
    const all = [
      ...wrapped(visible(text), width),
      ...more.flatMap((part) => {
        const [first = "", ...rest] = wrapped(visible(part.trim()), width - 2);
        return [`→ ${first}`, ...rest.map((line) => `  ${line}`)];
      }),
    ];
    return `${status.padEnd(STATUS_WIDTH)}${check.padEnd(CHECK_WIDTH)}${all.join(below)}\n`;
  });
  const counts = counted.map(
    (status) => `${findings.filter((one) => one.status === status).length} ${status}`,
  );
  return `${lines.join("")}\n${counts.join(", ")}\n`;
}
