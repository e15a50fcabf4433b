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
import { bareVisitor, type Person } from "./person";
import { isSomebody } from "./somebody";
import {
  addressPattern,
  customerPattern,
  formsOf,
  hashPattern,
  isIn,
  visitorPattern,
  type Pattern,
} from "./textSearch";
import { COMMAND_LINE, fieldOf, UNREADABLE, type Way } from "./ways";

const idKeys = /^(?:UUID|visitorUuid|visitorKey)$/i;
const userKeys = /^(?:identUserId|visitorUserId)$/;

/** What may be an id in a value: the whole of it, and what is in brackets or quotation marks, as in `Maria (20418)`. */
function idsIn(value: string): readonly string[] {
  const inside = value.matchAll(/[([{<"']([^()[\]{}<>"']+)[)\]}>"']/g);
  return [value, ...Array.from(inside, ([, id = ""]) => id)].map((id) => id.trim());
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

/** What one look at a message found. */
export interface Seen {
  readonly content: Content;
  /** How it was found; undefined when it is not the person's. */
  readonly way: Way | undefined;
  /** Whether it names a chat of the person that was not known before. */
  readonly bringsChat: boolean;
  /** Whether somebody's words have the person's address, or JSON with an id of the person. */
  readonly isMention: boolean;
  /** Traits that have the id of a customer, and do not say that they hold one. */
  readonly otherTraits: readonly string[];
}

/** What the fields of a message say of the person. */
type Fields = Pick<Seen, "isMention" | "otherTraits"> & {
  /** Those that name the person. */
  readonly naming: readonly string[];
};

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
  private readonly inText: readonly Pattern[];
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
   * Looks at a message. The chat of one that says itself that it is the person's is noted: from then on, the others of the
   * same chat are found too.
   *
   * @param text a queue message, also one that the relay cannot read
   */
  look(text: string): Seen {
    return this.lookAt(contentOf(text));
  }

  /** Looks at a message that was read already. */
  lookAt(content: Content): Seen {
    const { naming, ...others } = this.fieldsOf(content);
    const before = this.chats.size;
    const chat = naming.length === 0 ? undefined : chatOf(content);
    if (chat !== undefined) this.addChat(chat, naming);
    const bringsChat = this.chats.size > before;
    return { content, way: this.wayTo(content, naming), bringsChat, ...others };
  }

  private wayTo(content: Content, naming: readonly string[]): Way | undefined {
    if (naming.length > 0) return { fields: naming, through: "message" };
    if (this.chats.size === 0) return undefined;
    const known = chatsIn(content).flatMap((chat) => [...(this.chats.get(chat) ?? [])]);
    return known.length === 0 ? undefined : { fields: sorted(known), through: "chat" };
  }

  private addChat(chat: string, fields: readonly string[]): void {
    this.chats.set(chat, new Set([...(this.chats.get(chat) ?? []), ...fields]));
  }

  private fieldsOf(content: Content): Fields {
    if (content.leaves === undefined) {
      const isNamed = content.texts.some((text) =>
        formsOf(text).some((form) => isIn(form, this.inText)),
      );
      return { naming: isNamed ? [UNREADABLE] : [], isMention: false, otherTraits: [] };
    }
    const { isEvent, leaves } = content;
    const all = leaves.map((leaf) => ({ leaf, ...this.saidBy(leaf, isEvent) }));
    const fieldsWith = (says: "isNamed" | "isOther") =>
      sorted(all.filter((each) => each[says]).map(({ leaf }) => fieldOf(leaf)));
    return {
      naming: fieldsWith("isNamed"),
      isMention: all.some(({ isMention }) => isMention),
      otherTraits: fieldsWith("isOther"),
    };
  }

  /** What a value says of the person: who it is, that somebody writes of them, or a customer's id in a trait that may be another's. */
  private saidBy(leaf: Leaf, isEvent: boolean) {
    const isInWords = isPasted(leaf);
    const isId = this.isId(leaf);
    const hasAddress = isIn(leaf.value, this.addresses);
    const isMention = !isOfAgent(leaf) && (hasAddress || (isInWords && isId));
    const isNamed =
      (isId && !isInWords) ||
      (hasAddress && !isOfAgent(leaf, aboveSite(leaf.path)) && !isWritten(leaf)) ||
      this.isIdInUnknown(leaf, isEvent) ||
      (isMention && this.withMentions);
    const isTrait = !leaf.isName && siteIndex(leaf.path) >= 0 && !isInWords;
    const isOther = isTrait && !isId && idsIn(leaf.value).some((id) => this.isCustomer(id));
    return { isNamed, isMention, isOther };
  }

  /** Whether a value is an id of the person, in a property for such ids. */
  private isId({ isName, key, path, value }: Leaf): boolean {
    if (isName) return false;
    const isVisitor = (id: string) => idKeys.test(key) && this.visitors.has(id.toLowerCase());
    const isCustomer = (id: string) => this.isCustomer(id) && this.isIdOfSite(path, id);
    return idsIn(value).some((id) => isVisitor(id) || isCustomer(id));
  }

  /** Whether a value is an id of the person, in a field that nobody knows. Nobody else has the UUID of a visitor. */
  private isIdInUnknown(leaf: Leaf, isEvent: boolean): boolean {
    const at = unknownIndex(leaf.path, isEvent);
    if (at < 0 || leaf.isName || isWritten(leaf) || isOfAgent(leaf)) return false;
    const isVisitor = (id: string) => isVisitorUuid(id) && this.visitors.has(id.toLowerCase());
    const isCustomer = (id: string) =>
      this.isCustomer(id) && saysCustomerField(leaf.path.slice(at), id);
    return idsIn(leaf.value).some((id) => isVisitor(id) || isCustomer(id));
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
