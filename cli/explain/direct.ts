import { isUtf8 } from "node:buffer";

import { ingest } from "../../handlers/ingestion/ingest";
import {
  fields,
  findEvent,
  lists,
  toXdm,
  type EventSlug,
  type FieldDefinition,
  type Shape,
} from "../../handlers/model";
import {
  isLeftOut,
  isSingle,
  mayHoldAddress,
  type DirectOptions,
} from "../../handlers/model/direct";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import { MAX_REQUEST_BYTES } from "../../handlers/shared/endpointLimits";
import type { RequestFacts } from "../../handlers/shared/envelope";
import { isObject } from "../../handlers/shared/json";
import { directRow } from "./directRow";
import { untouched, type ExplainedField, type Explanation } from "./explanation";

/**
 * Shows the row that Adobe would make of a webhook's body in direct mode, next to what the relay would have kept.
 *
 * @param settings - of a receiver: which webhooks there are, privacy, transcript and the window for duplicates matter
 */
export function explainDirect(
  bytes: Uint8Array,
  facts: RequestFacts,
  settings: ReceiverSettings,
): Explanation {
  const event = findEvent(facts.event);
  const hasWebhook =
    settings.events.some((slug) => slug === facts.event) && settings.widgets.includes(facts.widget);
  if (event === undefined || !hasWebhook) return { outcome: "noWebhook" };
  if (bytes.length > MAX_REQUEST_BYTES) return { outcome: "rejected", reason: "over-1-mb" };
  const payload = parsed(bytes);
  if (payload === undefined) return { outcome: "rejected", reason: "not-json-object" };
  const options: DirectOptions = {
    slug: facts.event as EventSlug,
    widget: facts.widget,
    dedupeWindowMs: settings.dedupeWindowSeconds * 1_000,
    privacy: settings.privacy,
    htmlBody: settings.transcript.htmlBody,
    identities: settings.identities ?? [],
  };
  const { row, warnings } = directRow(payload, options, Date.parse(facts.receivedAt));
  const whole = relayRow(bytes, facts, settings);
  const failed = new Map(warnings.map(({ destination, reason }) => [destination, reason]));
  const explained = cells(event.shape).flatMap((cell): ExplainedField[] =>
    explainedCells(cell, { row, whole, failed, options, shape: event.shape }),
  );
  return { outcome: "accepted", fields: explained, row };
}

