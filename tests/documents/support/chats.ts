import { fixture } from "../../handlers/support/fixtures";
import type { RelayToEmulator } from "../../handlers/support/relayToEmulator";

/** ECIDs of two visitors. */
export const ecids = {
  maria: "12345678901234567890123456789012345678",
  other: "18765432109876543210987654321098765432",
} as const;

/** A payload of the fixtures with other values, at the top and in its visitor. */
export function changed(name: string, top: object, visitor: object = {}): string {
  const payload = JSON.parse(fixture(name).bytes.toString()) as { visitor?: object };
  const { visitor: given } = payload;
  return JSON.stringify({
    ...payload,
    ...(given && { visitor: { ...given, ...visitor } }),
    ...top,
  });
}

function identified(ecid: string, email?: string): object {
  const consents = email && { marketing: { email: { val: email } } };
  return { identTraits: JSON.stringify({ ecid, consents }) };
}

/** A transcript with messages of visitor and agent, each `[seconds, isVisitor]`. */
function transcript(id: string, ...messages: readonly (readonly [number, boolean])[]): string {
  const time = (seconds: number) => new Date(Date.UTC(2026, 10, 22, 9, 0, seconds)).toISOString();
  return changed("transcript-exported", {
    conversationUUID: id,
    startedAt: time(0),
    endedAt: time(900),
    messages: messages.map(([seconds, isVisitorMsg]) => ({
      text: "…",
      sentAt: time(seconds),
      isVisitorMsg,
    })),
  });
}

/**
 * Chats of which the answers to the questions of docs/analytics.md are known. Jonas Berg had five: he answered after
 * 38 s, 10 s and 100 s, was the only one to speak in one, and spoke first and then not again in another.
 */
export async function receiveChats(relay: RelayToEmulator): Promise<void> {
  const at = (time: string) => void (relay.now = Date.parse(`2026-11-${time}Z`));
  at("20T09:53:29");
  const maria = changed("conversation-started", {}, identified(ecids.maria, "y"));
  await relay.receive("conversation-started", maria);
  at("20T10:00:00");
  await relay.receive("transcript-exported", fixture("transcript-exported").bytes);
  await relay.receive("feedback-left", fixture("feedback-left").bytes);

  at("21T08:00:00");
  const home = { ...identified(ecids.other), currentPage: "https://shop.example.com/?utm=1#top" };
  await relay.receive("conversation-started", changed("visitor-unanswered", {}, home));
  at("21T08:01:00");
  const elsewhere = { currentPage: "https://shop.example.com/else" };
  await relay.receive("visitor-unanswered", changed("visitor-unanswered", {}, elsewhere));

  at("22T09:00:00");
  const answered = { conversationUUID: "second" };
  const start = { currentPage: "https://shop.example.com/", ...identified(ecids.maria, "n") };
  await relay.receive("conversation-started", changed("conversation-started", answered, start));
  at("22T10:00:00");
  const later: readonly (readonly [number, boolean])[] = [
    [0, true],
    [10, false],
    [20, true],
    [400, false],
  ];
  await relay.receive("transcript-exported", transcript("second", ...later));
  await relay.receive(
    "transcript-exported",
    transcript("third", [0, false], [5, true], [105, false]),
  );
  await relay.receive("transcript-exported", transcript("only-agent", [0, false], [9, false]));
  await relay.receive("transcript-exported", transcript("agent-first", [0, false], [9, true]));
  await relay.receive("offline-message", fixture("offline-message").bytes);

  at("23T09:00:00");
  await relay.receive("feedback-left", changed("feedback-left", { message: "test" }), true);
}
