import { rules, type Rule } from "./verdict";

const BEGIN = "<!-- verdicts: made from handlers/forwarder by `npm run docs:handlers` -->";
const END = "<!-- end of verdicts -->";

const ITEMS =
  "By `statusCode` or `status` (a number) as in the rows below; an item with a transaction id and no " +
  "status is delivered. One that says nothing, a status in words, an empty transaction id, and all " +
  "items when there are not as many as messages: retried (`no-verdict`), and may land twice.";

const singles: Readonly<Record<Rule["single"], string>> = {
  delivered: "delivered",
  wait: "wait and retry",
  dead: "dead-letter now",
};

const batches: Readonly<Record<Rule["batch"], string>> = {
  delivered: "delivered",
  wait: "wait and retry",
  alone: "each again by itself, at once",
  split: "halved and sent again, at once",
};

function row(rule: Rule): string {
  const reason = rule.single === "delivered" ? "" : `\`${rule.reason}\``;
  return `| ${[
    rule.answer,
    singles[rule.single],
    batches[rule.batch],
    rule.common ? "yes" : "no",
    rule.ambiguous ? "yes" : "no",
    reason,
    rule.why,
  ].join(" | ")} |`;
}

/** The table of verdicts for docs/delivery.md. */
export function verdictTable(): string {
  return [
    "| Answer of the inlet | One message | Batch | Common | May land twice | Reason | Why |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    `| 207 | item by item | item by item | | | | ${ITEMS} |`,
    ...rules.map(row),
  ].join("\n");
}

/** A page with the table between its markers made anew. */
export function insertVerdictTable(page: string): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error("The markers of the verdict table are missing.");
  return `${page.slice(0, begin)}${BEGIN}\n\n${verdictTable()}\n\n${page.slice(end)}`;
}
