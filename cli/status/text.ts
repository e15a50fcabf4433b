import { roughly } from "../ago";
import { stateText } from "../dataflowState";
import { HISTORY_DAYS } from "../heartbeat";
import { table } from "../table";
import { visible } from "../terminal";
import type { TokenUse } from "../tokenUse";
import type { Check, StatusReport, Verdict } from "./report";

const marks: Readonly<Record<Verdict, string>> = { ok: "ok", wrong: "WRONG", unknown: "?" };

/** Widest text of a cell, so that the screen fits 80 columns. */
const NOW_WIDTH = 36;

/** The status as one screen. `days` is how far back the logs were read. */
export function textOf(report: StatusReport, days: number): string {
  const { at, checks, mode, problems, stack, tokens, webhooks } = report;
  const quiet = `none in ${days} d`;
  const ago = (time: string | undefined) =>
    time === undefined ? quiet : `${roughly((Date.parse(at) - Date.parse(time)) / 1_000)} ago`;
  return [
    `Stack ${visible(stack)}, mode ${mode}, ${at.slice(0, 19).replace("T", " ")} UTC\n\n`,
    table([["", "PART", "NOW", "EXPECTED"], ...checks.flatMap(rowsOf)]),
    ...(webhooks === undefined
      ? []
      : [
          "\n",
          table([
            ["WIDGET", "WEBHOOK", "LAST EVENT", "24 H", `A DAY BEFORE (${HISTORY_DAYS} D)`],
            ...webhooks.map(({ event, lastAt, widget }) => [
              ...[widget, event, ago(lastAt)],
              ...heartbeatOf(report, widget, event),
            ]),
          ]),
        ]),
    ...directTable(report),
    ...(tokens === undefined
      ? []
      : [
          "\n",
          table([
            ["TOKEN", "PLACE", "LAST USED"],
            ...tokens.map((token) => [token.id, placeOf(token), ago(token.lastAt)]),
          ]),
        ]),
    ...problems.map((problem) => `\n${problem}\n`),
  ].join("");
}

/** In direct mode each webhook has a dataflow, whose last run says when an event came. */
function directTable({ at, dataflows = [] }: StatusReport): readonly string[] {
  const direct = dataflows.filter(({ webhook }) => webhook !== undefined);
  if (direct.length === 0) return [];
  const rows = direct.map(({ lastRunAt, state, webhook = "" }) => [
    webhook,
    stateText({ state }),
    lastRunAt === undefined
      ? "none"
      : `${roughly((Date.parse(at) - Date.parse(lastRunAt)) / 1_000)} ago`,
  ]);
  return ["\n", table([["DIRECT WEBHOOK", "DATAFLOW", "LAST RUN"], ...rows])];
}

/** Events of a webhook in 24 hours, and a day before that. */
function heartbeatOf(
  { heartbeats = [] }: StatusReport,
  widget: string,
  event: string,
): readonly [string, string] {
  const found = heartbeats.find((one) => one.widget === widget && one.event === event);
  return found === undefined ? ["?", "?"] : [String(found.today), found.usual.toFixed(1)];
}

function placeOf({ place }: TokenUse): string {
  if (place === undefined) return "not valid any more";
  return place === 1 ? "1, in the URLs" : String(place);
}

/** A line, continued on further ones where the text is longer than its column. */
function rowsOf({ expected, name, now, verdict }: Check): string[][] {
  const [first = "", ...more] = wrapped(now);
  return [[marks[verdict], name, first, expected], ...more.map((text) => ["", "", text, ""])];
}

function wrapped(text: string): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) ?? "";
    const longer = last === "" ? word : `${last} ${word}`;
    if (longer.length <= NOW_WIDTH || last === "") lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
