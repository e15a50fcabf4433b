import type { Shape } from "./types";

/** One of Chatlio's webhooks. Nothing in the body names it: only the URL tells them apart. */
export interface EventDefinition {
  /** Path segment of the webhook URL, and the name used in configuration and metrics. */
  readonly slug: string;
  /** `eventType` of the row. */
  readonly eventType: string;
  /** What Chatlio's dashboard calls it (widget → Behavior → "Webhooks and post-chat actions"). */
  readonly chatlioName: string;
  readonly shape: Shape;
}

/** The five webhooks Chatlio documents (chatlio.com/docs/webhooks, chatlio.com/docs/chat-transcripts-v1). */
export const events = [
  {
    slug: "conversation-started",
    eventType: "chatlio.conversationStarted",
    chatlioName: "New conversation has started",
    shape: "A",
  },
  {
    slug: "visitor-unanswered",
    eventType: "chatlio.visitorUnanswered",
    chatlioName: "Visitor did not get an answer in time",
    shape: "A",
  },
  {
    slug: "feedback-left",
    eventType: "chatlio.feedbackLeft",
    chatlioName: "Visitor left feedback after a chat",
    shape: "A",
  },
  {
    slug: "offline-message",
    eventType: "chatlio.offlineMessage",
    chatlioName: "Exporting offline messages",
    shape: "B",
  },
  {
    slug: "transcript-exported",
    eventType: "chatlio.transcriptExported",
    chatlioName: "Exporting chat transcripts",
    shape: "C",
  },
] as const satisfies readonly EventDefinition[];

export type EventSlug = (typeof events)[number]["slug"];
export type EventType = (typeof events)[number]["eventType"];

export const eventSlugs: readonly EventSlug[] = events.map(({ slug }) => slug);

/** Returns the event of a path segment, or undefined when there is none of that name. */
export function findEvent(slug: string): (typeof events)[number] | undefined {
  return events.find((event) => event.slug === slug);
}

/** What logs and metrics call an event that is not one of Chatlio's. */
export const UNKNOWN_EVENT = "unknown";

/** Returns the event for logs and metrics: a name that an unauthenticated caller made up is `unknown`. */
export function eventLabel(slug: string | undefined): string {
  return findEvent(slug ?? "")?.slug ?? UNKNOWN_EVENT;
}
