import type { RejectedRow } from "../../handlers/comparison/rejectedRow";
import { minuteOf } from "../ago";
import { HISTORY_DAYS, type Heartbeat } from "../heartbeat";
import { table } from "../table";
import { visible } from "../terminal";
import type { Reconciliation } from "./actions";

/** What a reconciliation has found, as a page of text. */
export function textOf(result: Reconciliation): string {
  const {
    delivered,
    metricProblem,
    metricRows,
    missing,
    rejected,
    rejectedRows,
    rows,
    runs,
    since,
    stack,
    unfinished,
    until,
  } = result;
  const count = (number: number | undefined) => number?.toLocaleString("en-US") ?? "?";
  return [
    `Stack ${visible(stack)}, ${minuteOf(since)} to ${minuteOf(until)} UTC\n\n`,
    table([
      ["", "EVENTS", "BY"],
      [
        "delivered",
        count(delivered),
        delivered === undefined ? "nothing counts them" : "the forwarder's metric",
      ],
      ["in the dataset", count(rows), "batches of the dataset until now"],
      ...(metricRows === undefined
        ? []
        : [["", count(metricRows), "the same by AEP's metric, whole hours"]]),
      ...(unfinished > 0 ? [["", "?", `${unfinished} batches that AEP still works on`]] : []),
      ["rejected by AEP", count(rejected), "failed batches, runs of the dataflow"],
      ["missing, at least", count(missing), "delivered, less the others"],
      ...(runs
        ? [
            [
              "",
              "",
              `runs: ${count(runs.received)} in, ${count(runs.delivered)} out, ${count(runs.rejected)} failed`,
            ],
          ]
        : []),
    ]),
    ...(metricProblem === undefined
      ? []
      : [`\nAEP's metric was not read. ${visible(metricProblem)}\n`]),
    ...(rejectedRows.length === 0
      ? []
      : ["\n", table([["_ID", "EVENT", "TIME", "AEP'S REASON"], ...rejectedRows.map(line)])]),
    ...(rejected > rejectedRows.length && rejectedRows.length > 0
      ? [`${count(rejected - rejectedRows.length)} more: see --rows.\n`]
      : []),
    ...conversationTable(result),
    ...heartbeatTable(result.heartbeats),
    ...(result.arrivalProblem === undefined ? [] : [`\n${visible(result.arrivalProblem)}\n`]),
  ].join("");
}

/** What Chatlio's conversations say about webhooks that never came. */
function conversationTable({ conversations }: Reconciliation): readonly string[] {
  if (conversations === undefined) return [];
  const { compared = 0, missing = [], ongoing = 0, problem } = conversations;
  if (problem !== undefined)
    return [`\nThe conversations at Chatlio were not compared. ${visible(problem)}\n`];
  return [
    `\nAt Chatlio: ${ongoing} conversations, ${compared} compared, ${missing.length} without conversation-started.\n`,
    ...(missing.length === 0
      ? []
      : [
          table([
            ["CONVERSATION WITHOUT conversation-started", "BEGAN"],
            ...missing.map(({ id, startedAt }) => [
              id,
              startedAt === undefined ? "Chatlio does not say" : minuteOf(startedAt),
            ]),
          ]),
        ]),
  ];
}

function heartbeatTable(heartbeats: readonly Heartbeat[] | undefined): readonly string[] {
  if (heartbeats === undefined) return [];
  const head = ["WIDGET", "WEBHOOK", "24 H", `A DAY BEFORE (${HISTORY_DAYS} D)`];
  return ["\n", table([head, ...heartbeats.map(heartbeatLine)])];
}

function heartbeatLine({ event, isSilent, today, usual, widget }: Heartbeat): string[] {
  return [widget, event, isSilent ? "NONE" : String(today), usual.toFixed(1)];
}

function line({ errors, eventType = "?", timestamp = "?", ...row }: RejectedRow): string[] {
  const reasons = errors.map(({ code, message }) =>
    code === undefined ? message : `${code}: ${message}`,
  );
  return [
    nameOf(row),
    eventType.replace(/^chatlio\./, ""),
    minuteOf(timestamp),
    reasons.join("; ") || "no reason given",
  ];
}

/** What tells the row: the beginning of its `_id`, or the request that logs and archive know when it has none. */
function nameOf({ id, requestId }: Pick<RejectedRow, "id" | "requestId">): string {
  if (id !== undefined) return id.slice(0, 12);
  return requestId === undefined ? "?" : `request ${requestId}`;
}
