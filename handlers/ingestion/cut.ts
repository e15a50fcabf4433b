import { fields, type ChatEvent, type FieldDefinition, type FieldName } from "../model";
import { jsonBytes, toJson } from "../shared/json";

/** Room for what the relay then says about the cutting. */
const NOTE_BYTES = 400;

/** What may be long; the two of type `json` have a step of their own. */
const textual = new Set<FieldDefinition["type"]>(["string", "uri", "strings"]);

/** The longest beginning of a text whose JSON fits the bytes, never half a character. */
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

/** Cut whole or not at all: half of it would be nothing that can be read. */
const indivisible = new Set<string>([
  "transcriptHtml",
  ...Object.entries<FieldDefinition>(fields)
    .filter(([, { type }]) => type !== "string")
    .map(([name]) => name),
]);

/** Never cut: the row is no row without them, or they are short by nature. */
const kept = new Set<string>(
  Object.entries<FieldDefinition>(fields)
    .filter(([, { required, type }]) => required || !textual.has(type))
    .map(([name]) => name),
);

class Cutter {
  private readonly event: ChatEvent;
  private readonly cutFields = new Set<string>();
  private cutMessages = 0;
  private cutCharacters = 0;

  constructor(
    event: ChatEvent,
    private readonly maxBytes: number,
  ) {
    const messages = event.messages?.map((message) => ({ ...message }));
    this.event = { ...event, ...(messages && { messages }) };
  }

  run(): ChatEvent {
    const steps = [
      () => this.cutField("transcriptHtml"),
      () => this.cutField("transcriptText"),
      () => this.dropMessages(),
      () => this.cutField("relayExtra"),
      () => this.cutField("traits"),
    ];
    for (const step of steps) if (this.excess() > 0) step();
    while (this.excess() > 0 && this.cutLongest());
    return this.result();
  }

  /** Bytes too many; zero or less when it fits. */
  private excess(): number {
    return jsonBytes(this.event) + NOTE_BYTES - this.maxBytes;
  }

  private cutField(name: FieldName): void {
    if (this.event[name] !== undefined) this.cut(this.event, name, name);
  }

  /** Takes the oldest messages away; the newest stays. */
  private dropMessages(): void {
    const { messages } = this.event;
    if (!messages) return;
    let excess = this.excess();
    while (excess > 0 && this.cutMessages < messages.length - 1) {
      excess -= jsonBytes(messages[this.cutMessages]) + 1;
      this.cutMessages += 1;
    }
    if (this.cutMessages === 0) return;
    this.cutFields.add("messages");
    this.event.messages = messages.slice(this.cutMessages);
  }

  /** Cuts whatever is longest. False when nothing is left to cut. */
  private cutLongest(): boolean {
    const [message] = this.event.messages ?? [];
    const candidates = [
      ...Object.keys(this.event)
        .filter((name) => !kept.has(name) && name !== "messages")
        .map((name) => ({ holder: this.event, name, field: name })),
      ...Object.keys(message ?? {})
        .filter((name) => name !== "isVisitor")
        .map((name) => ({ holder: message as object, name, field: "messages" })),
    ];
    const sized = candidates.map((entry) => ({
      ...entry,
      bytes: jsonBytes(Reflect.get(entry.holder, entry.name)),
    }));
    const longest = sized.sort((a, b) => b.bytes - a.bytes)[0];
    if (!longest) return false;
    this.cut(longest.holder, longest.name, longest.field);
    return true;
  }

  private result(): ChatEvent {
    const characters = this.cutCharacters + (this.event.relayCutCharacters ?? 0);
    return {
      ...this.event,
      relayTruncated: true,
      relayCutFields: [...new Set([...(this.event.relayCutFields ?? []), ...this.cutFields])],
      ...(this.cutMessages > 0 && { relayCutMessages: this.cutMessages }),
      ...(characters > 0 && { relayCutCharacters: characters }),
    };
  }

  private cut(holder: object, name: string, field: string): void {
    const value: unknown = Reflect.get(holder, name);
    const text = typeof value === "string" ? value : toJson(value);
    const shortened = indivisible.has(field) ? "" : shorten(text, jsonBytes(text) - this.excess());
    this.cutFields.add(field);
    this.cutCharacters += text.length - shortened.length;
    if (shortened === "") Reflect.deleteProperty(holder, name);
    else Reflect.set(holder, name, shortened);
  }
}

/**
 * Cuts an event that is too large, in a fixed order: HTML body, text body, oldest messages, extra
 * fields, traits, and then whatever is longest. It says in the event what it cut. Never refuses.
 *
 * @param maxBytes bytes of the event's JSON in UTF-8
 */
export function cutToFit(event: ChatEvent, maxBytes: number): ChatEvent {
  if (jsonBytes(event) <= maxBytes) return event;
  return new Cutter(event, maxBytes).run();
}
