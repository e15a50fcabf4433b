import { minuteOf } from "../ago";
import { readDeployedSettings } from "../deployedSettings";
import { withProgress } from "../progress";
import { readStackOutputs, type StackOptions } from "../stackOutputs";
import { table } from "../table";
import { listed, print, printError, printJson, truncate, visible } from "../terminal";
import { UsageError, UserError } from "../userError";
import { archiveOf } from "./archive";
import type { DeadLetterQueue, DlqMessage } from "./deadLetterQueue";
import { dropSelected, type Keep } from "./drop";
import { Others } from "./others";
import { createPace } from "./pace";
import { contentOf, deadLetterQueueOf, factsOf } from "./read";
import { redriveSelected, type RedriveResult } from "./redrive";
import { restoreSelected, type RestoreSource } from "./restore";
import { openSaved } from "./saved";
import { isNarrowed, isSelected, type Selection } from "./select";

async function open(options: StackOptions) {
  const outputs = await readStackOutputs(options);
  return { outputs, queue: deadLetterQueueOf(outputs), archive: archiveOf(outputs) };
}

/** What `pick` takes of the selected messages. All of them with their texts would not fit in memory. */
export async function collect<T>(
  queue: DeadLetterQueue,
  selection: Selection,
  pick: (message: DlqMessage) => T,
  others?: Others,
): Promise<T[]> {
  const found: T[] = [];
  const now = Date.now();
  await withProgress("Reading the dead-letter queue", () =>
    queue.visit((message) => {
      if (isSelected(message, selection, now)) found.push(pick(message));
      else others?.add(message);
      return Promise.resolve("kept");
    }),
  );
  return found;
}

/** `dlq list`: lists the messages, oldest first, without their content. */
export async function list(
  options: StackOptions & { readonly json?: true },
  selection: Selection,
): Promise<void> {
  const { queue } = await open(options);
  const others = new Others();
  const messages = await collect(queue, selection, factsOf, others);
  if (messages.length === 0) hintAt(others, selection);
  messages.sort((one, other) => one.receivedAt.localeCompare(other.receivedAt));
  if (options.json) {
    printJson(messages);
    return;
  }
  if (messages.length > 0) {
    const rows = messages.map(({ event, id, reason, receivedAt, widget }) => [
      ...[id, minuteOf(receivedAt), event, widget, reason],
    ]);
    print(table([["ID", "RECEIVED", "EVENT", "WIDGET", "REASON"], ...rows]));
  }
  print(`${messages.length === 1 ? "1 message" : `${messages.length} messages`}\n`);
}

/** `dlq show`: prints one message with its content. The beginning of its id is enough when no other begins so. */
export async function show(
  options: StackOptions & { readonly json?: true },
  id: string,
): Promise<void> {
  const { queue } = await open(options);
  const begun = await collect(queue, { ids: [] }, (message) =>
    message.id.startsWith(id) ? [[message.id, message.text] as const] : [],
  );
  const texts = new Map(begun.flat());
  if (texts.size > 1 && !texts.has(id)) throw notUnique(id, [...texts.keys()]);
  const [text] = texts.has(id) ? [texts.get(id)] : texts.values();
  if (text === undefined) throw notFound([id]);
  const content = contentOf(text);
  if (typeof content === "string" && !options.json) print(`${content}\n`);
  else printJson(content);
}

function hintAt(others: Others, selection: Selection): void {
  const hint = others.hint(selection);
  if (hint !== undefined) printError(hint);
}

function notUnique(id: string, ids: readonly string[]) {
  return new UserError(
    `${ids.length} DLQ messages have an id that begins with ${visible(id)}: ${listed(ids.map(visible))}. Give more of it.`,
  );
}

function notFound(ids: readonly string[]) {
  return new UserError(
    `There is no DLQ message ${listed(ids)}. Run \`chatlio-aep dlq list\`. A message that another command has received is visible again when that command ends.`,
  );
}

interface ChangeOptions extends StackOptions {
  readonly json?: true;
  readonly all?: true;
  readonly dryRun?: true;
  /** Messages in a second, at most. */
  readonly rate: number;
}

/** Rejects a command that says nothing about which messages it is for. */
function checkSelection({ all }: ChangeOptions, selection: Selection, verb: string): void {
  if (isNarrowed(selection) || all) return;
  throw new UsageError(
    `Say which messages to ${verb}: ${verb === "restore" ? "a filter" : "their ids, a filter"}, or --all.`,
  );
}

