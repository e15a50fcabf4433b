import { visible } from "../terminal";
import type { Finding, FindingStatus } from "./finding";

/** Width of the first two columns. */
const STATUS_WIDTH = 9;
const CHECK_WIDTH = 20;

const counted: readonly FindingStatus[] = ["failed", "warning"];

/** A line for each finding, and below it what to do. */
export function textOf(findings: readonly Finding[]): string {
  const lines = findings.map(({ check, fix, status, text }) => {
    const line = `${status.padEnd(STATUS_WIDTH)}${check.padEnd(CHECK_WIDTH)}${visible(text)}\n`;
    const indent = " ".repeat(STATUS_WIDTH + CHECK_WIDTH);
    const more = (fix ?? "").split("\n").filter((part) => part.trim() !== "");
    return line + more.map((part) => `${indent}→ ${visible(part.trim())}\n`).join("");
  });
  const counts = counted.map(
    (status) => `${findings.filter((one) => one.status === status).length} ${status}`,
  );
  return `${lines.join("")}\n${counts.join(", ")}\n`;
}
