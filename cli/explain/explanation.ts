import { ingest } from "../../handlers/ingestion/ingest";
import { originsOf } from "../../handlers/ingestion/origins";
import { parseBody, type QuarantineReason } from "../../handlers/ingestion/pipeline";
import {
  fields,
  findEvent,
  lists,
  privacyCategories,
  toXdm,
  type ChatEvent,
  type FieldDefinition,
  type PrivacyCategory,
} from "../../handlers/model";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import type { RequestFacts } from "../../handlers/shared/envelope";

/** What became of a value on its way from the payload to the row. */
export type Change = "hashed" | "dropped" | "redacted" | "truncated" | "left out";

/** One field of the event, or one that would be in it without privacy and truncation. */
export interface ExplainedField {
  /** Its name in the event model; a field of a message as `messages[0].text`. */
  readonly field: string;
  /** Its path in the row. */
  readonly xdm: string;
  /** Path of its value in the payload. Left out: the relay made it. */
  readonly from?: string;
  /** Its value in the event. Left out: it has none any more. */
  readonly value?: unknown;
  readonly change?: Change;
  /** The setting or limit that changed it: `privacy.email=hash`. */
  readonly because?: string;
}

export type Explanation =
  | {
      readonly outcome: "accepted";
      readonly fields: readonly ExplainedField[];
      readonly row: Readonly<Record<string, unknown>>;
    }
  | { readonly outcome: "quarantined"; readonly reason: QuarantineReason }
  /** In direct mode Adobe rejects it, and it is lost. */
  | { readonly outcome: "rejected"; readonly reason: "not-json-object" | "over-1-mb" }
  /** In direct mode the stack has no webhook for the event or the widget. */
  | { readonly outcome: "noWebhook" }
  | { readonly outcome: "ignored" }
  | { readonly outcome: "tooLarge" };

/** The settings that change no value. */
export function untouched(settings: ReceiverSettings): ReceiverSettings {
  const privacy = Object.fromEntries(privacyCategories.map((category) => [category, "keep"]));
  return {
    ...settings,
    privacy: privacy as ReceiverSettings["privacy"],
    transcript: { htmlBody: true },
    maxRowBytes: Number.MAX_SAFE_INTEGER,
  };
}

interface Cell {
  readonly xdm: string;
  readonly value: unknown;
  readonly privacy: readonly PrivacyCategory[];
}

/** The event's values by field, each message's fields by its index in the payload: the oldest are truncated first. */
function cellsOf(event: ChatEvent): ReadonlyMap<string, Cell> {
  const first = event.relayCutMessages ?? 0;
  const values = event as Readonly<Record<string, unknown>>;
  const cells = new Map<string, Cell>();
  for (const [name, { xdm, privacy }] of Object.entries<FieldDefinition>(fields))
    if (values[name] !== undefined) cells.set(name, { xdm, privacy, value: values[name] });
  for (const [list, { xdm, items }] of Object.entries(lists))
    ((values[list] ?? []) as Readonly<Record<string, unknown>>[]).forEach((item, position) => {
      const index = first + position;
      for (const [name, field] of Object.entries<FieldDefinition>(items))
        if (item[name] !== undefined)
          cells.set(`${list}[${index}].${name}`, {
            xdm: `${xdm}[${position}].${field.xdm}`,
            privacy: field.privacy,
            value: item[name],
          });
    });
  return cells;
}

/** Fields whose hash is in a field of its own, `ipHash`. */
const hashedElsewhere: ReadonlySet<string> = new Set(["ipV4", "ipV6"]);

/** What changed a value, from what it would be without privacy and truncation to what it is. */
function changeOf(
  name: string,
  before: Cell,
  now: Cell | undefined,
  { event, settings }: { readonly event: ChatEvent; readonly settings: ReceiverSettings },
): Pick<ExplainedField, "change" | "because"> {
  if (now !== undefined && JSON.stringify(now.value) === JSON.stringify(before.value)) return {};
  if (name === "transcriptHtml" && !settings.transcript.htmlBody)
    return { change: "left out", because: "transcript.htmlBody=false" };
  const list = name.replace(/\[\d+\].*/, "");
  if ((event.relayCutFields ?? []).some((field) => field === list || field === name))
    return { change: "truncated", because: `maxRowBytes=${settings.maxRowBytes}` };
  const strict = before.privacy.filter((category) => settings.privacy[category] !== "keep");
  // A text has no category of its own that is not kept: what was found in it has.
  const because = (strict.length > 0 ? strict : privacyCategories)
    .filter((category) => settings.privacy[category] !== "keep")
    .map((category) => `privacy.${category}=${settings.privacy[category]}`)
    .join(", ");
  const isHashed = strict.length > 0 && strict.every((one) => settings.privacy[one] === "hash");
  // Unknown fields and HTML cannot be hashed in part: nothing of them arrives.
  const isGone = now === undefined && !hashedElsewhere.has(name);
  if (isGone && (isHashed || strict.length === 0)) return { change: "left out", because };
  if (strict.length === 0) return { change: "redacted", because };
  return { change: isHashed ? "hashed" : "dropped", because };
}

/**
 * Shows the row that a webhook's body would become, field by field, and what changed on the way: the
 * receiver's own code runs twice, with the settings and with settings that keep everything.
 */
export function explain(
  bytes: Uint8Array,
  facts: RequestFacts,
  settings: ReceiverSettings,
): Explanation {
  const actual = ingest(bytes, facts, settings);
  if (actual.kind === "quarantined") return { outcome: actual.kind, reason: actual.reason };
  if (actual.kind !== "accepted") return { outcome: actual.kind };
  const event = actual.envelope.body;
  const whole = ingest(bytes, facts, untouched(settings));
  const before = cellsOf(whole.kind === "accepted" ? whole.envelope.body : event);
  const now = cellsOf(event);
  const body = parseBody(bytes, facts.charset);
  const shape = findEvent(facts.event)?.shape ?? "A";
  const origins: Readonly<Record<string, string>> =
    typeof body === "string" ? {} : originsOf(body.payload, shape);

  const explained = [...new Set([...before.keys(), ...now.keys()])].map((name): ExplainedField => {
    const [was, is] = [before.get(name), now.get(name)];
    const from = origins[name] ?? origins[name.replace(/\[\d+\].*/, "")];
    return {
      field: name,
      xdm: (is ?? was)?.xdm ?? "",
      ...(from !== undefined && { from }),
      ...(is !== undefined && { value: is.value }),
      ...(was !== undefined && changeOf(name, was, is, { event, settings })),
    };
  });
  return { outcome: "accepted", fields: explained, row: toXdm(event, "_tenant") };
}