/** `dlq redrive`: sends messages again. A message that would only fail again stays, with the reason. */
export async function redriveAll(options: ChangeOptions, selection: Selection): Promise<void> {
  checkSelection(options, selection, "send again");
  const { archive, outputs, queue } = await open(options);
  const settings = await readDeployedSettings(outputs);
  const dryRun = options.dryRun ?? false;
  const others = new Others();
  const how = { archive, dryRun, others, pace: createPace(options.rate) };
  const result = await withProgress("Sending messages again", () =>
    redriveSelected(queue, settings, selection, how),
  );
  const { sent, kept, missing } = result;
  if (missing.length > 0 && sent.length + kept.length === 0) throw notFound(missing);
  if (sent.length + kept.length === 0) hintAt(others, selection);
  if (options.json) printJson({ dryRun, ...result });
  else printResult(dryRun, result);
  // Messages were chosen and none was sent: for a script that is not a success.
  if (!dryRun && sent.length === 0 && kept.length > 0) process.exitCode = 1;
}

interface DropOptions extends ChangeOptions {
  readonly save?: string;
  readonly discard?: true;
  readonly yes?: true;
}

/**
 * `dlq drop`: deletes messages. Each is kept first: in the stack's archive, or in a file. Without `--yes` it only says
 * which.
 */
export async function dropAll(options: DropOptions, selection: Selection): Promise<void> {
  checkSelection(options, selection, "drop");
  const dryRun = options.dryRun === true || options.yes !== true;
  const { discard, save } = options;
  if (!dryRun && save !== undefined && discard !== undefined) throw whereToKeep();
  const { archive, queue } = await open(options);
  if (!dryRun && archive === undefined && save === undefined && discard === undefined)
    throw whereToKeep();
  const file = dryRun || save === undefined ? undefined : openSaved(save);
  const keep: Keep = file ?? (discard ? "nowhere" : "archive");
  const others = new Others();
  const parts = { archive, dryRun, keep, others, pace: createPace(options.rate) };
  const { dropped, missing } = await withProgress("Dropping messages", () =>
    dropSelected(queue, selection, parts),
  ).finally(() => file?.close());
  if (missing.length > 0 && dropped.length === 0) throw notFound(missing);
  if (dropped.length === 0) hintAt(others, selection);
  if (options.json) {
    printJson({ dryRun, dropped, missing });
    return;
  }
  const where = keep === "archive" && !dryRun ? ", and kept in the archive" : "";
  print(`${dropped.length} ${dryRun ? "would be dropped" : "dropped"}${where}\n`);
  if (missing.length > 0) print(`${missing.length} not found: ${listed(missing.map(visible))}\n`);
  if (!dryRun || options.dryRun === true) return;
  print(
    archive === undefined
      ? "Nothing was changed. --yes drops them, with --save <file> or --discard.\n"
      : "Nothing was changed. --yes moves them to the archive, --save <file> to a file.\n",
  );
}

function whereToKeep(): UserError {
  return new UsageError(
    "Say what to do with the messages: --save <file> keeps them, --discard loses them for ever. A stack with `chatlio-aep:deadLetterCopies` keeps them in its archive without either.",
  );
}

interface RestoreOptions extends ChangeOptions {
  readonly expired?: true;
}

/** `dlq restore`: puts kept messages into the dead-letter queue again. A file stays as it is. */
export async function restoreAll(
  file: string | undefined,
  options: RestoreOptions,
  selection: Selection,
): Promise<void> {
  if (file !== undefined && options.expired)
    throw new UsageError("Give a file or --expired, not both.");
  if (file === undefined) checkSelection(options, selection, "restore");
  const { archive, queue } = await open(options);
  const dryRun = options.dryRun ?? false;
  const source: RestoreSource =
    file === undefined ? { expired: options.expired ?? false } : { file };
  const others = new Others();
  const parts = { archive, dryRun, others, pace: createPace(options.rate), queue };
  const restored = await withProgress("Restoring messages", () =>
    restoreSelected(source, selection, parts),
  );
  if (options.json) printJson({ dryRun, restored });
  else print(`${restored.length} ${dryRun ? "would be restored" : "restored"}\n`);
  if (restored.length === 0) hintAt(others, selection);
}

/** Reasons that the result of a redrive names, the most frequent first. */
const MAX_REASONS = 10;

function printResult(dryRun: boolean, { sent, kept, missing, copiesLeft }: RedriveResult): void {
  print(`${sent.length} ${dryRun ? "would be sent again" : "sent again"}\n`);
  const counts = new Map<string, number>();
  for (const { reason } of kept) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts].sort(([, one], [, other]) => other - one);
  for (const [reason, count] of reasons.slice(0, MAX_REASONS))
    print(`${count} kept: ${visible(truncate(reason, 200))}\n`);
  if (reasons.length > MAX_REASONS)
    print(`The others are kept for ${reasons.length - MAX_REASONS} more reasons.\n`);
  if (missing.length > 0) print(`${missing.length} not found: ${listed(missing.map(visible))}\n`);
  if (copiesLeft !== undefined)
    print(
      `${copiesLeft} copies could not be deleted from the archive (s3:DeleteObject), and expire there.\n`,
    );
}
