import { fields, type ChatEvent, type FieldDefinition, type FieldName } from "../model";
import { jsonBytes, toJson } from "../shared/json";

/** Room for the fields that say what was truncated. */
const NOTE_BYTES = 400;

/** Types whose values may be long. Fields of type `json` have a step of their own. */
const textual = new Set<FieldDefinition["type"]>(["string", "uri", "strings"]);

/** Returns the longest beginning of a text whose JSON fits into the bytes. Never splits a character. */
function shorten(text: string, bytes: number): string {
  let used = 2;
  let end = 0;
  for (const char of text) {
    used += Buffer.byteLength(toJson(char)) - 2;
    if (used > bytes) break;
    end += char.length;
  }
  return text.slice(0, end);
}

/** Left out completely: half of such a value cannot be read. */
const indivisible = new Set<string>([
  "transcriptHtml",
  "identities",
  ...Object.entries<FieldDefinition>(fields)
    .filter(([, { type }]) => type !== "string")
    .map(([name]) => name),
]);

const required = new Set<string>(
  Object.entries<FieldDefinition>(fields)
    .filter(([, definition]) => definition.required)
    .map(([name]) => name),
);

/** Never truncated, because every row needs them or because they are short. */
const kept = new Set<string>([
  // An opt-out that is not there would be taken for consent.
  "consents",
  ...Object.entries<FieldDefinition>(fields)
    .filter(([name, { type }]) => required.has(name) || !textual.has(type))
    .map(([name]) => name),
]);

/** Bytes of one member of an object: its key, its value and the separators. */
function memberBytes(name: string, value: unknown): number {
  return jsonBytes(name) + jsonBytes(value) + 2;
}

class Truncator {
  private readonly event: ChatEvent;
  private readonly truncatedFields = new Set<string>();
  private droppedMessages = 0;
  private droppedCharacters = 0;
  private readonly maxBytes: number;
  /** Bytes above the limit; zero or less when the event fits. */
  private excess: number;

  constructor(event: ChatEvent, maxBytes: number) {
    this.event = { ...event };
    this.maxBytes = maxBytes;
    this.excess = -maxBytes;
  }

  run(): ChatEvent | undefined {
    for (const name of Object.keys(this.event)) this.shortenBeyondLimit(name);
    const bytes = jsonBytes(this.event);
    if (bytes <= this.maxBytes && this.droppedCharacters === 0) return undefined;
    this.excess = bytes + NOTE_BYTES - this.maxBytes;
    const steps = [
      () => this.truncateField("transcriptHtml"),
      () => this.truncateField("transcriptText"),
      () => this.dropMessages(),
      () => this.truncateField("relayExtra"),
      () => this.truncateField("traits"),
    ];
    for (const step of steps) if (this.excess > 0) step();
    while (this.excess > 0 && this.truncateLongest());
    return this.result();
  }

  /** Nothing is serialized that cannot fit: each character needs at least one byte. */
  private shortenBeyondLimit(name: string): void {
    const text: unknown = Reflect.get(this.event, name);
    if (typeof text !== "string" || text.length <= this.maxBytes || required.has(name)) return;
    const isSplit = /[\ud800-\udbff]/.test(text.charAt(this.maxBytes - 1));
    const shortened = text.slice(0, this.maxBytes - (isSplit ? 1 : 0));
    this.droppedCharacters += text.length - shortened.length;
    Reflect.set(this.event, name, shortened);
  }

  private truncateField(name: FieldName): void {
    if (this.event[name] !== undefined) this.truncate(this.event, name, name);
  }

  /** Drops the oldest messages; the newest stays. */
  private dropMessages(): void {
    const { messages } = this.event;
    if (!messages) return;
    while (this.excess > 0 && this.droppedMessages < messages.length - 1) {
      this.excess -= jsonBytes(messages[this.droppedMessages]) + 1;
      this.droppedMessages += 1;
    }
    if (this.droppedMessages === 0) return;
    this.truncatedFields.add("messages");
    this.event.messages = messages.slice(this.droppedMessages);
  }

  /** Truncates the longest value. Returns false when nothing is left that can be truncated. */
  private truncateLongest(): boolean {
    const [first, ...others] = this.event.messages ?? [];
    const message = { ...first };
    const candidates = [
      ...Object.keys(this.event)
        .filter((name) => !kept.has(name) && name !== "messages")
        .map((name) => ({ holder: this.event, name, field: name })),
      ...Object.keys(message)
        .filter((name) => name !== "isVisitor")
        .map((name) => ({ holder: message, name, field: "messages" })),
    ];
    const sized = candidates.map((entry) => ({
      ...entry,
      bytes: jsonBytes(Reflect.get(entry.holder, entry.name)),
    }));
    const longest = sized.sort((a, b) => b.bytes - a.bytes)[0];
    if (!longest) return false;
    if (longest.holder === message) this.event.messages = [message, ...others];
    this.truncate(longest.holder, longest.name, longest.field);
    return true;
  }

  private result(): ChatEvent {
    const characters = this.droppedCharacters + (this.event.relayCutCharacters ?? 0);
    return {
      ...this.event,
      relayTruncated: true,
      relayCutFields: [...new Set([...(this.event.relayCutFields ?? []), ...this.truncatedFields])],
      ...(this.droppedMessages > 0 && { relayCutMessages: this.droppedMessages }),
      ...(characters > 0 && { relayCutCharacters: characters }),
    };
  }

  private truncate(holder: object, name: string, field: string): void {
    const value: unknown = Reflect.get(holder, name);
    const text = typeof value === "string" ? value : toJson(value);
    const shortened = indivisible.has(field) ? "" : shorten(text, jsonBytes(text) - this.excess);
    this.truncatedFields.add(field);
    this.droppedCharacters += text.length - shortened.length;
    if (shortened === "") {
      this.excess -= memberBytes(name, value);
      Reflect.deleteProperty(holder, name);
    } else {
      this.excess -= jsonBytes(value) - jsonBytes(shortened);
      Reflect.set(holder, name, shortened);
    }
  }
}

/** The event's JSON when it fits into the bytes: nothing has to be truncated then, and the text is sent as it is. */
export function jsonIfFits(event: ChatEvent, maxBytes: number): string | undefined {
  // Nothing is serialized that cannot fit: each character needs at least one byte.
  if (Object.values(event).some((value) => typeof value === "string" && value.length > maxBytes))
    return undefined;
  const json = toJson(event);
  return Buffer.byteLength(json) <= maxBytes ? json : undefined;
}

/**
 * Truncates an event that is too large, in a fixed order: HTML body, text body, oldest messages, extra
 * fields, traits, then the longest value. The event says what was truncated. Never fails.
 * @param maxBytes - bytes of the event's JSON in UTF-8
 */
export function truncateToFit(event: ChatEvent, maxBytes: number): ChatEvent {
  return new Truncator(event, maxBytes).run() ?? event;
}
