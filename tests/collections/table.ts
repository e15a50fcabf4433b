import type { Replayed } from "./replay";

function verdict({ status, passed, failures }: Replayed): string {
  if (status === undefined) return "not sent";
  if (failures.length > 0) return "FAILED";
  return passed > 0 ? "passed" : "no assertions";
}

/** The results as a table, the failed assertions below it, and a line with the sums. */
export function toTable(results: readonly Replayed[]): string {
  const width = Math.max(7, ...results.map(({ name }) => name.length));
  const row = (...cells: readonly [string, string, string, string]): string =>
    `${cells[0].padEnd(width)}  ${cells[1].padStart(6)}  ${cells[2].padStart(10)}  ${cells[3]}`;
  const rows = results.map((result) => {
    const asserted = result.passed + result.failures.length;
    const status = result.status === undefined ? "-" : String(result.status);
    return row(result.name, status, `${result.passed}/${asserted}`, verdict(result));
  });
  const failed = results.flatMap(({ name, failures }) =>
    failures.map((failure) => `- ${name}: ${failure}`),
  );
  const count = (wanted: string): number =>
    results.filter((result) => verdict(result) === wanted).length;
  const sums = ["passed", "FAILED", "no assertions", "not sent"].map(
    (wanted) => `${count(wanted)} ${wanted.toLowerCase()}`,
  );
  return [
    row("Request", "Status", "Assertions", "Result"),
    ...rows,
    ...(failed.length === 0 ? [] : ["", ...failed]),
    "",
    `${results.length} requests: ${sums.join(", ")}`,
  ].join("\n");
}
