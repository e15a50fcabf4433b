import { findEvent, type ChatEvent } from "../model";
import { identityValue } from "../model/identityValue";
import { isConversationId, isVisitorUuid, MAX_CONVERSATION_LENGTH } from "../model/visitorIds";
import type { EventEnvelope } from "../shared/envelope";
import { MAX_LINK_BYTES, type LinkSettings } from "./settings";

/** What is known of a visitor, after privacy. */
interface Who {
  readonly visitorUuid?: string | undefined;
  readonly visitorUserId?: string | undefined;
  readonly visitorEmail?: string | undefined;
  /** Identities that the site has given, by the name of their field. */
  readonly identities?: Readonly<Record<string, string>> | undefined;
}

/** Who chats in a conversation: what its events say of the visitor. */
export interface Link extends Who {
  readonly conversationId: string;
  /** When the relay received the newest of the events. RFC 3339, UTC. */
  readonly at: string;
}

/** An id that is longer than a key should be is not used. */
function isKey(conversationId: string | undefined): conversationId is string {
  return isConversationId(conversationId) && conversationId.length <= MAX_CONVERSATION_LENGTH;
}

/** The conversation of a transcript that does not say who its visitor is; undefined for every other event. */
export function unlinkedConversation({ body, event }: EventEnvelope): string | undefined {
  const { conversationId, visitorUuid } = body;
  if (findEvent(event)?.shape !== "C" || visitorUuid !== undefined) return undefined;
  return isKey(conversationId) ? conversationId : undefined;
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
  if (!isKey(conversationId)) return undefined;
  if (findEvent(event)?.shape === "C") return undefined;
  const who = {
    // The visitor key says what the receiver has found to be a UUID; one of an older release may stand for nobody.
    ...(isVisitorUuid(visitorUuid) && visitorKey === `uuid:${visitorUuid}` && { visitorUuid }),
    ...(visitorUserId !== undefined && { visitorUserId }),
    ...(isOfPrivacy(visitorEmail, email) && { visitorEmail }),
    ...(identities !== undefined && { identities }),
  };
  if (Object.keys(who).length === 0) return undefined;
  return withinBytes({ conversationId, at: receivedAt, ...who });
}

/** An event that was queued before privacy was changed, or by an older release, may have an address in another form. */
function isOfPrivacy(
  address: string | undefined,
  action: LinkSettings["email"],
): address is string {
  if (address === undefined || action === "drop") return false;
  return action === "keep"
    ? identityValue("Email", address) === address
    : identityValue("Email_LC_SHA256", address) !== undefined;
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

/** What an event or a link says of who the visitor is, by kind. The site's identities each have one of their own. */
function knownOf({
  identities = {},
  visitorEmail,
  visitorUserId,
  visitorUuid,
}: Who): ReadonlyMap<string, string> {
  const plain = Object.entries({ visitorUuid, visitorUserId, visitorEmail });
  const ofSite = Object.entries(identities).map(([name, value]) => [`identities.${name}`, value]);
  return new Map(
    [...plain, ...ofSite].filter((each): each is [string, string] => each[1] !== undefined),
  );
}

/**
 * Whether two of a chat's events name different visitors: another customer has logged in on a shared computer. A row
 * with something of each would join two people for ever.
 */
export function contradict(one: Who, other: Who): boolean {
  const known = knownOf(one);
  return [...knownOf(other)].some(([kind, value]) => (known.get(kind) ?? value) !== value);
}

/**
 * The transcript with what its link knows of the visitor. What it says itself stays, and so does its `_id`. Undefined
 * when it contradicts the link: then nothing of the link is of its visitor.
 */
export function linked(event: ChatEvent, link: Link): ChatEvent | undefined {
  if (contradict(event, link)) return undefined;
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

/**
 * What two events of a chat say of its visitor. The newer one adds what it knows. When they contradict, the visitor has
 * changed, and nothing of the older one stays.
 */
export function merged(one: Link, other: Link): Link {
  const [older, newer] = one.at <= other.at ? [one, other] : [other, one];
  if (contradict(older, newer)) return newer;
  const identities = { ...older.identities, ...newer.identities };
  return {
    ...older,
    ...newer,
    ...(Object.keys(identities).length > 0 && { identities }),
  };
}
