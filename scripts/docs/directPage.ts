import { differences, type Difference } from "../../handlers/model/direct/differences";

/** docs/direct.md, made from the list of differences. */
export function directPage(): string {
  const rows = Object.entries<Difference>(differences).map(
    ([name, { fields, relay, direct }]) => `| \`${name}\` | ${fields} | ${relay} | ${direct} |`,
  );
  return [
    "# The rows of relay mode and direct mode",
    "",
    "<!-- Made from handlers/model/direct by `npm run docs:handlers`. Do not edit: a test compares it. -->",
    "",
    "The same webhook gives the same row in both modes ([events.md](events.md)), except for what this page",
    "lists. In direct mode Adobe's Data Prep makes the row by mapping expressions, which can do less than",
    "the relay. `npm run test:unit -- tests/handlers/model/direct` compares the rows of every payload in",
    "`tests/fixtures`, field by field, and fails when they differ in anything else.",
    "",
    "The expressions use only functions of Adobe's guide. They have run in the",
    "[emulator](emulator.md) and not yet in the real Data Prep.",
    "",
    "| Difference | Fields | Relay mode | Direct mode |",
    "| --- | --- | --- | --- |",
    ...rows,
    "",
    "A value that fails to convert leaves its field empty, and the rest of the row arrives. Every row has",
    "`_id`, `timestamp`, `eventType`, the widget and the visitor key, whatever the payload holds.",
    "",
  ].join("\n");
}
