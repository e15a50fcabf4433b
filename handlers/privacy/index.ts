import type { Extracted } from "../ingestion/extract";
import type { FieldName, FieldType, PrivacyCategory } from "../model";
import { wellFormed } from "../shared/wellFormed";
import { gather } from "./gather";
import { placesIn, textsOf, type Place, type Values } from "./places";
import { hashValue, keepsAll, type PrivacyPolicy } from "./policy";
import { Redactor } from "./redactor";
import { Work } from "./work";

export type { PrivacyPolicy } from "./policy";
export { Work, WorkBudgetError, type WorkBudget } from "./work";

/** Makes a hash in a form that the field's type allows; addresses have a separate field for it. */
function hashed(
  { holder, name, definition, categories }: Place,
  policy: PrivacyPolicy,
  work: Work,
): void {
  const value = holder[name];
  // Not deleted here: that would make every later use of the object slow.
  holder[name] = undefined;
  const hash = (text: unknown) => {
    const hashed = hashValue(String(text), categories.includes("email"), policy);
    work.replace(String(text).length, hashed.length);
    return hashed;
  };
  if (definition.type === "ipv4" || definition.type === "ipv6") holder["ipHash"] = hash(value);
  else if (definition.type === "uri") holder[name] = `urn:sha256:${hash(value)}`;
  else if (definition.type === "json") holder[name] = JSON.stringify(hash(value));
  else if (definition.type === "strings") holder[name] = textsOf(value).map(hash);
  else holder[name] = hash(value);
}

/** Fields that hold exactly one value, in contrast to texts that may contain anything. */
const single = new Set<PrivacyCategory>(["name", "location", "agent"]);

/** Types whose values contain nothing but the value. */
const untouched = new Set<FieldType>(["date-time", "ipv4", "ipv6"]);

function redactedText({ name, definition, categories }: Place, value: string, redactor: Redactor) {
  if (name === "userAgent") return redactor.userAgent(value);
  if (untouched.has(definition.type)) return value;
  if (definition.type === "uri") return redactor.uri(value);
  if (definition.type === "json") return redactor.json(value);
  if (categories.includes("email")) return redactor.ownEmail(value);
  return categories.some((each) => single.has(each)) ? redactor.own(value) : redactor.text(value);
}

function redacted(place: Place, redactor: Redactor): void {
  const { holder, name } = place;
  const value = holder[name];
  if (Array.isArray(value))
    holder[name] = textsOf(value).map((text) => wellFormed(redactor.text(text)));
  else if (typeof value === "string") {
    const text = redactedText(place, value, redactor);
    holder[name] = text === undefined ? undefined : wellFormed(text);
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
}

/** Leaves out values that have become empty: AEP rejects them, and so does the forwarder. */
function withoutEmpty(holder: Values): Values {
  if (!Object.values(holder).some(isEmpty)) return holder;
  return Object.fromEntries(Object.entries(holder).filter(([, value]) => !isEmpty(value)));
}

/** Fields whose content is unknown or repeats other fields: they are kept only when every category is. */
const unlessAllKept: readonly FieldName[] = ["relayExtra", "transcriptHtml"];

/**
 * Drops and hashes the values that the policy names, in their own fields and wherever they appear in other
 * fields: in texts, URLs and traits. When every category is kept, nothing changes.
 * @param work - counts the steps, and throws when there are too many. Default: no limit
 */
export function applyPrivacy(
  values: Extracted,
  policy: PrivacyPolicy,
  work = new Work(),
): Extracted {
  if (keepsAll(policy)) return values;
  const { messages: original = [], ...rest } = values;
  const event: Values = { ...rest };
  for (const name of unlessAllKept) Reflect.deleteProperty(event, name);
  const messages = original.map((message): Values => ({ ...message }));
  const holders = { event, messages };
  const redactor = new Redactor(policy, gather(holders, policy), work);
  for (const place of placesIn(holders, policy)) {
    if (place.action === "drop") place.holder[place.name] = undefined;
    else if (place.action === "hash") hashed(place, policy, work);
    else redacted(place, redactor);
  }
  if (values.identities !== undefined)
    event["identities"] = Object.fromEntries(
      Object.entries(values.identities).map(([name, value]) => [name, redactor.text(value)]),
    );
  if (/^\s*(?:\{\s*\}|\[\s*\])\s*$/.test(String(event["traits"])))
    Reflect.deleteProperty(event, "traits");
  const left = messages.map(withoutEmpty).filter((message) => Object.keys(message).length > 0);
  return withoutEmpty({ ...event, messages: left });
}
