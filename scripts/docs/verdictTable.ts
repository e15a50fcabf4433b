import { rules, type Rule } from "../../handlers/forwarder/rules";

const BEGIN = "<!-- verdicts: made from handlers/forwarder by `npm run docs:handlers` -->";
const END = "<!-- end of verdicts -->";

const ITEMS =
  "The rows below apply to `statusCode` or `status` (a number). An item with a transaction id and no " +
  "status is delivered. An item without either, with a status in words or with an empty transaction " +
  "id is retried (`no-verdict`) and may land twice, as are all items when their number differs from " +
  "that of the messages.";

const singles: Readonly<Record<Rule["single"], string>> = {
  delivered: "delivered",
  retry: "retry later",
  deadLetter: "to the dead-letter queue",
};

const batches: Readonly<Record<Rule["batch"], string>> = {
  delivered: "delivered",
  retry: "retry later",
  retryIndividually: "retry individually, at once",
  halve: "halve and retry, at once",
};

function row(rule: Rule): string {
  const reason = rule.single === "delivered" ? "" : `\`${rule.reason}\``;
  return `| ${[
    rule.response,
    singles[rule.single],
    batches[rule.batch],
    rule.systemic ? "yes" : "no",
    rule.ambiguous ? "yes" : "no",
    reason,
    rule.why,
  ].join(" | ")} |`;
}

/** The table of verdicts for docs/delivery.md. */
export function verdictTable(): string {
  return [
    "| Response | One message | Batch | Systemic | May land twice | Reason | Why |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    `| 207 | item by item | item by item | | | | ${ITEMS} |`,
    ...rules.map(row),
  ].join("\n");
}

/** The page with the table between its markers replaced by the current one. */
export function insertVerdictTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error("The page has no markers for the verdict table.");
  return `${page.slice(0, begin)}${BEGIN}\n\n${verdictTable()}\n\n${page.slice(end)}`;
}
