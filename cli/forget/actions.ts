import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";

import { fileError } from "../fileError";
import { withProgress } from "../progress";
import { readStackOutputs, stackName, type StackOptions } from "../stackOutputs";
import { print, printJson } from "../terminal";
import { UsageError } from "../userError";
import { Collected, type ExportedMessage } from "./collected";
import { findPerson, type Found } from "./find";
import { bareVisitor, type Person } from "./person";
import type { PlaceName } from "./places";
import { printReport, subjectOf, type Report } from "./report";
import { rowIdentities } from "./rowIdentities";
import { isSomebody } from "./somebody";
import { countWays, type Way } from "./ways";

interface PersonOptions extends StackOptions {
  readonly email?: readonly string[];
  readonly visitor?: readonly string[];
  readonly customer?: readonly string[];
  readonly trait?: readonly string[];
  readonly mentions?: true;
  readonly rate: number;
  /** Seconds. */
  readonly wait: number;
  readonly json?: true;
}

export interface ForgetOptions extends PersonOptions {
  readonly yes?: true;
}

export interface ExportOptions extends PersonOptions {
  readonly save?: string;
}

/** Fewest characters of a visitor's id, without its kind. */
const MIN_VISITOR = 8;

/** What a report says before the name of a trait. */
const beforeTrait = /^(?:.*\.)?(?:identTraits|visitorTraits|traits)\./;

function personOf(options: PersonOptions): Person {
  const { customer = [], email = [], mentions, trait, visitor = [] } = options;
  if (customer.length + email.length + visitor.length === 0)
    throw new UsageError("Say who: --email, --visitor or --customer, each as often as needed.");
  const visitorIds = visitor.map(bareVisitor);
  // Too short an id, or what stands for a missing one, is in the messages of others.
  if (visitorIds.some((id) => id.length < MIN_VISITOR || !isSomebody(id)))
    throw new UsageError(
      "--visitor is nobody's id. Give Chatlio's id of one visitor, or the row's visitor key.",
    );
  if (!customer.every(isSomebody))
    throw new UsageError(
      "--customer is nobody's id: it stands for a missing one. Give the id of one customer.",
    );
  if (trait !== undefined && customer.length === 0)
    throw new UsageError("--trait says where customer ids are: give --customer, too.");
  return {
    emails: email,
    visitors: visitor,
    customers: customer,
    ...(trait && { traits: trait.map((name) => name.replace(beforeTrait, "")) }),
    mentions: mentions === true,
  };
}

/** Finds the person, and makes the report. */
async function look(options: PersonOptions, remove: boolean) {
  const person = personOf(options);
  const [stack, outputs] = await Promise.all([stackName(options), readStackOutputs(options)]);
  const at = new Date().toISOString();
  const collected = new Collected();
  const onFound = (text: string, place: PlaceName, way: Way) => collected.add(text, place, way);
  const how = { onFound, rate: options.rate, remove, waitMs: options.wait * 1_000 };
  const found = await withProgress(remove ? "Removing a person" : "Searching for a person", () =>
    findPerson(person, outputs, how),
  );
  const report: Report = {
    at,
    stack,
    dryRun: !remove,
    person: subjectOf(person),
    ...found,
    ...summaryOf(collected.events),
    complete: isComplete(found),
  };
  return { person, report, messages: collected.messages };
}

/** Nothing was on its way or hidden, and all that was found is gone. */
function isComplete({ left, places, inFlight }: Found): boolean {
  const remains = Object.values(places).some(({ found, removed }) => found > removed);
  return left.length === 0 && !remains && Object.values(inFlight).every((count) => count === 0);
}

function summaryOf(
  all: readonly ExportedMessage[],
): Pick<Report, "events" | "foundBy" | "received"> {
  const messages = all.filter(({ places }) => !places.includes("links"));
  const counts = new Map<string, number>();
  for (const { event } of messages) counts.set(event, (counts.get(event) ?? 0) + 1);
  const times = messages.map(({ receivedAt }) => receivedAt).filter((time) => time !== "");
  const [first, last] = [times[0], times.at(-1)];
  return {
    events: Object.fromEntries([...counts].sort(([one], [other]) => one.localeCompare(other))),
    foundBy: countWays(messages.map(({ foundBy }) => foundBy)),
    ...(first !== undefined && last !== undefined && { received: { first, last } }),
  };
}

/** `forget`: removes a person from what the stack keeps. Without `--yes` it only says what it would remove. */
export async function forget(options: ForgetOptions): Promise<void> {
  const remove = options.yes === true;
  const { report } = await look(options, remove);
  if (options.json) printJson(report);
  else printReport(report);
  if (!remove) {
    if (!options.json)
      print(
        "Nothing was changed. --yes removes it. Run `export --save` before: its file has the ids that Adobe's Privacy Service needs, and afterwards nothing here has them.\n",
      );
    return;
  }
  if (!report.complete) process.exitCode = 1;
}

/** `export`: writes what the stack keeps of a person to a file. */
export async function exportPerson(options: ExportOptions): Promise<void> {
  // Opened first: a file that cannot be written is known before the search.
  const file = options.save === undefined ? undefined : openNew(options.save);
  const { person, report, messages } = await look(options, false).catch((error: unknown) => {
    // The same command must be able to make it again.
    if (options.save !== undefined) rmSync(options.save);
    throw error;
  });
  if (file !== undefined) {
    const { at, inFlight } = report;
    const saved = { at, person, inFlight, identities: rowIdentities(messages), messages };
    writeSync(file, `${JSON.stringify(saved, null, 2)}\n`);
    fsyncSync(file);
    closeSync(file);
  }
  // What could not be seen may be the person's: the file is not all that there is.
  if (report.inFlight.deadLetters > 0) process.exitCode = 1;
  if (options.json) printJson(report);
  else printReport(report);
  if (options.json) return;
  print(
    options.save === undefined
      ? "--save <file> writes the messages to a file.\n"
      : `${messages.length} messages are in ${options.save}\n`,
  );
}

/** Opens a file that only its owner may read. It contains personal data. */
function openNew(file: string): number {
  try {
    return openSync(file, "wx", 0o600);
  } catch (error) {
    throw fileError(`write to ${file}`, error, "Give --save with a new file.");
  }
}
