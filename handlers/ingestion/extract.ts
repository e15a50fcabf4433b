import {
  fields,
  lists,
  type ChatEvent,
  type ChatMessage,
  type FieldDefinition,
  type ListDefinition,
  type Shape,
} from "../model";
import { isObject, wellFormed, type Json, type JsonObject } from "../shared/json";
import { convert, isEmpty } from "./convert";

/** What a payload holds in the catalogue's fields. */
export type Extracted = Partial<ChatEvent>;

/** The paths of a payload that have found their field; what is left are the extra fields. */
class Taken {
  private whole = false;
  private readonly children = new Map<string, Taken>();

  mark([name, ...rest]: readonly string[]): void {
    if (name === undefined) {
      this.whole = true;
      return;
    }
    const child = this.children.get(name) ?? new Taken();
    this.children.set(name, child);
    child.mark(rest);
  }

  /** The value without what was taken and without what is empty; undefined when nothing is left. */
  rest(value: Json): Json | undefined {
    if (this.whole || isEmpty(value)) return undefined;
    if (!isObject(value)) return Array.isArray(value) ? this.restOfArray(value) : value;
    const left = Object.entries(value).flatMap(([key, item]) => {
      const rest = (this.children.get(key) ?? new Taken()).rest(item);
      return rest === undefined ? [] : [[key, rest] as const];
    });
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }

  /** An unknown array as it is, unless all in it is empty; of a known one the left-over items by their index. */
  private restOfArray(value: Json[]): Json | undefined {
    if (this.children.size === 0)
      return value.some((item) => new Taken().rest(item) !== undefined) ? value : undefined;
    return this.rest(Object.fromEntries(value.map((item, index) => [String(index), item])));
  }
}

function lookUp(payload: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = payload;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

interface Source {
  readonly payload: Json;
  readonly shape: Shape;
  readonly taken: Taken;
  /** Where the payload stands within the whole. */
  readonly prefix: readonly string[];
}

function read(
  definitions: Readonly<Record<string, FieldDefinition>>,
  { payload, shape, taken, prefix }: Source,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, { type, chatlio }] of Object.entries(definitions)) {
    // Stryker disable next-line ArrayDeclaration: a path that no payload has finds nothing
    for (const path of chatlio?.[shape] ?? []) {
      const names = path.split(".");
      const value = lookUp(payload, names);
      if (value === undefined || found[name] !== undefined) continue;
      if (isEmpty(value)) {
        // A documented field without a value says nothing, and is nothing extra.
        taken.mark([...prefix, ...names]);
        continue;
      }
      const converted = convert(type, value);
      if (converted === undefined) continue;
      found[name] = converted;
      taken.mark([...prefix, ...names]);
    }
  }
  return found;
}

function readMessages(payload: JsonObject, shape: Shape, taken: Taken): ChatMessage[] {
  const { chatlio }: ListDefinition = lists.messages;
  // Stryker disable next-line ArrayDeclaration: a list that no payload has holds nothing
  return (chatlio[shape] ?? []).flatMap((name) => {
    const list = payload[name];
    if (!Array.isArray(list)) return [];
    return list.flatMap((item, index) => {
      const prefix = [name, String(index)];
      if (typeof item === "string" && item !== "") {
        taken.mark(prefix);
        return [{ text: wellFormed(item) }];
      }
      const message = read(lists.messages.items, { payload: item, shape, taken, prefix });
      return Object.keys(message).length === 0 ? [] : [message];
    });
  });
}

/** Takes from a payload what the catalogue knows, and gathers the rest. */
export function extract(
  payload: JsonObject,
  shape: Shape,
): { readonly values: Extracted; readonly extra: JsonObject } {
  const taken = new Taken();
  const values: Extracted = read(fields, { payload, shape, taken, prefix: [] });
  const messages = readMessages(payload, shape, taken);
  if (messages.length > 0) {
    values.messages = messages;
    values.messageCount = messages.length;
  }
  const rest = taken.rest(payload);
  return { values, extra: isObject(rest) ? rest : {} };
}
