import { findEvent, type ChatEvent } from "../model";
import { identityValue } from "../model/identityValue";
import { isConversationId, isVisitorUuid, MAX_CONVERSATION_LENGTH } from "../model/visitorIds";
import type { EventEnvelope } from "../shared/envelope";
import { MAX_LINK_BYTES, type LinkSettings } from "./settings";
import { isAnybody, isEcid, isOfNobody } from "./userId";

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
  /** When the newest event with a value was received, by {@link knownOf}'s kind: only of values that are older than `at`. */
  readonly said?: Readonly<Record<string, string>> | undefined;
  /** Whether two of the events contradict each other. Then the link has what the newest event says, and no more. */
  readonly changed?: true | undefined;
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
  const { conversationId, identities, visitorEmail, visitorKey, visitorUuid } = body;
  if (!isKey(conversationId)) return undefined;
  if (findEvent(event)?.shape === "C") return undefined;
  const userId = body.visitorUserId?.trim();
  // Two customers may be behind the same `[email]`: what else the event says is not to meet what another one says.
  const isKnown = !isAnybody(userId);
  const mail = isKnown && isOfPrivacy(visitorEmail, email) ? visitorEmail : undefined;
  const ids = isKnown ? Object.entries(identities ?? {}) : [];
  // While nobody is signed in, an address may be another person's: then it counts as another visitor.
  const saysWho = mail !== undefined || ids.some(([, value]) => !isEcid(value));
  const who = {
    // The visitor key says what the receiver has found to be a UUID; one of an older release may stand for nobody.
    ...(isVisitorUuid(visitorUuid) && visitorKey === `uuid:${visitorUuid}` && { visitorUuid }),
    ...(userId !== undefined && (saysWho || !isOfNobody(userId)) && { visitorUserId: userId }),
    ...(mail !== undefined && { visitorEmail: mail }),
    ...(ids.length > 0 && { identities: Object.fromEntries(ids) }),
  };
  const link = withinBytes({ conversationId, at: receivedAt, ...who });
  return isEmpty(link) ? undefined : link;
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

/** What the kind of an identity of the site begins with. */
const IDENTITY = "identities.";

/** What an event or a link says of who the visitor is, by kind. The site's identities each have one of their own. */
export function knownOf({
  identities = {},
  visitorEmail,
  visitorUserId,
  visitorUuid,
}: Who): ReadonlyMap<string, string> {
  const plain = Object.entries({ visitorUuid, visitorUserId, visitorEmail });
  const ofSite = Object.entries(identities).map(([name, value]) => [`${IDENTITY}${name}`, value]);
  return new Map(
    [...plain, ...ofSite].filter((each): each is [string, string] => each[1] !== undefined),
  );
}

/** The reverse of {@link knownOf}. */
export function whoOf(known: Iterable<readonly [kind: string, value: string]>): Who {
  const entries = [...known];
  const identities = entries.flatMap(([kind, value]) =>
    kind.startsWith(IDENTITY) ? [[kind.slice(IDENTITY.length), value] as const] : [],
  );
  return {
    ...Object.fromEntries(entries.filter(([kind]) => !kind.startsWith(IDENTITY))),
    ...(identities.length > 0 && { identities: Object.fromEntries(identities) }),
  };
}

/** Whether a link says of nobody who chats: two events of the same instant name different visitors. */
function isEmpty(link: Link): boolean {
  return knownOf(link).size === 0;
}

/** When the newest event of a link with a value of the kind was received. */
export function saidAt({ at, said = {} }: Link, kind: string): string {
  return said[kind] ?? at;
}

/** A value as it is compared: in addresses and UUIDs, upper and lower case are the same, and so is every user id of nobody. */
function comparable(kind: string, value: string): string {
  if (kind === "visitorUserId" && isOfNobody(value)) return "";
  const isCaseless = isVisitorUuid(value) || identityValue("Email", value) !== undefined;
  return isCaseless ? value.toLowerCase() : value;
}

/**
 * Whether two of a chat's events name different visitors: another customer has logged in on a shared computer. A row
 * with something of each would join two people for ever.
 */
export function contradict(one: Who, other: Who): boolean {
  const known = knownOf(one);
  return [...knownOf(other)].some(
    ([kind, value]) => comparable(kind, known.get(kind) ?? value) !== comparable(kind, value),
  );
}

