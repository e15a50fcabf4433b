import { formatDuration } from "../progress";
import type { DemoOptions } from "./options";
import type { DeliveredEvent } from "./webhooks";

/** What `--json` prints. After a failure: what is known so far, with `ok: false` and the reason. */
export interface DemoResult {
  ok: boolean;
  reason?: string;
  mode?: DemoOptions["mode"];
  /** Version of the Pulumi engine and where it comes from, such as `pulumi 3.248.0 (cache)`. */
  engine?: string;
  events?: readonly DeliveredEvent[];
  secondPreview?: "no changes";
  adobeRequests?: { up: number; secondPreview: number };
  destroyed?: boolean;
  seconds: { setup?: number; up?: number; events?: number; destroy?: number };
}

/** The result on one line, in a fixed order. */
export function toJson(result: DemoResult): string {
  const { ok, reason, mode, engine, events, secondPreview, adobeRequests, destroyed, seconds } =
    result;
  return JSON.stringify({
    ok,
    reason,
    mode,
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
  const header = ["event", "_id", "timestamp", "time to row"];
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

/** One row in full, as it arrived. */
export function sampleRow(events: readonly DeliveredEvent[]): string {
  const sample = events.find(({ event }) => event === "feedback-left") ?? events[0];
  return sample === undefined ? "" : JSON.stringify(sample.row, undefined, 2);
}

/** Where the demo creates objects. */
export function placesOf({ mode }: DemoResult): string {
  return mode === "direct" ? "AEP" : "AWS or AEP";
}

/** The closing lines. `elapsedMs`: since the demo started. */
export function summary(result: DemoResult, elapsedMs: number): string {
  const { adobeRequests, events = [] } = result;
  return [
    `Sent ${events.length} webhooks and found ${events.length} rows in the dataset.`,
    `Requests to Adobe: ${adobeRequests?.up ?? 0} by the deployment, ${adobeRequests?.secondPreview ?? 0} by the second preview.`,
    ...(result.destroyed === true
      ? [`The stack is destroyed. Nothing is left in ${placesOf(result)}.`]
      : []),
    `Done in ${formatDuration(elapsedMs)}.`,
  ].join("\n");
}
