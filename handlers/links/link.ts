import { findEvent, type ChatEvent } from "../model";
import type { EventEnvelope } from "../shared/envelope";
import { MAX_LINK_BYTES, type LinkSettings } from "./settings";

/** Who chats in a conversation: what its events say of the visitor, after privacy. */
export interface Link {
  readonly conversationId: string;
  /** When the relay received the newest of the events. RFC 3339, UTC. */
  readonly at: string;
  readonly visitorUuid?: string;
  readonly visitorUserId?: string;
  readonly visitorEmail?: string;
  /** Identities that the site has given, by the name of their field. */
  readonly identities?: Readonly<Record<string, string>>;
}

/** Conversation ids are UUIDs. One of another form, or longer than a key should be, is not used. */
const conversationForm = /^[\w.:-]{1,200}$/;

const hashForm = /^[0-9a-f]{64}$/;

/** The conversation of a transcript that does not say who its visitor is; undefined for every other event. */
export function unlinkedConversation({ body, event }: EventEnvelope): string | undefined {
  const { conversationId, visitorUuid } = body;
  if (findEvent(event)?.shape !== "C" || visitorUuid !== undefined) return undefined;
  return conversationForm.test(conversationId ?? "") ? conversationId : undefined;
}

/**
 * What an event says of its conversation's visitor. Undefined when it says nothing, or is itself a transcript: all that
 * one knows comes from others.
 */
export function linkIn(
  { body, event, receivedAt }: EventEnvelope,
  email: LinkSettings["email"],
): Link | undefined {
  const { conversationId, identities, visitorEmail, visitorKey, visitorUserId, visitorUuid } = body;
  if (conversationId === undefined || !conversationForm.test(conversationId)) return undefined;
  if (findEvent(event)?.shape === "C") return undefined;
  const who = {
    // The visitor key is made from a well-formed UUID only.
    ...(visitorKey === `uuid:${visitorUuid}` && { visitorUuid }),
    ...(visitorUserId !== undefined && { visitorUserId }),
    ...(isOfPrivacy(visitorEmail, email) && { visitorEmail }),
    ...(identities !== undefined && { identities }),
  };
  if (Object.keys(who).length === 0) return undefined;
  return withinBytes({ conversationId, at: receivedAt, ...who });
}

/** An event that was queued before privacy was changed may have an address in another form. */
function isOfPrivacy(
  address: string | undefined,
  action: LinkSettings["email"],
): address is string {
  if (address === undefined || action === "drop") return false;
  return action === "keep" || hashForm.test(address);
}

function bytesOf(name: string, value: string): number {
  return Buffer.byteLength(JSON.stringify({ [name]: value }));
}

/** The link without the values that would not fit, those of the site last. */
function withinBytes(link: Link): Link {
  // The visitor key repeats the UUID.
  let left = MAX_LINK_BYTES - 100;
  const fits = (name: string, value: string | undefined) => {
    if (value === undefined) return false;
    const bytes = bytesOf(name, value);
    if (bytes > left) return false;
    left -= bytes;
    return true;
  };
  const { at, conversationId, identities = {}, visitorEmail, visitorUserId, visitorUuid } = link;
  const kept = {
    ...(fits("visitorUuid", visitorUuid) && { visitorUuid }),
    ...(fits("visitorEmail", visitorEmail) && { visitorEmail }),
    ...(fits("visitorUserId", visitorUserId) && { visitorUserId }),
  };
  const others = Object.entries(identities).filter(([name, value]) => fits(name, value));
  return {
    conversationId,
    at,
    ...kept,
    ...(others.length > 0 && { identities: Object.fromEntries(others) }),
  };
}

/** The transcript with what its link knows of the visitor. What it says itself stays, and so does its `_id`. */
export function linked(event: ChatEvent, link: Link): ChatEvent {
  // Several events together may have said more than one of them may.
  const { identities, visitorEmail, visitorUserId, visitorUuid } = withinBytes(link);
  const all = { ...identities, ...event.identities };
  return {
    ...(visitorUserId !== undefined && { visitorUserId }),
    ...(visitorEmail !== undefined && { visitorEmail }),
    ...event,
    ...(visitorUuid !== undefined && { visitorUuid, visitorKey: `uuid:${visitorUuid}` }),
    ...(Object.keys(all).length > 0 && { identities: all }),
  };
}

/** What two events say of one visitor: the newer one wins. */
export function merged(one: Link, other: Link): Link {
  const [older, newer] = one.at <= other.at ? [one, other] : [other, one];
  const identities = { ...older.identities, ...newer.identities };
  return {
    ...older,
    ...newer,
    ...(Object.keys(identities).length > 0 && { identities }),
  };
}
