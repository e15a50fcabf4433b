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

/** The values of a payload, by field of the event model. */
export type Extracted = Partial<ChatEvent>;

/** The paths of a payload whose values are in a field. Everything else goes to the extra fields. */
class ConsumedPaths {
  private whole = false;
  private readonly children = new Map<string, ConsumedPaths>();

  add([name, ...rest]: readonly string[]): void {
    if (name === undefined) {
      this.whole = true;
      return;
    }
    const child = this.children.get(name) ?? new ConsumedPaths();
    this.children.set(name, child);
    child.add(rest);
  }

  /** Returns the value without consumed and empty parts, or undefined when nothing is left. */
  rest(value: Json): Json | undefined {
    if (this.whole || isEmpty(value)) return undefined;
    if (!isObject(value)) return Array.isArray(value) ? this.restOfArray(value) : value;
    const left = Object.entries(value).flatMap(([key, item]) => {
      const rest = (this.children.get(key) ?? new ConsumedPaths()).rest(item);
      return rest === undefined ? [] : [[key, rest] as const];
    });
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }

  /** An unknown array stays whole unless all of it is empty. Of a known one the rest is kept by index. */
  private restOfArray(value: Json[]): Json | undefined {
    if (this.children.size === 0)
      return value.some((item) => new ConsumedPaths().rest(item) !== undefined) ? value : undefined;
    return this.rest(Object.fromEntries(value.map((item, index) => [String(index), item])));
  }
}

function valueAt(payload: Json, path: readonly string[]): Json | undefined {
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
  readonly consumed: ConsumedPaths;
  /** Path of this payload within the whole body. */
  readonly prefix: readonly string[];
}

function read(
  definitions: Readonly<Record<string, FieldDefinition>>,
  { payload, shape, consumed, prefix }: Source,
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const [name, { type, chatlio }] of Object.entries(definitions)) {
    // Stryker disable next-line ArrayDeclaration: a path that no payload has finds nothing
    for (const path of chatlio?.[shape] ?? []) {
      const names = path.split(".");
      const value = valueAt(payload, names);
      if (value === undefined || found[name] !== undefined) continue;
      if (isEmpty(value)) {
        // A documented field without a value is not an extra field either.
        consumed.add([...prefix, ...names]);
        continue;
      }
      const converted = convert(type, value);
      if (converted === undefined) continue;
      found[name] = converted;
      consumed.add([...prefix, ...names]);
    }
  }
  return found;
}

function readMessages(payload: JsonObject, shape: Shape, consumed: ConsumedPaths): ChatMessage[] {
  const { chatlio }: ListDefinition = lists.messages;
  // Stryker disable next-line ArrayDeclaration: a list that no payload has holds nothing
  return (chatlio[shape] ?? []).flatMap((name) => {
    const list = payload[name];
    if (!Array.isArray(list)) return [];
    return list.flatMap((item, index) => {
      const prefix = [name, String(index)];
      if (typeof item === "string" && item !== "") {
        consumed.add(prefix);
        return [{ text: wellFormed(item) }];
      }
      const message = read(lists.messages.items, { payload: item, shape, consumed, prefix });
      return Object.keys(message).length === 0 ? [] : [message];
    });
  });
}

/** Reads the event model's fields from a payload, and collects everything else as extra fields. */
export function extract(
  payload: JsonObject,
  shape: Shape,
): { readonly values: Extracted; readonly extra: JsonObject } {
  const consumed = new ConsumedPaths();
  const values: Extracted = read(fields, { payload, shape, consumed, prefix: [] });
  const messages = readMessages(payload, shape, consumed);
  if (messages.length > 0) {
    values.messages = messages;
    values.messageCount = messages.length;
  }
  const rest = consumed.rest(payload);
  return { values, extra: isObject(rest) ? rest : {} };
}
