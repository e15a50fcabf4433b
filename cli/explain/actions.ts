import { readFileSync } from "node:fs";

import {
  eventSlugs,
  type EventSlug,
  type PrivacyAction,
  type PrivacyCategory,
} from "../../handlers/model";
import { receiverSettings, type ReceiverSettings } from "../../handlers/receiver/settings";
import { withAwsErrors } from "../awsErrors";
import { readDeployedSettings } from "../deployedSettings";
import { readStackOutputs, type StackOptions } from "../stackOutputs";
import { table } from "../table";
import { print, printJson } from "../terminal";
import { UserError } from "../userError";
import { explain, type ExplainedField, type Explanation } from "./explanation";

/** The options of `chatlio-aep explain`. */
export interface ExplainOptions extends StackOptions {
  readonly event: EventSlug;
  readonly widget?: string;
  readonly privacy: Readonly<Partial<Record<PrivacyCategory, PrivacyAction>>>;
  readonly json?: true;
}

/** Characters of a value in the table; `--json` prints it whole. */
const VALUE_WIDTH = 24;

/** Prints what the body in `file` would become. */
export async function explainFile(file: string, options: ExplainOptions): Promise<void> {
  const bytes = readPayload(file);
  const base = await settingsOf(options);
  const settings = { ...base, privacy: { ...base.privacy, ...options.privacy } };
  const facts = {
    event: options.event,
    widget: options.widget ?? settings.widgets[0] ?? "main",
    receivedAt: new Date().toISOString(),
    requestId: "explain",
    synthetic: false,
  };
  const explanation = explain(bytes, facts, settings);
  if (options.json) printJson(explanation);
  else print(textOf(explanation, facts, settings));
  if (explanation.outcome !== "accepted") process.exitCode = 1;
}

function readPayload(file: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new UserError(`Cannot read the payload ${file} (${code}). Give the path of a file.`);
  }
}

/** The settings of the deployed stack, else the defaults for whatever widget is named. */
async function settingsOf(options: ExplainOptions): Promise<ReceiverSettings> {
  if (options.stack !== undefined) {
    const outputs = await readStackOutputs(options);
    const needs =
      "lambda:GetFunctionConfiguration on the receiver and secretsmanager:GetSecretValue of the salts";
    return withAwsErrors(needs, () => readDeployedSettings(outputs));
  }
  return receiverSettings.parse({
    queueUrl: "http://localhost",
    deadLetterQueueUrl: "http://localhost",
    tokens: [{ id: "none", sha256: "0".repeat(64) }],
    widgets: [options.widget ?? "main"],
    events: eventSlugs,
    privacy: {},
  });
}

function textOf(
  explanation: Explanation,
  { event, widget }: { readonly event: string; readonly widget: string },
  { widgets }: ReceiverSettings,
): string {
  switch (explanation.outcome) {
    case "accepted":
      return acceptedText(explanation.fields);
    case "quarantined":
      return explanation.reason === "unknown-widget"
        ? `quarantined: there is no widget ${widget}. The stack's widgets: ${widgets.join(", ")}.\n`
        : `quarantined: ${explanation.reason}. The webhook gets a 202, and the body is kept in the dead-letter queue.\n`;
    case "ignored":
      return `ignored: the stack's setting events does not name ${event}. The webhook gets a 202, and nothing is kept.\n`;
    case "tooLarge":
      return "too large: the webhook gets a 413, because no queue message can hold the body.\n";
  }
}

function acceptedText(fields: readonly ExplainedField[]): string {
  const changed = fields.filter(({ change }) => change !== undefined);
  const lines = fields.map(({ field, from = "(the relay)", value, change = "" }) => {
    return [field, from, shortened(value), change];
  });
  const reasons = changed.map(({ field, change = "", because = "" }) => {
    return `  ${field}: ${change} (${because})\n`;
  });
  return [
    table([["FIELD", "FROM", "VALUE", "CHANGE"], ...lines]),
    `\naccepted: ${fields.length} fields, ${changed.length} of them changed\n`,
    ...reasons,
  ].join("");
}

function shortened(value: unknown): string {
  if (value === undefined) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > VALUE_WIDTH ? `${text.slice(0, VALUE_WIDTH - 1)}…` : text;
}
