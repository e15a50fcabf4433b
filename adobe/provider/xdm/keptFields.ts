import { own } from "../../client/own";
import { pathText } from "../lifecycle/paths";
import type { Path } from "../lifecycle/paths";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";

/** Fields with those that stay at Adobe although the program does not know them. */
export interface KeptFields {
  readonly fields: XdmFields;
  /**
   * What stays: paths of fields as `chat.email`, values of an `enum` as `chat.mood "bad"`, and wider limits as
   * `chat.score maximum 20` or `chat.score without pattern`.
   */
  readonly kept: readonly string[];
}

/**
 * The program's fields, together with the other ones at Adobe. Adobe never removes a field of a schema in use,
 * nor a value of an `enum`, and never narrows a limit. So a program that does not know one of them (an earlier
 * release, or a field was added in Adobe's UI) keeps it. Unknown values stay as they are.
 */
export function keepFields(found: XdmFields, wanted: XdmFields, path: Path = []): KeptFields {
  if (isUnknown(wanted)) return { fields: wanted, kept: [] };
  const fields: XdmFields = { ...wanted };
  const kept: string[] = [];
  for (const [name, there] of Object.entries(found)) {
    const here = [...path, name];
    const now = own(wanted, name);
    if (now === undefined) {
      fields[name] = there;
      kept.push(pathText(here));
      continue;
    }
    const whole = keepInField(there, now, here);
    fields[name] = whole.field;
    for (const one of whole.kept) kept.push(one);
  }
  return { fields, kept };
}

function keepInField(
  found: XdmField,
  wanted: XdmField,
  path: Path,
): { field: XdmField; kept: readonly string[] } {
  if (isUnknown(wanted) || wanted.type !== found.type) return { field: wanted, kept: [] };
  const field = { ...wanted };
  const kept: string[] = [];
  if (found.properties !== undefined && wanted.properties !== undefined) {
    const inner = keepFields(found.properties, wanted.properties, path);
    field.properties = inner.fields;
    for (const one of inner.kept) kept.push(one);
  }
  if (found.items !== undefined && wanted.items !== undefined) {
    const inner = keepInField(found.items, wanted.items, [...path, "[*]"]);
    field.items = inner.field;
    for (const one of inner.kept) kept.push(one);
  }
  for (const one of keepLimits(found, field)) kept.push(`${pathText(path)} ${one}`);
  const values = valuesKept(found, field);
  if (values.length > 0) {
    field.enum = [...(field.enum ?? []), ...values];
    const titled = new Set(values);
    const titles = Object.entries(found.enumTitles ?? {}).filter(([one]) => titled.has(one));
    if (titles.length > 0) {
      field.enumTitles = { ...field.enumTitles, ...Object.fromEntries(titles) };
    }
    for (const value of values) kept.push(`${pathText(path)} ${JSON.stringify(value)}`);
  }
  return { field, kept };
}

function valuesKept(found: XdmField, wanted: XdmField): readonly string[] {
  const { enum: values } = wanted;
  if (found.enum === undefined || values === undefined || hasUnknown(values)) return [];
  const given = new Set(values);
  return found.enum.filter((value) => !given.has(value));
}

/**
 * Replaces each limit of a field by a wider one at Adobe.
 * @returns the wider ones, for a message.
 */
function keepLimits(found: XdmField, field: XdmField): string[] {
  const kept: string[] = [];
  for (const key of ["minLength", "minimum", "maxLength", "maximum"] as const) {
    const there = found[key];
    const wanted = field[key];
    if (wanted === undefined || isUnknown(wanted) || there === undefined || isUnknown(there))
      continue;
    if (key.startsWith("min") ? wanted <= there : wanted >= there) continue;
    field[key] = there;
    kept.push(`${key} ${there}`);
  }
  for (const key of ["minLength", "minimum", "maxLength", "maximum", "pattern", "enum"] as const) {
    if (field[key] === undefined || isUnknown(field[key]) || found[key] !== undefined) continue;
    Reflect.deleteProperty(field, key);
    if (key === "enum") delete field.enumTitles;
    kept.push(`without ${key}`);
  }
  return kept;
}
