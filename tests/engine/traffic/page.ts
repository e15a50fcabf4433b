import { markdownTable } from "../../../emulator/common/markdownTable";
import type { Line, Results } from "./results";

const BEGIN = "<!-- traffic: made from tests/engine/traffic by `npm run docs:traffic` -->";
const END = "<!-- end of traffic -->";

/** So many steps are named; of more the table has the numbers. */
const NAMED = 3;

/** The steps of a preview, one for each replacement, of which the engine lists three. */
function summary(steps: readonly string[]): string {
  const shown = steps
    .filter((step) => !/^(replace|delete-replaced) /.test(step))
    .map((step) => step.replace(/^create-replacement /, "replace "));
  if (shown.length === 0) return "no changes";
  if (shown.length <= NAMED) return shown.map((step) => step.replace(/ (.+)/, " `$1`")).join(", ");
  const counts = new Map<string, number>();
  for (const step of shown) {
    const [operation = ""] = step.split(" ");
    counts.set(operation, (counts.get(operation) ?? 0) + 1);
  }
  return [...counts].map(([operation, count]) => `${operation} ${String(count)}`).join(", ");
}

function cellsOf(line: Line): readonly string[] {
  const { accepted, change, inFlight, longestMs, lost, notAccepted, sendingWaits, steps } = line;
  const longest = `${(longestMs / 1_000).toFixed(1)} s`;
  const counts = [accepted, notAccepted, lost].map(String);
  return [change, summary(steps), inFlight, sendingWaits, ...counts, longest];
}

/** The table of docs/operating.md, with the settings and the day of the run. */
export function trafficTable({ date, drainTime, lines, settleTime }: Results): string {
  const columns = ["Change", "What the preview shows", "Messages in flight", "Sending waits"];
  const counted = ["Accepted", "Not accepted", "Lost", "Longest wait"];
  const head = [...columns, ...counted];
  return [
    `Run on ${date}, with a \`settleTime\` of ${settleTime} and a \`drainTime\` of ${drainTime} (both five minutes by default):`,
    "",
    markdownTable(head, lines.map(cellsOf)),
  ].join("\n");
}

/**
 * The page with the part between its markers replaced by the table of a run.
 *
 * @throws Error when the page has no markers.
 */
export function insertTraffic(page: string, results: Results): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error("The page has no markers for the traffic table.");
  return `${page.slice(0, begin)}${BEGIN}\n\n${trafficTable(results)}\n\n${page.slice(end)}`;
}
