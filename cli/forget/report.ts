import { listed, print, truncate, visible } from "../terminal";
import type { Found } from "./find";
import type { Ids } from "./knownIds";
import { digestOf, type Person } from "./person";
import type { PlaceName } from "./places";
import type { Way, Ways } from "./ways";

/**
 * What `forget` and `export` print with `--json`. It can be filed: it names nobody, and has ids only where the next run needs
 * them.
 */
export interface Report extends Found {
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly stack: string;
  readonly dryRun: boolean;
  /** SHA-256 of each value that was searched for: addresses and visitor ids in lower case. */
  readonly person: {
    readonly emails: readonly string[];
    readonly visitors: readonly string[];
    readonly customers: readonly string[];
  };
  /** How many messages of each event were found. */
  readonly events: Readonly<Record<string, number>>;
  /** How many messages were found in which way. Each counts once, links not at all. */
  readonly foundBy: Ways;
  /** When the first and the last of them were received. */
  readonly received?: { readonly first: string; readonly last: string };
  /** Whether nothing is left that what was searched for says is the person's, and nothing was on its way. */
  readonly complete: boolean;
}

const titles: Readonly<Record<PlaceName, string>> = {
  deadLetterQueue: "Dead-letter queue",
  deadLetterCopies: "Copies of DLQ messages",
  dropped: "Dropped messages",
  archive: "Archived events",
  links: "Links to visitors",
};

/** The person of a report: digests in place of values. */
export function subjectOf({ customers, emails, visitors }: Person): Report["person"] {
  const lower = (values: readonly string[]) =>
    values.map((value) => digestOf(value.trim().toLowerCase()));
  return { emails: lower(emails), visitors: lower(visitors), customers: customers.map(digestOf) };
}

/** What the report does not cover, and who does. */
const elsewhere =
  "Not searched: Adobe (use its Privacy Service), Chatlio, and files that `dlq drop --save` and `export --save` wrote. The logs hold no personal data.";

function printInFlight({ deadLetters, events, undelivered }: Report["inFlight"]): void {
  const waiting = events + undelivered;
  if (deadLetters > 0)
    print(
      `${deadLetters} messages of the dead-letter queue could not be read: another command holds them, or one that was killed, or they are new. They can be read after five minutes, in rare cases after up to 12 hours: run the command again, with --wait 330s to wait for them.\n`,
    );
  if (waiting > 0)
    print(
      `${waiting} messages were on their way and are not searched. Run the command again when \`chatlio-aep status\` shows none that are so old.\n`,
    );
}

/** Ways that the text names, the most frequent first. */
const MAX_WAYS = 20;

function textOf({ fields, through }: Way): string {
  const names = fields.join(", ");
  return through === "chat" ? `their chat, which was found by ${names}` : names;
}

function textOfTraits(all: readonly (readonly [string, number])[]): string {
  const shown = all.slice(0, MAX_WAYS).map(([name, messages]) => `${name} (${messages})`);
  return listed(all.length > MAX_WAYS ? [...shown, "others"] : shown);
}

/** The options that search for ids, as on a command line. */
function optionsOf({ customers, emails, visitors }: Ids): string {
  const all = [
    ...emails.map((id) => ["--email", id] as const),
    ...visitors.map((id) => ["--visitor", id] as const),
    ...customers.map((id) => ["--customer", id] as const),
  ].map(
    ([option, id]) => `${option} ${/^[\w.:@+-]+$/.test(id) ? id : JSON.stringify(visible(id))}`,
  );
  return [...all.slice(0, MAX_WAYS), ...(all.length > MAX_WAYS ? ["…"] : [])].join(" ");
}

/** Prints the report as text. */
export function printReport(report: Report): void {
  const {
    at,
    chats = [],
    dryRun,
    events,
    foundBy,
    left,
    mentions,
    otherTraits,
    places,
    received,
    related,
    stack,
  } = report;
  print(`${dryRun ? "Search" : "Erasure"} of one person in the stack ${stack}, ${at}\n`);
  for (const [kind, digests] of Object.entries(report.person))
    for (const digest of digests) print(`${kind.replace(/s$/, "")} with SHA-256 ${digest}\n`);
  for (const [name, { found, removed, searched }] of Object.entries(places)) {
    const done = dryRun ? "" : `, ${removed} removed`;
    const what = name === "links" ? "chats" : "messages";
    print(`${titles[name as PlaceName]}: ${found} of ${searched} ${what}${done}\n`);
  }
  for (const [event, count] of Object.entries(events)) print(`${count} ${event}\n`);
  for (const way of foundBy.slice(0, MAX_WAYS))
    print(`${way.messages} found by ${visible(truncate(textOf(way), 200))}\n`);
  if (foundBy.length > MAX_WAYS)
    print(`Others in ${foundBy.length - MAX_WAYS} more ways, which --json names.\n`);
  if (received) print(`Received from ${received.first} to ${received.last}\n`);
  for (const { key, reason } of left) print(`Not removed: ${key} (${reason})\n`);
  if (mentions > 0)
    print(
      `${mentions} messages of others have the address, or an id, in what somebody wrote. --mentions takes them for the person's too.\n`,
    );
  const others = Object.entries(otherTraits);
  if (others.length > 0)
    print(
      `Kept: messages in which a trait has the customer's id, and its name does not say so: ${visible(textOfTraits(others))}. If one of these traits holds customer ids, name each trait that does: --trait <name>\n`,
    );
  if (related)
    print(
      `Kept: ${related.messages} messages with an id of those found. They are of a visitor who came back, or of another one on the same computer. If they are the person's, search for these too: ${optionsOf(related)}\n`,
    );
  printInFlight(report.inFlight);
  if (chats.length > 0)
    print(
      `Run it again with the person's chats too, which nothing else may name by then: ${chats.map((id) => `--visitor conversation:${id}`).join(" ")}\n`,
    );
  print(`${elsewhere}\n`);
}