/** The values of a link that are of some kinds. */
function partOf(link: Link, isIn: (kind: string) => boolean): Link {
  const known = [...knownOf(link)].filter(([kind]) => isIn(kind));
  return { conversationId: link.conversationId, at: link.at, ...whoOf(known) };
}

/** Whether a value is of a person, and not of a browser: an address, or an identity. */
function isOfPerson(kind: string, value: string): boolean {
  return kind === "visitorEmail" || (kind.startsWith(IDENTITY) && !isEcid(value));
}

/** What of a link is of the transcript's visitor: all, what the browser keeps, or nothing. */
function partFor(event: Who, link: Link): Link | undefined {
  if (contradict(event, link)) return undefined;
  const known = knownOf(link);
  // What both have is the same by now.
  const namesMore = [...knownOf(event)].some((each) => !known.has(each[0]) && isOfPerson(...each));
  if (!namesMore) return link;
  // Two people were in the chat, and the link has forgotten the one whom the transcript may be of.
  if (link.changed) return undefined;
  const { visitorUserId: last } = link;
  // An address that came while nobody was signed in may be another person's. The browser is the same.
  const isUnsure = last !== undefined && isOfNobody(last);
  return isUnsure ? partOf(link, (kind) => kind === "visitorUuid") : link;
}

/**
 * The transcript with what its link knows of the visitor. What it says itself stays, and so does its `_id`. Undefined
 * when the link knows nobody, or the transcript contradicts it: then nothing of the link is of its visitor.
 */
export function linked(event: ChatEvent, link: Link): ChatEvent | undefined {
  const part = partFor(event, link);
  if (part === undefined || isEmpty(part)) return undefined;
  // Several events together may have said more than one of them may.
  const { identities, visitorEmail, visitorUserId, visitorUuid } = withinBytes(part);
  const all = { ...identities, ...event.identities };
  return {
    ...(visitorUserId !== undefined && !isOfNobody(visitorUserId) && { visitorUserId }),
    ...(visitorEmail !== undefined && { visitorEmail }),
    ...event,
    ...(visitorUuid !== undefined && { visitorUuid, visitorKey: `uuid:${visitorUuid}` }),
    ...(Object.keys(all).length > 0 && { identities: all }),
  };
}

/** A value with when it was last said. */
interface Said {
  readonly value: string;
  readonly at: string;
}

/** All values of some links, each as it was said last. */
function together(links: readonly Link[]): ReadonlyMap<string, Said> {
  const all = new Map<string, Said>();
  for (const link of links)
    for (const [kind, value] of knownOf(link)) {
      const [before, next] = [all.get(kind), { value, at: saidAt(link, kind) }];
      // They may differ in upper and lower case alone.
      const isNewer =
        before === undefined ||
        before.at < next.at ||
        (before.at === next.at && before.value < next.value);
      if (isNewer) all.set(kind, next);
    }
  return all;
}

/** What the newest event says by itself. */
function newestOf(link: Link): Link {
  return partOf(link, (kind) => saidAt(link, kind) === link.at);
}

/**
 * What two links of a chat say of its visitor, each of one event or more. As long as no two events contradict each
 * other, it is all that they say. When two do, the visitor has changed, and nobody can tell which of the other events
 * were whose: so it is what the newest event says by itself. The result is the same in whatever order events come.
 */
export function merged(one: Link, other: Link): Link {
  const { conversationId } = one;
  const at = one.at < other.at ? other.at : one.at;
  const changed = one.changed === true || other.changed === true || contradict(one, other);
  if (changed) {
    const newest = [one, other].filter((link) => link.at === at).map(newestOf);
    const [first, second = first] = newest;
    const isNobody =
      first === undefined ||
      second === undefined ||
      newest.some(isEmpty) ||
      contradict(first, second);
    const known = isNobody ? [] : [...together(newest)];
    return {
      conversationId,
      at,
      changed,
      ...whoOf(known.map(([kind, { value }]) => [kind, value] as const)),
    };
  }
  const known = [...together([one, other])];
  const said = known.flatMap(([kind, each]) => (each.at < at ? [[kind, each.at] as const] : []));
  return {
    conversationId,
    at,
    ...whoOf(known.map(([kind, { value }]) => [kind, value] as const)),
    ...(said.length > 0 && { said: Object.fromEntries(said) }),
  };
}
