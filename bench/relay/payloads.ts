import { readFileSync } from "node:fs";
import path from "node:path";

import type { EventSlug } from "../../handlers/model";

/** A body as Chatlio posts it, and the event that the URL names. */
export interface Payload {
  readonly event: EventSlug;
  readonly body: string;
}

/** A webhook of each event. */
export function fixture(event: EventSlug): Payload {
  const file = path.join(__dirname, `../../tests/fixtures/payloads/${event}.json`);
  return { event, body: readFileSync(file, "utf8") };
}

interface Message {
  readonly text: string;
  readonly username: string;
}

/** 1 KB: a chat has started. */
export const webhook = fixture("conversation-started");

/** 2 KB: a transcript of four messages. */
export const transcript = fixture("transcript-exported");

/** A transcript of this many messages, each with a text of its own. */
export function longTranscript(count: number): Payload {
  const payload = JSON.parse(transcript.body) as { messages: Message[]; [key: string]: unknown };
  const { messages: given } = payload;
  const messages = Array.from({ length: count }, (_, index) => {
    const message = given[index % given.length] as Message;
    return { ...message, text: `${message.text} (${index})` };
  });
  const textBody = messages.map(({ text, username }) => `${username}: ${text}`).join("\n");
  return {
    event: transcript.event,
    body: JSON.stringify({ ...payload, messages, textBody, htmlBody: "" }),
  };
}

/** A transcript of about so many bytes, at least of one message. */
export function transcriptOf(bytes: number): Payload {
  const [none, some] = [0, 1_000].map((count) => Buffer.byteLength(longTranscript(count).body));
  const each = ((some ?? 0) - (none ?? 0)) / 1_000;
  return longTranscript(Math.max(1, Math.round((bytes - (none ?? 0)) / each)));
}
