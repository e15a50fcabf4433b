import { readFileSync } from "node:fs";

import type { EventSlug, PrivacyAction, PrivacyCategory } from "../../handlers/model";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import { fileError } from "../fileError";
import { withProgress } from "../progress";
import type { StackOptions } from "../stackOutputs";
import { table } from "../table";
import { print, printJson } from "../terminal";
import { explainDirect } from "./direct";
import { explain, type ExplainedField, type Explanation } from "./explanation";
import { settingsOf } from "./settings";

/** The options of `chatlio-aep explain`. */
export interface ExplainOptions extends StackOptions {
  readonly event: EventSlug;
  readonly widget?: string;
  /** Default: relay. */
  readonly mode: "relay" | "direct";
  readonly privacy: Readonly<Partial<Record<PrivacyCategory, PrivacyAction>>>;
  readonly json?: true;
}

/** Characters of a value in the table; `--json` prints it whole. */
const VALUE_WIDTH = 24;

/** Where the fields of the relay's own field group are. */
const OWN = /^_tenant\.chatlio\./;

/** Prints what the body in `file` would become. */
export async function explainFile(file: string, options: ExplainOptions): Promise<void> {
  const bytes = readPayload(file);
  const base = await withProgress("Reading the stack's configuration", () => settingsOf(options));
  const settings = { ...base, privacy: { ...base.privacy, ...options.privacy } };
  const facts = {
    event: options.event,
    widget: options.widget ?? settings.widgets[0] ?? "main",
    receivedAt: new Date().toISOString(),
    requestId: "explain",
    synthetic: false,
  };
  const isDirect = options.mode === "direct";
  const explanation = (isDirect ? explainDirect : explain)(bytes, facts, settings);
  if (options.json) printJson(explanation);
  else print(textOf(explanation, { ...facts, mode: options.mode }, settings));
  if (explanation.outcome !== "accepted") process.exitCode = 1;
}

function readPayload(file: string): Buffer {
  try {
    return readFileSync(file === "-" ? 0 : file);
  } catch (error) {
    throw fileError(`read the payload ${file}`, error, "Give the path of a file.");
  }
}

function textOf(
  explanation: Explanation,
  { event, mode, widget }: Pick<ExplainOptions, "mode"> & { event: string; widget: string },
  { events, widgets }: ReceiverSettings,
): string {
  switch (explanation.outcome) {
    case "accepted":
      return acceptedText(explanation.fields, mode === "direct" ? "(Adobe)" : "(the relay)");
    case "quarantined":
      return explanation.reason === "unknown-widget"
        ? `quarantined: there is no widget ${widget}. The stack's widgets: ${widgets.join(", ")}.\n`
        : `quarantined: ${explanation.reason}. The webhook gets a 202, and the body is kept in the dead-letter queue.\n`;
    case "rejected":
      return `rejected: Adobe takes ${explanation.reason === "over-1-mb" ? "at most 1 MB" : "an object as JSON in UTF-8 only"}. In direct mode this webhook is lost.\n`;
    case "noWebhook":
      return `no webhook: the stack has none for the event ${event} of the widget ${widget}. Its widgets: ${widgets.join(", ")}. Its events: ${events.join(", ")}.\n`;
    case "ignored":
      return `ignored: the stack's setting events does not name ${event}. The webhook gets a 202, and nothing is kept.\n`;
    case "tooLarge":
      return "too large: the webhook gets a 413, because no queue message can hold the body.\n";
  }
}

function acceptedText(fields: readonly ExplainedField[], maker: string): string {
  const changed = fields.filter(({ change }) => change !== undefined);
  const lines = fields.map(({ xdm, from = maker, value, change = "" }) => {
    return [xdm.replace(OWN, "…"), from, shortened(value), change];
  });
  const reasons = changed.map(({ xdm, change = "", because = "" }) => {
    return `  ${xdm}: ${change} (${because})\n`;
  });
  return [
    table([["IN THE ROW", "FROM", "VALUE", "CHANGE"], ...lines]),
    "\n… at the beginning of a path is _tenant.chatlio. with the name of your organization's tenant.\n",
    `\naccepted: ${fields.length} fields, ${changed.length} of them changed\n`,
    ...reasons,
  ].join("");
}

function shortened(value: unknown): string {
  if (value === undefined) return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > VALUE_WIDTH ? `${text.slice(0, VALUE_WIDTH - 1)}…` : text;
}
