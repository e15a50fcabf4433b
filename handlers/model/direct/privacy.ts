import { fields, lists } from "../fields";
import { identityForm } from "../identityValue";
import type { FieldDefinition, PrivacyAction, PrivacyCategory, Shape } from "../types";
import { at, call, matches, quote, trimmed, unlessEmpty } from "./expressions";

/*
 * What privacy does in direct mode. Data Prep drops whole fields and hashes e-mail addresses. It cannot search a text as
 * the relay does. Only an e-mail address in a field with one value is found: by its `@`.
 */

export type Actions = Readonly<Record<PrivacyCategory, PrivacyAction>>;

/** The strictest action of a field's categories. Only e-mail addresses can be hashed. */
export function actionFor({ privacy: categories }: FieldDefinition, privacy: Actions) {
  const actions = categories.map((category) => privacy[category]);
  return (["drop", "hash"] as const).find((action) => actions.includes(action)) ?? "keep";
}

/** Whether direct mode never has the field of a payload of this shape. */
export function isLeftOut({ direct }: FieldDefinition, shape: Shape): boolean {
  return typeof direct === "object" && (direct.shapes ?? [shape]).includes(shape);
}

/** Categories whose fields hold much more than one value: with one of them left out, too much would be. */
export const openCategories = ["text", "urls", "traits"] as const satisfies PrivacyCategory[];

/** Whether a field holds one value, such as an id or a name. */
export function isSingle({ privacy, type }: FieldDefinition): boolean {
  return type === "string" && !openCategories.some((category) => privacy.includes(category));
}

/** No `@`, neither a wide one nor one that is written as in a URL. */
const noAddressPattern = "[^@\uff20%]*(?:%(?!40)[^@\uff20%]*)*";

/** Whether a text has no e-mail address, and nothing that may be one. */
export function hasNoAddress(text: string): string {
  return matches(text, noAddressPattern);
}

/** What {@link hasNoAddress} says of a value that is known, and not an expression. */
export function mayHoldAddress(value: string): boolean {
  return !new RegExp(`^(?:${noAddressPattern})$`, "s").test(value);
}

/** As Adobe joins on it: trimmed, lowercase, SHA-256 (namespace `Email_LC_SHA256`). */
export function hashed(value: string): string {
  return call("sha256", call("lower", call("trim", value)), quote("UTF-8"));
}

/**
 * The single value at a path, without an e-mail address that privacy does not keep: hashed when it is one and nothing
 * else, else left out.
 */
export function withoutAddress(path: string, { email }: Actions): string {
  const value = unlessEmpty(at(path));
  if (email === "keep") return value;
  const text = trimmed(path);
  const otherwise =
    email === "hash"
      ? call("iif", matches(text, identityForm("Email")), hashed(text), "nullify()")
      : "nullify()";
  return call("iif", hasNoAddress(text), value, otherwise);
}

/** An identity's value, and nothing when it has an e-mail address that privacy does not keep. */
export function identityWithoutAddress(text: string, value: string, { email }: Actions): string {
  return email === "keep" ? value : call("iif", hasNoAddress(text), value, "nullify()");
}

/** What privacy may leave in a row of direct mode, though the relay would find it. */
export interface Unsearched {
  /** Categories whose values may still be there. */
  readonly categories: readonly PrivacyCategory[];
  /** Fields with one value that are not searched for them, by their names in the event model. */
  readonly fields: readonly string[];
}

/** The relay searches the other fields for values of these. */
const searched = ["name", "phone", "ip", "location", "urls", "agent"] as const;

/** What is not searched for which category. E-mail addresses are found in all of these fields. */
export function unsearched(privacy: Actions): Unsearched {
  const ofList = Object.entries(lists).flatMap(([list, { items }]) =>
    Object.entries(items).map(([name, item]) => [`${list}.${name}`, item] as const),
  );
  const all: (readonly [string, FieldDefinition])[] = [...Object.entries(fields), ...ofList];
  const kept = all.filter(
    ([, field]) =>
      isSingle(field) &&
      actionFor(field, privacy) === "keep" &&
      Object.keys(field.chatlio ?? {}).some((shape) => !isLeftOut(field, shape as Shape)),
  );
  return {
    categories: searched.filter((category) => privacy[category] !== "keep"),
    fields: kept.map(([name]) => name),
  };
}
