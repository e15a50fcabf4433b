import type { Call } from "../../client/http";
import { isObject } from "../../client/json";

/** What tells a new object from others, where calls and rejections name it. */
export interface ObjectKey {
  readonly key: string;
  /** Whether it is the code of a namespace: no path contains it, and references to a namespace do. */
  readonly isCode?: true | undefined;
}

/** `https://ns.adobe.com/acme/schemas/1f…`, `_acme.schemas.1f…`, `@/dataSets/1f…`, `…/flows/1f…` → `1f…` */
export function keyOf(id: string): string {
  return lastPart(decodeURIComponent(id));
}

function lastPart(id: string): string {
  return id.split(/[/.]/).at(-1) ?? id;
}

/** What the response to a create names. */
export function keysOfCreated(body: unknown): ObjectKey[] {
  const parts = Array.isArray(body) ? body : [body];
  return parts.flatMap((part: unknown) => {
    if (typeof part === "string") return [{ key: keyOf(part) }];
    if (!isObject(part)) return [];
    const ids = [part["$id"], part["@id"], part["id"]]
      .filter(isText)
      .map((id) => ({ key: keyOf(id) }));
    const code = part["code"];
    return isText(code) ? [...ids, { key: code, isCode: true as const }] : ids;
  });
}

/** Whether a call is about the object with this key, or refers to it. */
export function concerns({ path, query, body }: Call, { key, isCode }: ObjectKey): boolean {
  if (isCode === true) return hasValue(body, (text, name) => text === key && isNamespace(name));
  const isId = (text: string) =>
    text === key || text.endsWith(`/${key}`) || text.endsWith(`.${key}`);
  // The first segments are those of a service: `/data/foundation/catalog`.
  const segments = path.split("/").slice(4).map(decodeURIComponent);
  return segments.some(isId) || hasValue([query, body], isId);
}

/** Whether a sentence contains the key as a word of its own. */
export function hasWord(sentence: string, key: string): boolean {
  return sentence.split(/[^\w-]+/).includes(key);
}

/** The keys of all ids in a JSON text. */
export function keysIn(json: string): Set<string> {
  const keys = new Set<string>();
  JSON.parse(json, (_name, value: unknown) => {
    if (isText(value)) keys.add(lastPart(value));
    return value;
  });
  return keys;
}

/** Whether a call's body has a property, or the path of a JSON Patch, of this name. */
export function writes({ body }: Call, name: string): boolean {
  return (
    hasName(body, name) ||
    hasValue(body, (text, of) => of === "path" && text.split("/").includes(name))
  );
}

function hasName(value: unknown, name: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.hasOwn(value, name) || Object.values(value).some((inner) => hasName(inner, name));
}

/** Whether a text in the value, however deep, fits. */
function hasValue(
  value: unknown,
  fits: (text: string, name: string | undefined) => boolean,
  name?: string,
): boolean {
  if (typeof value === "string") return fits(value, name);
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, inner]) => hasValue(inner, fits, key));
}

function isNamespace(name: string | undefined): boolean {
  return name !== undefined && /namespace$/i.test(name);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
