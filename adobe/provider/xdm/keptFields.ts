import { own } from "../../client/own";
import { pathText } from "../lifecycle/paths";
import { hasUnknown, isUnknown } from "../lifecycle/unknown";
import type { XdmField, XdmFields } from "./field";

/** Fields with those that stay at Adobe although the program does not know them. */
export interface KeptFields {
  readonly fields: XdmFields;
  /**
   * What stays: paths of fields as `chat.email`, values of an `enum` as `chat.mood "bad"`, and wider limits as
   * `chat.list[*].score maximum 20` or `chat.score without pattern`.
   */
  readonly kept: readonly string[];
}

/**
 * The program's fields, together with the other ones at Adobe. Adobe never removes a field of a schema in use,
 * nor a value of an `enum`, and never narrows a limit. So a program that does not know one of them (an earlier
 * release, or a field was added in Adobe's UI) keeps it. Unknown values stay as they are.
 */
export function keepFields(found: XdmFields, wanted: XdmFields, path = ""): KeptFields {
  if (isUnknown(wanted)) return { fields: wanted, kept: [] };
  const fields: XdmFields = { ...wanted };
  const kept: string[] = [];
  for (const [name, there] of Object.entries(found)) {
    const here = below(path, name);
    const now = own(wanted, name);
    if (now === undefined) {
      fields[name] = there;
      kept.push(here);
      continue;
    }
    const whole = keepInField(there, now, here);
    fields[name] = whole.field;
    for (const one of whole.kept) kept.push(one);
  }
  return { fields, kept };
}

/** The elements of a list are `[*]`, and the values of a map `{*}`: they follow the name of their field. */
function below(path: string, name: string): string {
  const text = pathText([name]);
  return path === "" || text.startsWith("[") ? `${path}${text}` : `${path}.${text}`;
}

/** Names of required fields that the program does not have. What it has and does not require is its own decision. */
export function requiredBeyond(
  found: { readonly required?: readonly string[] | undefined },
  wanted: {
    readonly required?: readonly string[] | undefined;
    readonly properties?: XdmFields | undefined;
  },
): string[] {
  const { required = [] } = found;
  if (hasUnknown(wanted.required) || isUnknown(wanted.properties)) return [];
  return required.filter(
    (name) => !Object.hasOwn(wanted.properties ?? {}, name) && !wanted.required?.includes(name),
  );
}

function keepInField(
  found: XdmField,
  wanted: XdmField,
  path: string,
): { field: XdmField; kept: readonly string[] } {
  if (isUnknown(wanted) || wanted.type !== found.type) return { field: wanted, kept: [] };
  const field = { ...wanted };
  const kept: string[] = [];
  if (found.properties !== undefined && wanted.properties !== undefined) {
    const inner = keepFields(found.properties, wanted.properties, path);
    field.properties = inner.fields;
    for (const one of inner.kept) kept.push(one);
    const required = requiredBeyond(found, wanted);
    if (required.length > 0) {
      field.required = [...(wanted.required ?? []), ...required];
      kept.push(`${path} required ${required.join(", ")}`);
    }
  }
  for (const [key, part] of [
    ["items", "[*]"],
    ["additionalProperties", "{*}"],
  ] as const) {
    const [there, given] = [found[key], wanted[key]];
    if (there === undefined || given === undefined) continue;
    const inner = keepInField(there, given, `${path}${part}`);
    field[key] = inner.field;
    for (const one of inner.kept) kept.push(one);
  }
  for (const one of keepMore(found, field)) kept.push(`${path} ${one}`);
  for (const one of keepLimits(found, field)) kept.push(`${path} ${one}`);
  const values = valuesKept(found, field);
  if (values.length > 0) {
    field.enum = [...(field.enum ?? []), ...values];
    const titled = new Set(values);
    const titles = Object.entries(found.enumTitles ?? {}).filter(([one]) => titled.has(one));
    if (titles.length > 0) {
      field.enumTitles = { ...field.enumTitles, ...Object.fromEntries(titles) };
    }
    for (const value of values) kept.push(`${path} ${JSON.stringify(value)}`);
  }
  return { field, kept };
}

/**
 * Keeps what earlier releases of the provider could not express, so that no program of theirs removes it.
 * @returns what is kept, for a message. A width is not worth one: it follows from the type.
 */
function keepMore(found: XdmField, field: XdmField): string[] {
  const kept: string[] = [];
  const { minimum, maximum } = found;
  if (found.xdmType !== undefined && minimum === field.minimum && maximum === field.maximum) {
    field.xdmType ??= found.xdmType;
  }
  if (found.default !== undefined && field.default === undefined) {
    field.default = found.default;
    kept.push(`default ${JSON.stringify(found.default)}`);
  }
  if (field.type === "string" || field.enum !== undefined) return kept;
  if (found.enum !== undefined) {
    field.enum = found.enum;
    kept.push(`enum ${found.enum.join(", ")}`);
  }
  if (found.enumTitles !== undefined) field.enumTitles ??= found.enumTitles;
  return kept;
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