/** Adobe takes an object as JSON in UTF-8 only. */
function parsed(bytes: Uint8Array): object | undefined {
  if (!isUtf8(bytes)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString("utf8"));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The row of the relay with settings that keep everything; empty when it could not read the body. */
function relayRow(bytes: Uint8Array, facts: RequestFacts, settings: ReceiverSettings): object {
  const kept = ingest(bytes, facts, untouched({ ...settings, widgets: [facts.widget] }));
  return kept.kind === "accepted" ? toXdm(kept.envelope.body, "_tenant") : {};
}

/** A field of the event, or of the items of a list. */
interface Cell {
  readonly name: string;
  readonly field: FieldDefinition;
  /** Path of the value in the payload. */
  readonly from: string | undefined;
  /** Path of the list in the row. */
  readonly list?: string;
}

function cells(shape: Shape): Cell[] {
  return [
    ...Object.entries<FieldDefinition>(fields).map(([name, field]) => {
      return {
        name,
        field,
        from: field.direct === "made" ? undefined : field.chatlio?.[shape]?.[0],
      };
    }),
    ...Object.entries(lists).flatMap(([name, { chatlio, items, xdm }]) => {
      const root = (chatlio as Readonly<Partial<Record<Shape, readonly string[]>>>)[shape]?.[0];
      return Object.entries<FieldDefinition>(items).map(([item, field]) => ({
        name: `${name}[].${item}`,
        field,
        from: root === undefined ? undefined : `${root}[].${field.chatlio?.[shape]?.[0] ?? ""}`,
        list: xdm,
      }));
    }),
  ];
}

interface Rows {
  readonly row: object;
  readonly whole: object;
  /** Why a conversion failed, by the path in the row. */
  readonly failed: ReadonlyMap<string, string>;
  readonly options: DirectOptions;
  readonly shape: Shape;
}

function explainedCells(cell: Cell, rows: Rows): ExplainedField[] {
  const { field, list } = cell;
  if (list === undefined) return one(cell, field.xdm, cell.name, rows);
  const lengths = [rows.row, rows.whole].map((row) => {
    const items = valueAt(row, list);
    return Array.isArray(items) ? items.length : 0;
  });
  return Array.from({ length: Math.max(...lengths) }, (_, index) =>
    one(cell, `${list}[${index}].${field.xdm}`, cell.name.replace("[]", `[${index}]`), rows),
  ).flat();
}

function one(cell: Cell, xdm: string, name: string, rows: Rows): ExplainedField[] {
  const value = valueAt(rows.row, xdm);
  if (value === undefined && valueAt(rows.whole, xdm) === undefined) return [];
  const index = /\[\d+\]/.exec(name)?.[0] ?? "[]";
  return [
    {
      field: name,
      xdm,
      ...(cell.from !== undefined && { from: cell.from.replace("[]", index) }),
      ...(value !== undefined && { value }),
      ...changeOf(cell, value, xdm, rows),
    },
  ];
}

function changeOf(
  cell: Cell,
  value: unknown,
  xdm: string,
  rows: Rows,
): Pick<ExplainedField, "change" | "because"> {
  const { field, list, name } = cell;
  const { failed, options, whole } = rows;
  const { htmlBody, privacy } = options;
  const strict = field.privacy.filter((category) => privacy[category] !== "keep");
  const because = strict.map((category) => `privacy.${category}=${privacy[category]}`).join(", ");
  const reasonOf = (why: string) => `direct mode: ${why} (docs/direct.md)`;
  if (isLeftOut(field, rows.shape)) {
    const why = typeof field.direct === "object" ? field.direct.leftOut : "";
    return { change: "left out", because: reasonOf(why) };
  }
  const address = addressIn(cell, xdm, rows);
  if (value !== undefined) {
    if (strict.length > 0) return { change: "hashed", because };
    return address && value !== valueAt(whole, xdm) ? { change: "hashed", because: address } : {};
  }
  if (strict.some((category) => privacy[category] === "drop"))
    return { change: "dropped", because };
  if (address) return { change: "dropped", because: address };
  if (name === "transcriptHtml" && !htmlBody) {
    return { change: "left out", because: "transcript.htmlBody=false" };
  }
  const reason = failed.get(list === undefined ? xdm : `${list}[*].${field.xdm}`);
  if (reason !== undefined) return { change: "left out", because: `Data Prep: ${reason}` };
  return { change: "left out", because: reasonOf("the value's form") };
}

/** The value at a path such as `_tenant.chatlio.messages[0].text`. */
function valueAt(row: object, path: string): unknown {
  let value: unknown = row;
  for (const part of path.split(/[.[\]]+/)) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part))
      return undefined;
    value = (value as Readonly<Record<string, unknown>>)[part];
  }
  return value;
}

/** The setting because of which a single value with an e-mail address is not in the row as it is. */
function addressIn({ field, list }: Cell, xdm: string, { whole, options }: Rows) {
  const { email } = options.privacy;
  if (email === "keep" || !isSingle(field)) return undefined;
  // One item with an address is enough: Data Prep leaves the field out of all of them.
  const items = list === undefined ? undefined : valueAt(whole, list);
  const values = Array.isArray(items)
    ? items.map((item) => valueAt(item as object, field.xdm))
    : [valueAt(whole, xdm)];
  return values.some((value) => typeof value === "string" && mayHoldAddress(value))
    ? `privacy.email=${email}`
    : undefined;
}
