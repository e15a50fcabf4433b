import {
  fields,
  lists,
  privacyCategories,
  type FieldDefinition,
  type FieldName,
  type PrivacyAction,
  type PrivacyCategory,
} from "../../model";
import type { Extracted } from "../extract";
import { actionFor, hashValue, type PrivacyPolicy } from "./policy";
import { Scrubber } from "./scrub";

export type { PrivacyPolicy } from "./policy";

type Values = Record<string, unknown>;

/** Fields whose values are looked for in all others once their category is not kept. */
const tracked = new Set<PrivacyCategory>(["email", "name", "ip", "location", "urls", "agent"]);

/** The author of a message is the visitor or the agent, and the message says which. */
function categoriesOf(name: string, definition: FieldDefinition, holder: Values) {
  if (name !== "username" || typeof holder["isVisitor"] !== "boolean") return definition.privacy;
  return [holder["isVisitor"] ? "name" : "agent"] as const;
}

interface Place {
  readonly holder: Values;
  readonly name: string;
  readonly definition: FieldDefinition;
  readonly action: PrivacyAction;
  readonly categories: readonly PrivacyCategory[];
}

function placesIn(
  holder: Values,
  definitions: Readonly<Record<string, FieldDefinition>>,
  policy: PrivacyPolicy,
): Place[] {
  return Object.entries(definitions).flatMap(([name, definition]) => {
    if (holder[name] === undefined) return [];
    const categories = categoriesOf(name, definition, holder);
    return [{ holder, name, definition, categories, action: actionFor(categories, policy) }];
  });
}

/** What has a privacy category is a text, or a list of them. */
function textsOf(value: unknown): string[] {
  return [value]
    .flat()
    .map(String)
    .filter((text) => text.trim() !== "");
}

/** What must not appear anywhere: the values of the fields that are not kept, and the parts of names. */
function gather(places: readonly Place[], policy: PrivacyPolicy) {
  const known = new Map<string, PrivacyCategory>();
  const parts = new Map<string, PrivacyCategory>();
  for (const { holder, name, categories } of places) {
    const category = categories.find(
      (each) => tracked.has(each) && policy.privacy[each] !== "keep",
    );
    if (category === undefined) continue;
    for (const text of textsOf(holder[name])) {
      known.set(text.trim(), category);
      const split = category === "location" ? /\s*,\s*/ : /[\s"<>]/;
      if (category === "name" || category === "agent" || category === "location")
        for (const part of text.trim().split(split)) if (part.length > 2) parts.set(part, category);
    }
  }
  return { known, parts };
}

/** A hash in the form that the field's type allows; the addresses have a field of their own for it. */
function hashed({ holder, name, definition, categories }: Place, policy: PrivacyPolicy): void {
  const value = holder[name];
  Reflect.deleteProperty(holder, name);
  const hash = (text: unknown) => hashValue(String(text), categories.includes("email"), policy);
  if (definition.type === "ipv4" || definition.type === "ipv6") holder["ipHash"] = hash(value);
  else if (definition.type === "uri") holder[name] = `urn:sha256:${hash(value)}`;
  else if (definition.type === "json") holder[name] = JSON.stringify(hash(value));
  else if (definition.type === "strings") holder[name] = textsOf(value).map(hash);
  else holder[name] = hash(value);
}

function scrubbed({ holder, name, definition }: Place, scrubber: Scrubber): void {
  const value = holder[name];
  if (Array.isArray(value)) {
    holder[name] = textsOf(value).map((text) => scrubber.text(text));
    return;
  }
  if (typeof value !== "string" || definition.type === "date-time") return;
  const clean =
    name === "userAgent"
      ? scrubber.userAgent(value)
      : definition.type === "uri"
        ? scrubber.uri(value)
        : definition.type === "json"
          ? scrubber.json(value)
          : scrubber.text(value);
  if (clean === undefined) Reflect.deleteProperty(holder, name);
  else holder[name] = clean;
}

/** Fields of unknown or repeated content: they are kept only when everything is. */
const unlessAllKept: readonly FieldName[] = ["relayExtra", "transcriptHtml"];

/**
 * Drops and hashes what the policy says, in the fields themselves and wherever their values stand in
 * others: in texts, URLs and traits. With everything kept, nothing is touched.
 */
export function applyPrivacy(values: Extracted, policy: PrivacyPolicy): Extracted {
  if (privacyCategories.every((category) => policy.privacy[category] === "keep")) return values;
  const event: Values = { ...values };
  for (const name of unlessAllKept) Reflect.deleteProperty(event, name);
  const messages = (values.messages ?? []).map((message): Values => ({ ...message }));
  const places = [
    ...placesIn(event, fields, policy),
    ...messages.flatMap((message) => placesIn(message, lists.messages.items, policy)),
  ];
  const { known, parts } = gather(places, policy);
  const scrubber = new Scrubber(policy, known, parts);
  for (const place of places) {
    if (place.action === "drop") Reflect.deleteProperty(place.holder, place.name);
    else if (place.action === "hash") hashed(place, policy);
    else scrubbed(place, scrubber);
  }
  const left = messages.filter((message) => Object.keys(message).length > 0);
  if (left.length > 0) event["messages"] = left;
  else Reflect.deleteProperty(event, "messages");
  return event;
}
