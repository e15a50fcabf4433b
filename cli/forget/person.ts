import { createHash } from "node:crypto";

import { TRAITS } from "../../handlers/model";
import { isVisitorUuid } from "../../handlers/model/visitorIds";
import { hashValue } from "../../handlers/privacy/policy";
import type { ReceiverSettings } from "../../handlers/receiver/settings";
import { addressForms } from "./addressForms";
import { chatOf, chatsIn } from "./chats";
import { contentOf, type Content } from "./content";
import { saysCustomerField, saysCustomerTrait } from "./customerTraits";
import { aboveSite, isOfAgent, isPasted, isWritten, siteIndex, unknownIndex } from "./fieldNames";
import type { Leaf } from "./leaves";
import { isSomebody } from "./somebody";
import {
  addressPattern,
  customerPattern,
  formsOf,
  hashPattern,
  isIn,
  visitorPattern,
} from "./textSearch";
import { COMMAND_LINE, fieldOf, UNREADABLE, type Way } from "./ways";

/** Who is looked for: what is known of one person. A message that has any of it is the person's. */
export interface Person {
  /** Addresses, in any letter case. */
  readonly emails: readonly string[];
  /** Chatlio's ids of the visitor, or visitor keys as rows have them. */
  readonly visitors: readonly string[];
  /** Ids that the site passes to Chatlio's `identify`: the user id, or a value of a trait. */
  readonly customers: readonly string[];
  /**
   * Traits that hold the customers' ids, by name or path (`customer.number`). Default: those whose name says that they hold
   * somebody's id.
   */
  readonly traits?: readonly string[];
  /** Whether a message is the person's in which only somebody's words have the address, or JSON with an id. Default false. */
  readonly mentions?: boolean;
}

const idKeys = /^(?:UUID|visitorUuid|visitorKey)$/i;
const userKeys = /^(?:identUserId|visitorUserId)$/;
/** SHA-256 of a text in hexadecimal: a report that names nobody. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** A visitor key without its kind. */
export function bareVisitor(id: string): string {
  return id.trim().replace(/^(?:uuid|conversation|id):/i, "");
}

function sorted(fields: readonly string[]): readonly string[] {
  return [...new Set(fields)].sort();
}

/** The hashes of a value with the stack's salt and without. */
function hashesWith(settings: SearchSettings) {
  const unsalted = { privacy: settings.privacy };
  return (value: string, isEmail: boolean): readonly string[] => [
    hashValue(value, isEmail, settings),
    hashValue(value, isEmail, unsalted),
  ];
}

/** What the search needs of the deployed receiver. */
export type SearchSettings = Pick<ReceiverSettings, "privacy" | "privacySalt" | "identities">;

/** Finds the messages of one person. */
export class PersonSearch {
  /**
   * Ids of the person's chats, in lower case, with the fields of the messages that have brought them. Messages with one of
   * them are the person's too.
   */
  private readonly chats = new Map<string, Set<string>>();
  private readonly addresses: readonly RegExp[];
  private readonly visitors: ReadonlySet<string>;
  private readonly customers: ReadonlySet<string>;
  private readonly customerHashes: readonly RegExp[];
  private readonly inText: readonly RegExp[];
  /** Keys of the traits that the stack makes identities of. */
  private readonly identityTraits: ReadonlySet<string>;
  /** Traits of the caller's, in place of those whose name says that they hold an id. */
  private readonly traits: ReadonlySet<string> | undefined;
  private readonly withMentions: boolean;

  /** @param settings of the deployed receiver: with its salt, hashed addresses are found too */
  constructor(person: Person, settings: SearchSettings) {
    const emails = person.emails.filter(isSomebody).flatMap(addressForms);
    const hashesOf = hashesWith(settings);
    const hashes = emails.flatMap((email) => hashesOf(email, true));
    this.addresses = [...emails.map(addressPattern), ...hashes.map(hashPattern)];
    const visitors = person.visitors
      .map((id) => id.trim().toLowerCase())
      .filter((id) => isSomebody(bareVisitor(id)));
    this.visitors = new Set(visitors.flatMap((id) => [id, `uuid:${id}`, id.replace(/^uuid:/, "")]));
    const customers = person.customers.map((id) => id.trim()).filter(isSomebody);
    this.customers = new Set(customers);
    // Privacy may have taken an id for an address, a number or a name.
    this.customerHashes = customers
      .flatMap((id) => [...hashesOf(id, true), ...hashesOf(id, false)])
      .map(hashPattern);
    for (const id of visitors)
      if (id.startsWith("conversation:"))
        this.addChat(id.slice("conversation:".length), [COMMAND_LINE]);
    this.inText = [
      ...this.addresses,
      ...visitors.map((id) => visitorPattern(bareVisitor(id))),
      ...customers.map(customerPattern),
    ];
    this.identityTraits = new Set(
      (settings.identities ?? []).map(({ from }) => from.slice(TRAITS.length)),
    );
    this.traits = person.traits && new Set(person.traits);
    this.withMentions = person.mentions === true;
  }

