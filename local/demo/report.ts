import { formatDuration } from "../progress";
import type { DeliveredEvent } from "./webhooks";

/** What `--json` prints; on failure what is known by then, with `ok: false` and the reason. */
export interface DemoResult {
  ok: boolean;
  reason?: string;
  /** Version of the Pulumi engine and where it came from, as `pulumi 3.248.0 (cache)`. */
  engine?: string;
  events?: readonly DeliveredEvent[];
  secondPreview?: "no changes";
  adobeRequests?: { up: number; secondPreview: number };
  destroyed?: boolean;
  seconds: { setup?: number; up?: number; events?: number; destroy?: number };
}

/** The result on one line, in the order a reader expects. */
export function toJson(result: DemoResult): string {
  const { ok, reason, engine, events, secondPreview, adobeRequests, destroyed, seconds } = result;
  return JSON.stringify({
    ok,
    reason,
    engine,
    events,
    secondPreview,
    adobeRequests,
    destroyed,
    seconds,
  });
}

/** The rows as a table: event, `_id`, and the time from webhook to row. */
export function eventTable(events: readonly DeliveredEvent[]): string {
  const header = ["event", "_id", "timestamp", "webhook → row"];
  const lines = events.map(({ event, id, row, latencyMs }) => [
    event,
    id.length > 20 ? `${id.slice(0, 16)}…` : id,
    typeof row["timestamp"] === "string" ? row["timestamp"] : "",
    `${latencyMs} ms`,
  ]);
  const widths = header.map((title, column) =>
    Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const format = (line: readonly string[]) =>
    `  ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd();
  return [
    format(header),
    format(widths.map((width) => "─".repeat(width))),
    ...lines.map(format),
  ].join("\n");
}

/** One row in full, so that one can see what arrives. */
export function sampleRow(events: readonly DeliveredEvent[]): string {
  const sample = events.find(({ event }) => event === "feedback-left") ?? events[0];
  return sample === undefined ? "" : JSON.stringify(sample.row, undefined, 2);
}

/** The last lines for a reader; `elapsedMs` since the demo was started. */
export function summary(result: DemoResult, elapsedMs: number): string {
  const { adobeRequests, events = [] } = result;
  return [
    `${events.length} webhooks, ${events.length} rows; the deployment asked Adobe ${adobeRequests?.up ?? 0} times, the second preview ${adobeRequests?.secondPreview ?? 0} times.`,
    ...(result.destroyed === true ? ["Destroyed; nothing is left in AWS or AEP."] : []),
    `Done in ${formatDuration(elapsedMs)}.`,
  ].join("\n");
}
