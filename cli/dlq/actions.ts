import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { redrive, type Redrive } from "../../handlers/ingestion/redrive";
import { readReceiverSettings } from "../../handlers/receiver/settings";
import { readEnvelope, unwrapRaw } from "../../handlers/shared/envelope";
import { readStackOutputs, type StackOptions, type StackOutputs } from "../stackOutputs";
import { UserError } from "../userError";
import { DeadLetterQueue, type DlqMessage } from "./deadLetterQueue";
import { isSelected, type Selection } from "./select";
import { table } from "./table";

function print(text: string): void {
  process.stdout.write(text);
}

function printJson(value: unknown): void {
  print(`${JSON.stringify(value, null, 2)}\n`);
}

/** The stack's region, which its function's ARN names. */
const regionOf = ({ receiverFunctionArn }: StackOutputs) => receiverFunctionArn.split(":")[3] ?? "";

async function open(options: StackOptions) {
  const outputs = await readStackOutputs(options);
  const letters = new DeadLetterQueue(new SQSClient({ region: regionOf(outputs) }), outputs);
  return { outputs, letters };
}

/** What `pick` takes of the selected letters: all of them whole would not fit in memory. */
async function gather<T>(
  letters: DeadLetterQueue,
  selection: Selection,
  pick: (letter: DlqMessage) => T,
): Promise<T[]> {
  const found: T[] = [];
  await letters.visit((letter) => {
    if (isSelected(letter, selection)) found.push(pick(letter));
    return Promise.resolve();
  });
  return found;
}

/** `dlq list`: what is there, oldest first, never its content. */
export async function list(
  options: StackOptions & { readonly json?: true },
  selection: Selection,
): Promise<void> {
  const { letters } = await open(options);
  const pick = ({ id, receivedAt, event, widget, reason, kind }: DlqMessage) => {
    return { id, receivedAt, event, widget, reason, kind };
  };
  const shown = await gather(letters, selection, pick);
  shown.sort((one, other) => one.receivedAt.localeCompare(other.receivedAt));
  if (options.json) {
    printJson(shown);
    return;
  }
  if (shown.length > 0) {
    const columns = ["id", "receivedAt", "event", "widget", "reason"] as const;
    const rows = shown.map((letter) => columns.map((column) => letter[column]));
    print(table([["ID", "RECEIVED", "EVENT", "WIDGET", "REASON"], ...rows]));
  }
  print(`${shown.length === 1 ? "1 dead letter" : `${shown.length} dead letters`}\n`);
}

/** `dlq show`: one of them with its content. */
export async function show(options: StackOptions, id: string): Promise<void> {
  const { letters } = await open(options);
  const [text] = await gather(letters, { ids: [id] }, (letter) => letter.text);
  if (text === undefined) throw unknown([id]);
  const envelope = readEnvelope(text);
  if (envelope === undefined) {
    print(`${text}\n`);
    return;
  }
  // A raw body as it came, so that it can be read and not only decoded by somebody.
  const body = envelope.kind === "raw" ? unwrapRaw(envelope).toString() : envelope.body;
  printJson({ ...envelope, body });
}

const unknown = (ids: readonly string[]) =>
  new UserError(
    `There is no dead letter ${ids.join(", ")}. Run \`chatlio-aep dlq list\`; a letter that another command is at work on shows after five minutes at most.`,
  );

/** The receiver's settings as they are deployed: a raw body is read again by them. */
async function receiverOf(outputs: StackOutputs) {
  const lambda = new LambdaClient({ region: regionOf(outputs) });
  const { Environment: environment } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: outputs.receiverFunctionArn }),
  );
  return readReceiverSettings(environment?.Variables ?? {});
}

/** How many of each. */
function countBy(reasons: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

/** `dlq redrive`: sends letters again; one that would only come back stays, with the reason. */
export async function redriveAll(
  options: StackOptions & {
    readonly json?: true;
    readonly all?: true;
    readonly dryRun?: true;
  },
  selection: Selection,
): Promise<void> {
  const { ids, reason, event, widget } = selection;
  const filtered = [reason, event, widget].some((one) => one !== undefined);
  if (ids.length === 0 && !filtered && !options.all) {
    throw new UserError("Say which dead letters to send again: their ids, a filter, or --all.");
  }
  const { outputs, letters } = await open(options);
  const settings = await receiverOf(outputs);
  const chosen = new Set<string>();
  const sent: string[] = [];
  const kept: { id: string; reason: string }[] = [];
  await letters.visit(async (letter) => {
    if (!isSelected(letter, selection)) return;
    chosen.add(letter.id);
    const outcome: Redrive = redrive(letter.text, settings);
    if (outcome.kind === "keep") {
      kept.push({ id: letter.id, reason: outcome.reason });
      return;
    }
    if (!options.dryRun) await letters.sendAgain(letter, outcome.text);
    sent.push(letter.id);
  });
  const missing = ids.filter((id) => !chosen.has(id));
  if (missing.length > 0 && chosen.size === 0) throw unknown(missing);
  if (options.json) {
    printJson({ dryRun: options.dryRun ?? false, sent, kept, missing });
    return;
  }
  print(`${sent.length} ${options.dryRun ? "would be sent again" : "sent again"}\n`);
  for (const [why, count] of Object.entries(countBy(kept.map((one) => one.reason)))) {
    print(`${count} kept: ${why}\n`);
  }
  if (missing.length > 0) print(`${missing.length} not found: ${missing.join(", ")}\n`);
}
