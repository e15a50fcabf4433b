import {
  isObject,
  looksLikeJson,
  parseEveryValue,
  type Json,
  type JsonObject,
} from "../../handlers/shared/json";

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
  /** Whose name a `username` is, when its object says it, as a transcript's messages do. */
  readonly author: Author | undefined;
}

/** Property with the author's name in a message. */
export const AUTHORS_NAME = "username";

/** Who has written a message. */
export type Author = "visitor" | "agent";

/** What is known of a value from above it. */
type Above = Pick<Leaf, "path" | "textAt" | "author">;

/** Deeper than any JSON that the relay makes or Chatlio sends. */
const MAX_DEPTH = 100;

/** JSON in a text, as Chatlio sends traits. Numbers keep all their digits, and names that are there twice all their values. */
export function objectIn(text: string): Json | undefined {
  if (!looksLikeJson(text)) return undefined;
  try {
    return parseEveryValue(text);
  } catch {
    // Not JSON.
  }
  return undefined;
}

/** The author of an object that is a message. Its name is in {@link AUTHORS_NAME}. */
function authorOf(message: JsonObject): Author | undefined {
  const side = message["isVisitor"] ?? message["isVisitorMsg"];
  if (side === true || side === "true") return "visitor";
  return side === false || side === "false" ? "agent" : undefined;
}

/** The items of a list and of the lists in it, which may be nested deeper than the stack. */
function itemsIn(list: readonly Json[]): readonly Json[] {
  const items: Json[] = [];
  const open = [...list];
  while (open.length > 0) {
    const item = open.pop() as Json;
    if (Array.isArray(item)) for (const inner of item) open.push(inner);
    else items.push(item);
  }
  return items;
}

function add(value: Json, above: Above, leaves: Leaf[]): void {
  const { author, path } = above;
  if (path.length > MAX_DEPTH) return;
  const json = typeof value === "string" ? objectIn(value) : undefined;
  const inner = json ?? value;
  const textAt = json === undefined ? above.textAt : path.length;
  const key = path.at(-1) ?? "";
  if (Array.isArray(inner))
    for (const item of itemsIn(inner)) add(item, { author, path, textAt }, leaves);
  else if (isObject(inner))
    for (const [name, part] of Object.entries(inner)) {
      const below: Above = {
        author: name === AUTHORS_NAME ? authorOf(inner) : undefined,
        path: [...path, name],
        textAt,
      };
      leaves.push({ ...below, key: name, value: name, isName: true });
      add(part, below, leaves);
    }
  else if (typeof inner === "string" || typeof inner === "number")
    leaves.push({ author, key, path, textAt, value: String(inner), isName: false });
}

/** All texts and numbers of a JSON document, also those in JSON that is in a text. */
export function leavesOf(json: Json): readonly Leaf[] {
  const leaves: Leaf[] = [];
  add(json, { author: undefined, path: [], textAt: 0 }, leaves);
  return leaves;
}
