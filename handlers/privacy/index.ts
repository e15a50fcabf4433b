import type { Extracted } from "../ingestion/extract";
import {
  fields,
  lists,
  privacyCategories,
  type FieldDefinition,
  type FieldName,
  type PrivacyAction,
  type PrivacyCategory,
} from "../model";
import { formsOf } from "./forms";
import { actionFor, hashValue, type PrivacyPolicy } from "./policy";
import { Redactor, type Found } from "./redact";

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

/** What must not appear anywhere: the values of the fields that are not kept, in all their forms. */
function gather(places: readonly Place[], policy: PrivacyPolicy): Found {
  const whole = new Map<string, PrivacyCategory>();
  const parts = new Map<string, PrivacyCategory>();
  for (const { holder, name, categories } of places) {
    const category = categories.find(
      (each) => tracked.has(each) && policy.privacy[each] !== "keep",
    );
    if (category === undefined) continue;
    for (const text of textsOf(holder[name])) {
      whole.set(text.trim(), category);
      for (const form of formsOf(text.trim(), category)) parts.set(form, category);
    }
  }
  // What is whole in one place and a part of something in another is of the category it is whole in.
  const known = [...parts, ...whole];
  // One that is dropped is a value to take out, which comes first.
  const emails = places.filter(({ categories }) => categories.includes("email"));
  return { known, emails: emails.flatMap(({ holder, name }) => textsOf(holder[name])) };
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

/** Fields that hold one value of their own, not texts in which anything may stand. */
const single = new Set<PrivacyCategory>(["name", "location", "agent"]);

function cleanOf({ name, definition, categories }: Place, value: string, redactor: Redactor) {
  if (name === "userAgent") return redactor.userAgent(value);
  if (definition.type === "date-time") return value;
  if (definition.type === "uri") return redactor.uri(value);
  if (definition.type === "json") return redactor.json(value);
  if (categories.includes("email")) return redactor.ownEmail(value);
  return categories.some((each) => single.has(each)) ? redactor.own(value) : redactor.text(value);
}

function redacted(place: Place, redactor: Redactor): void {
  const { holder, name } = place;
  const value = holder[name];
  if (Array.isArray(value)) holder[name] = textsOf(value).map((text) => redactor.text(text));
  else if (typeof value === "string") holder[name] = cleanOf(place, value, redactor);
}

/** Leaves out what has become empty: AEP refuses it, and so does the forwarder. */
function withoutEmpty(holder: Values): Values {
  const empty = (value: unknown) =>
    value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(holder).filter(([, value]) => !empty(value)));
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
  const redactor = new Redactor(policy, gather(places, policy));
  for (const place of places) {
    if (place.action === "drop") Reflect.deleteProperty(place.holder, place.name);
    else if (place.action === "hash") hashed(place, policy);
    else redacted(place, redactor);
  }
  if (event["traits"] === "{}" || event["traits"] === "[]") Reflect.deleteProperty(event, "traits");
  const left = messages.map(withoutEmpty).filter((message) => Object.keys(message).length > 0);
  return withoutEmpty({ ...event, messages: left });
}
