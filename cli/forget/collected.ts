import { isDeepStrictEqual } from "node:util";

import { readableFacts, readEnvelope } from "../../handlers/shared/envelope";
import { rawText } from "../dlq/rawTexts";
import { digestOf } from "./person";
import type { PlaceName } from "./places";
import type { Way } from "./ways";

/** A message of the person, for an access request, or what the table of links has of a chat. */
export interface ExportedMessage {
  /** Where it is kept with this content. */
  readonly places: readonly PlaceName[];
  readonly event: string;
  readonly widget: string;
  readonly receivedAt: string;
  readonly foundBy: Way;
  /** What the relay keeps: an event's fields, the webhook's body as text, or a link. */
  readonly data: unknown;
}

const nothing = { event: "", widget: "", requestId: "", receivedAt: "", synthetic: false };

function exported(text: string, place: PlaceName, foundBy: Way): ExportedMessage {
  const places = [place];
  if (place === "links") {
    const link = JSON.parse(text) as { readonly at?: unknown };
    // An item that is not a link may have anything there.
    const receivedAt = typeof link.at === "string" ? link.at : "";
    return { places, event: "", widget: "", receivedAt, foundBy, data: link };
  }
  const envelope = readEnvelope(text);
  const { event, receivedAt, widget } = envelope ?? readableFacts(text, nothing);
  const raw = envelope?.kind === "raw" ? rawText(envelope) : undefined;
  return { places, event, widget, receivedAt, foundBy, data: raw ?? envelope?.body ?? text };
}

function byTime(one: ExportedMessage, other: ExportedMessage): number {
  return one.receivedAt.localeCompare(other.receivedAt);
}

/**
 * The messages of a person. The same event can be in several places, and in several versions. It is one event, and each
 * content of it is kept: the archive may have more than the dead-letter queue, and the queue what privacy has since left out.
 */
export class Collected {
  private readonly byEvent = new Map<string, ExportedMessage[]>();

  add(text: string, place: PlaceName, way: Way): void {
    const envelope = readEnvelope(text);
    const id = envelope?.kind === "event" ? envelope.body.id : digestOf(text);
    const message = exported(text, place, way);
    const known = this.byEvent.get(id) ?? [];
    this.byEvent.set(id, known);
    const at = known.findIndex(({ data }) => isDeepStrictEqual(data, message.data));
    const same = known[at];
    if (same === undefined) known.push(message);
    else known[at] = { ...same, places: [...new Set([...same.places, place])] };
  }

  /** Each event once, the oldest first. */
  get events(): readonly ExportedMessage[] {
    return [...this.byEvent.values()].flatMap((contents) => contents.slice(0, 1)).sort(byTime);
  }

  /** Every content of each event, the oldest event first. */
  get messages(): readonly ExportedMessage[] {
    return [...this.byEvent.values()].flat().sort(byTime);
  }
}
