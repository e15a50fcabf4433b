import { createHash } from "node:crypto";

import { hashValue } from "../../handlers/privacy/policy";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import { readEnvelope, unwrapRaw } from "../../handlers/shared/envelope";
import { leavesOf, type Leaf } from "./leaves";

/** Who is looked for: what is known of one person. A message that has any of it is the person's. */
export interface Person {
  /** Addresses, in any letter case. */
  readonly emails: readonly string[];
  /** Chatlio's ids of the visitor, or visitor keys as rows have them. */
  readonly visitors: readonly string[];
  /** Ids that the site passes to Chatlio's `identify`: the user id, or a value of a trait. */
  readonly customers: readonly string[];
}

const idKeys = /^(?:UUID|visitorUuid|visitorKey)$/i;
const userKeys = /^(?:identUserId|visitorUserId)$/;
const conversationKeys = /^(?:conversationUUID|conversationId)$/;
/** What the site passes on, in a webhook's body and in the relay's event. */
const siteObjects = /^(?:identTraits|visitorTraits|traits|identities)$/;
/** Traits that may hold a customer id: other numbers and texts may equal one by chance. */
const idTraits = /(?:^id|[^a-z]id|[a-z](?:Id|ID)|No|Number)$|customer|account|member|user|crm/;
/** An agent is not the visitor, and what people write may name others. */
const notOfVisitor =
  /^(?:agent|message$|text$|textBody$|htmlBody$|transcript|extraData$|username$)/;

/** SHA-256 of a text in hexadecimal: a report that names nobody. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Finds the messages of one person. */
export class PersonSearch {
  /** Ids of the person's chats, in lower case. Messages with one of them are the person's too. */
  readonly conversations = new Set<string>();
  private readonly emails: ReadonlySet<string>;
  private readonly visitors: ReadonlySet<string>;
  private readonly customers: ReadonlySet<string>;
  private readonly inText: readonly RegExp[];

  /** @param settings of the deployed receiver: with its salt, hashed addresses are found too */
  constructor(person: Person, settings: Pick<ReceiverSettings, "privacy" | "privacySalt">) {
    const emails = person.emails.map((email) => email.trim().toLowerCase());
    const unsalted = { privacy: settings.privacy };
    const hashes = emails.flatMap((email) => [
      hashValue(email, true, settings),
      hashValue(email, true, unsalted),
    ]);
    this.emails = new Set([...emails, ...hashes]);
    const visitors = person.visitors.map((id) => id.trim().toLowerCase());
    this.visitors = new Set(visitors.flatMap((id) => [id, `uuid:${id}`, id.replace(/^uuid:/, "")]));
    this.customers = new Set(person.customers);
    for (const id of visitors)
      if (id.startsWith("conversation:")) this.conversations.add(id.slice("conversation:".length));
    this.inText = [
      ...emails.map((email) => new RegExp(`(?<![\\w.%+-])${escaped(email)}(?![\\w-]|\\.\\w)`, "i")),
      ...visitors.map((id) => new RegExp(escaped(id.replace(/^uuid:/, "")), "i")),
      ...person.customers.map((id) => new RegExp(`"${escaped(id)}"`)),
    ];
  }

  /**
   * Whether a message says itself that it is the person's. Its chat is noted, so that the others of the same chat are
   * found by {@link isTheirs}.
   *
   * @param text a queue message, also one that the relay cannot read
   */
  note(text: string): boolean {
    const leaves = leavesOf(bodyOf(text));
    const names = leaves?.some((leaf) => this.isNamedBy(leaf)) ?? this.isNamedIn(bodyOf(text));
    if (!names) return false;
    for (const { key, value } of leaves ?? [])
      if (conversationKeys.test(key)) this.conversations.add(value.toLowerCase());
    return true;
  }

  /** Whether a message is the person's, once all messages were noted: by itself, or by its chat. */
  isTheirs(text: string): boolean {
    if (this.note(text)) return true;
    if (this.conversations.size === 0) return false;
    return (leavesOf(bodyOf(text)) ?? []).some(
      ({ key, value }) => conversationKeys.test(key) && this.conversations.has(value.toLowerCase()),
    );
  }

  private isNamedBy({ key, path, value }: Leaf): boolean {
    const lower = value.trim().toLowerCase();
    if (idKeys.test(key)) return this.visitors.has(lower);
    if (this.customers.has(value) && isIdOfSite(path)) return true;
    if (path.some((part) => notOfVisitor.test(part))) return false;
    const address = /<([^<>\s]+)>$/.exec(lower)?.[1] ?? lower;
    return this.emails.has(address);
  }

  /** For bodies that are not JSON: the value as a word of its own. */
  private isNamedIn(text: string): boolean {
    const readable = text.replace(/%40|\\u0040|&#64;/gi, "@");
    return this.inText.some((pattern) => pattern.test(readable));
  }
}

/** Whether a property holds what the site passes on as somebody's id. */
function isIdOfSite(path: readonly string[]): boolean {
  const key = path.at(-1) ?? "";
  const at = path.findIndex((part) => siteObjects.test(part));
  return userKeys.test(key) || path[at] === "identities" || (at >= 0 && idTraits.test(key));
}

/** What the webhook sent, of a message of any kind. */
function bodyOf(text: string): string {
  const envelope = readEnvelope(text);
  return envelope?.kind === "raw" ? (unwrapRaw(envelope)?.toString() ?? text) : text;
}