  /** Ids of the person's chats, in lower case. */
  get conversations(): ReadonlyMap<string, unknown> {
    return this.chats;
  }

  /**
   * Whether a message says itself that it is the person's. Its chat is noted, so that the others of the same chat are
   * found by {@link isTheirs}.
   *
   * @param text a queue message, also one that the relay cannot read
   */
  note(text: string): boolean {
    const content = contentOf(text);
    const fields = this.fieldsIn(content);
    if (fields.length === 0) return false;
    const chat = chatOf(content);
    if (chat !== undefined) this.addChat(chat, fields);
    return true;
  }

  /** Whether a message is the person's, once all messages were noted: by itself, or by its chat. */
  isTheirs(text: string): boolean {
    if (this.note(text)) return true;
    if (this.chats.size === 0) return false;
    return chatsIn(contentOf(text)).some((chat) => this.chats.has(chat));
  }

  /** How a message of the person was found. */
  wayTo(text: string): Way {
    const content = contentOf(text);
    const fields = this.fieldsIn(content);
    if (fields.length > 0) return { fields, through: "message" };
    const ofChats = chatsIn(content).flatMap((chat) => [...(this.chats.get(chat) ?? [])]);
    return { fields: sorted(ofChats), through: "chat" };
  }

  /** Whether somebody's words in a message have the person's address, or JSON with an id of the person. */
  mentions(text: string): boolean {
    const { leaves } = contentOf(text);
    return leaves?.some((leaf) => this.isMentionedIn(leaf)) ?? false;
  }

  /** Traits of a message that have the id of a customer, and do not say that they hold one. */
  otherTraits(text: string): readonly string[] {
    const { leaves = [] } = contentOf(text);
    const others = leaves.filter((leaf) => {
      const value = leaf.value.trim();
      const isTrait = !leaf.isName && siteIndex(leaf.path) >= 0 && !isPasted(leaf);
      return isTrait && this.isCustomer(value) && !this.isIdOfSite(leaf.path, value);
    });
    return sorted(others.map(fieldOf));
  }

  private addChat(chat: string, fields: readonly string[]): void {
    this.chats.set(chat, new Set([...(this.chats.get(chat) ?? []), ...fields]));
  }

  /** The fields that name the person. */
  private fieldsIn(content: Content): readonly string[] {
    if (content.leaves === undefined) {
      const isNamed = content.texts.some((text) =>
        formsOf(text).some((form) => isIn(form, this.inText)),
      );
      return isNamed ? [UNREADABLE] : [];
    }
    const naming = content.leaves.filter(
      (leaf) =>
        this.isNamedBy(leaf) ||
        this.isIdInUnknown(leaf, content.isEvent) ||
        (this.withMentions && this.isMentionedIn(leaf)),
    );
    return sorted(naming.map(fieldOf));
  }

  private isMentionedIn(leaf: Leaf): boolean {
    if (isOfAgent(leaf)) return false;
    return isIn(leaf.value, this.addresses) || (isPasted(leaf) && this.isId(leaf));
  }

  private isNamedBy(leaf: Leaf): boolean {
    if (!isPasted(leaf) && this.isId(leaf)) return true;
    if (isOfAgent(leaf, aboveSite(leaf.path)) || isWritten(leaf)) return false;
    return isIn(leaf.value, this.addresses);
  }

  /** Whether a value is an id of the person, in a property for such ids. */
  private isId({ isName, key, path, value }: Leaf): boolean {
    if (isName) return false;
    const trimmed = value.trim();
    if (idKeys.test(key) && this.visitors.has(trimmed.toLowerCase())) return true;
    return this.isCustomer(trimmed) && this.isIdOfSite(path, trimmed);
  }

  /** Whether a value is an id of the person, in a field that nobody knows. Nobody else has the UUID of a visitor. */
  private isIdInUnknown(leaf: Leaf, isEvent: boolean): boolean {
    const at = unknownIndex(leaf.path, isEvent);
    if (at < 0 || leaf.isName || isWritten(leaf) || isOfAgent(leaf)) return false;
    const value = leaf.value.trim();
    if (isVisitorUuid(value) && this.visitors.has(value.toLowerCase())) return true;
    return this.isCustomer(value) && saysCustomerField(leaf.path.slice(at), value);
  }

  private isCustomer(value: string): boolean {
    return this.customers.has(value) || this.customerHashes.some((hash) => hash.test(value));
  }

  /** Whether a property holds what the site passes on as somebody's id. */
  private isIdOfSite(path: readonly string[], value: string): boolean {
    const at = siteIndex(path);
    if (userKeys.test(path.at(-1) ?? "") || path[at] === "identities") return true;
    if (at < 0) return false;
    const below = path.slice(at + 1);
    const isOneOf = (traits: ReadonlySet<string>) =>
      traits.has(below.at(-1) ?? "") || traits.has(below.join("."));
    return (
      isOneOf(this.identityTraits) ||
      (this.traits ? isOneOf(this.traits) : saysCustomerTrait(below, value))
    );
  }
}
