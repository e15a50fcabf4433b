import type { RejectedRow } from "../../handlers/reconcile/rejectedRow";
import { table } from "../table";
import { visible } from "../terminal";
import type { Reconciliation } from "./actions";

function minute(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}

/** What a reconciliation has found, as a page of text. */
export function textOf(result: Reconciliation): string {
  const {
    delivered,
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
    `Stack ${visible(stack)}, ${minute(since)} to ${minute(until)} UTC\n\n`,
    table([
      ["", "EVENTS", "BY"],
      [
        "delivered",
        count(delivered),
        delivered === undefined ? "nothing counts them" : "the forwarder's metric",
      ],
      ["in the dataset", count(rows), "batches of the dataset until now"],
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
    ...(rejectedRows.length === 0
      ? []
      : ["\n", table([["_ID", "EVENT", "TIME", "AEP'S REASON"], ...rejectedRows.map(line)])]),
    ...(rejected > rejectedRows.length && rejectedRows.length > 0
      ? [`${count(rejected - rejectedRows.length)} more: see --rows.\n`]
      : []),
  ].join("");
}

function line({ errors, eventType = "?", id = "?", timestamp = "?" }: RejectedRow): string[] {
  const reasons = errors.map(({ code, message }) =>
    code === undefined ? message : `${code}: ${message}`,
  );
  return [
    id.slice(0, 12),
    eventType.replace(/^chatlio\./, ""),
    minute(timestamp),
    reasons.join("; ") || "no reason given",
  ];
}
