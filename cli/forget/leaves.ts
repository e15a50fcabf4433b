import { isObject, looksLikeJson, parseLenientJson, type Json } from "../../handlers/shared/json";

/** A text or number somewhere in JSON, or the name of a property. */
export interface Leaf {
  /** Name of the property, or of the list that it is an item of. */
  readonly key: string;
  /** Names of the properties on the way, with its own. */
  readonly path: readonly string[];
  readonly value: string;
  /** The value is the name of the property itself: a trait may be named after a person. */
  readonly isName: boolean;
  /** How many names lead to the innermost text whose JSON has the value; 0 when it is in no text of the document. */
  readonly textAt: number;
}

/** Deeper than any JSON that the relay makes or Chatlio sends. */
const MAX_DEPTH = 100;

/** JSON in a text, as Chatlio sends traits. Numbers keep all their digits. */
export function objectIn(text: string): Json | undefined {
  if (!looksLikeJson(text)) return undefined;
  try {
    return parseLenientJson(text);
  } catch {
    // Not JSON.
  }
  return undefined;
}

function add(value: Json, path: readonly string[], outerTextAt: number, leaves: Leaf[]): void {
  if (path.length > MAX_DEPTH) return;
  const json = typeof value === "string" ? objectIn(value) : undefined;
  const inner = json ?? value;
  const textAt = json === undefined ? outerTextAt : path.length;
  const key = path.at(-1) ?? "";
  if (Array.isArray(inner)) for (const item of inner) add(item, path, textAt, leaves);
  else if (isObject(inner))
    for (const [name, part] of Object.entries(inner)) {
      leaves.push({ key: name, path: [...path, name], value: name, isName: true, textAt });
      add(part, [...path, name], textAt, leaves);
    }
  else if (typeof inner === "string" || typeof inner === "number")
    leaves.push({ key, path, value: String(inner), isName: false, textAt });
}

/** All texts and numbers of a JSON document, also those in JSON that is in a text. */
export function leavesOf(json: Json): readonly Leaf[] {
  const leaves: Leaf[] = [];
  add(json, [], 0, leaves);
  return leaves;
}
