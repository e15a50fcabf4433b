import { wasSent, type Replayed } from "./results";

function verdict(result: Replayed): string {
  const { passed, unrun, failures } = result;
  if (!wasSent(result)) return "not sent";
  if (failures.length > 0) return "FAILED";
  if (unrun > 0) return "incomplete";
  return passed > 0 ? "passed" : "no assertions";
}

/** Whether an assertion failed or a script threw at a request that was sent. */
export function hasFailed(result: Replayed): boolean {
  return verdict(result) === "FAILED";
}

/** The results as a table, below it what failed why others were not sent and what did not run, and a line with the sums. */
export function toTable(results: readonly Replayed[]): string {
  const width = Math.max(7, ...results.map(({ name }) => name.length));
  const row = (...cells: readonly [string, string, string, string]): string =>
    `${cells[0].padEnd(width)}  ${cells[1].padStart(6)}  ${cells[2].padStart(10)}  ${cells[3]}`;
  const rows = results.map((result) => {
    const asserted = result.passed + result.failures.length + result.unrun;
    const status = result.status === undefined ? "-" : String(result.status);
    return row(result.name, status, `${result.passed}/${asserted}`, verdict(result));
  });
  const remarks = results.flatMap(({ name, failures, unsent, warnings }) =>
    [...failures, ...(unsent === undefined ? [] : [`not sent: ${unsent}`]), ...warnings].map(
      (remark) => `- ${name}: ${remark}`,
    ),
  );
  const count = (wanted: string): number =>
    results.filter((result) => verdict(result) === wanted).length;
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const unrun = results.reduce((sum, result) => sum + result.unrun, 0);
  const asserted = results.reduce((sum, { failures }) => sum + failures.length, passed + unrun);
  const sums = ["passed", "FAILED", "incomplete", "no assertions", "not sent"].map(
    (wanted) => `${count(wanted)} ${wanted.toLowerCase()}`,
  );
  const unjudged = unrun === 0 ? "" : `; ${unrun} DID NOT RUN, so nobody knows whether they hold`;
  return [
    row("Request", "Status", "Assertions", "Result"),
    ...rows,
    ...(remarks.length === 0 ? [] : ["", ...remarks]),
    "",
    `${results.length} requests: ${sums.join(", ")}; ${passed} of ${asserted} assertions passed${unjudged}`,
  ].join("\n");
}
