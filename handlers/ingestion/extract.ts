import {
  fields,
  lists,
  type ChatEvent,
  type ChatMessage,
  type FieldDefinition,
  type FieldType,
  type ListDefinition,
  type Shape,
} from "../model";
import { isObject, type Json, type JsonObject } from "../shared/json";
import { wellFormed } from "../shared/wellFormed";
import { convert, isEmpty, unwrapJson } from "./convert";
import { ConsumedPaths, withoutEmpty } from "./unknown";

/** The values of a payload, by field of the event model. */
export type Extracted = Partial<ChatEvent>;

/** Where a payload of one shape has the values of a field. */
interface FieldSource {
  readonly name: string;
  readonly type: FieldType;
  readonly paths: readonly (readonly string[])[];
}

function sourcesOf(
  definitions: Readonly<Record<string, FieldDefinition>>,
  shape: Shape,
): readonly FieldSource[] {
  return Object.entries(definitions).flatMap(([name, { type, chatlio }]) => {
    const paths = chatlio?.[shape]?.map((path) => path.split("."));
    return paths ? [{ name, type, paths }] : [];
  });
}

function byShape<T>(make: (shape: Shape) => T): Readonly<Record<Shape, T>> {
  return { A: make("A"), B: make("B"), C: make("C") };
}

/** The event model's fields with their paths in a payload of each shape. */
export const fieldSources = byShape((shape) => sourcesOf(fields, shape));
const messageSources = byShape((shape) => sourcesOf(lists.messages.items, shape));
/** The names under which a payload of each shape holds its messages. */
export const messageLists = byShape(
  (shape) => (lists.messages as ListDefinition).chatlio[shape] ?? [],
);

/** Objects and lists that contain fields. Some senders write them as a string of JSON. */
const containers = byShape((shape) => [
  ...new Set([
    ...fieldSources[shape].flatMap(({ paths }) =>
      paths.filter(({ length }) => length > 1).map(([first]) => first as string),
    ),
    ...messageLists[shape],
  ]),
]);

/** The payload with the JSON strings among its containers parsed. */
export function withParsedContainers(payload: JsonObject, shape: Shape): JsonObject {
  const parsed = containers[shape].flatMap((name) => {
    const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
    const container = value === undefined ? value : unwrapJson(value);
    return container === undefined || container === value ? [] : [[name, container] as const];
  });
  return parsed.length === 0 ? payload : { ...payload, ...Object.fromEntries(parsed) };
}

/** The value at a path of own properties, undefined when there is none. */
export function valueAt(payload: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = payload;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

interface Source {
  readonly payload: Json;
  /** Maps the containers in which members are looked up. */
  readonly parsed: Json;
  /** Says for each path whether a field uses its value. */
  readonly consume: (path: readonly string[]) => void;
}

function read(sources: readonly FieldSource[], { payload, parsed, consume }: Source) {
  const found: Record<string, unknown> = {};
  for (const { name, type, paths } of sources)
    for (const path of paths) {
      const value = valueAt(path.length === 1 ? payload : parsed, path);
      if (value === undefined || found[name] !== undefined) continue;
      // A documented field without a value is not an extra field either.
      const converted = isEmpty(value) ? undefined : convert(type, value);
      if (converted !== undefined) found[name] = converted;
      if (converted !== undefined || isEmpty(value)) consume(path);
    }
  return found;
}

interface Messages {
  readonly messages: ChatMessage[];
  /** Returns the rest of a list, with the items by their index. Undefined when nothing is left. */
  readonly rest: Json | undefined;
}

/** Returns the rest of a message. Messages contain no objects, so only their own members are checked. */
function restOfMessage(item: Json, consumed: ReadonlySet<string>): Json | undefined {
  if (consumed.size === 0 || !isObject(item)) return withoutEmpty(item);
  const left = Object.entries(item).filter(([key]) => !consumed.has(key));
  return left.length === 0 ? undefined : withoutEmpty(Object.fromEntries(left));
}

function readMessages(list: readonly Json[], shape: Shape): Messages {
  const messages: ChatMessage[] = [];
  const rests = new Map<string, Json>();
  let anyConsumed = false;
  const consumed = new Set<string>();
  const consume = ([name]: readonly string[]) => void consumed.add(name as string);
  for (const [index, given] of list.entries()) {
    const unwrapped = unwrapJson(given);
    // A text that happens to be JSON of anything but an object is a text.
    const item = isObject(unwrapped) ? unwrapped : given;
    if (typeof item === "string" && item !== "") {
      messages.push({ text: wellFormed(item) });
      anyConsumed = true;
      continue;
    }
    consumed.clear();
    const message = read(messageSources[shape], { payload: item, parsed: item, consume });
    if (Object.keys(message).length > 0) messages.push(message);
    anyConsumed ||= consumed.size > 0;
    const rest = restOfMessage(item, consumed);
    if (rest !== undefined) rests.set(String(index), rest);
  }
  if (!anyConsumed) return { messages, rest: withoutEmpty([...list]) };
  return { messages, rest: rests.size === 0 ? undefined : Object.fromEntries(rests) };
}

/**
 * Reads the event model's fields from a payload, and collects everything else as extra fields. An object or
 * a list may also be a string of JSON.
 */
export function extract(
  payload: JsonObject,
  shape: Shape,
): { readonly values: Extracted; readonly extra: JsonObject } {
  const parsed = withParsedContainers(payload, shape);
  const consumed = new ConsumedPaths();
  const consume = (path: readonly string[]) => consumed.add(path);
  const values: Extracted = read(fieldSources[shape], { payload, parsed, consume });
  const restsOfLists: [string, Json][] = [];
  for (const name of messageLists[shape]) {
    const list = Object.hasOwn(parsed, name) ? parsed[name] : undefined;
    if (!Array.isArray(list)) continue;
    const { messages, rest } = readMessages(list, shape);
    consumed.add([name]);
    if (rest !== undefined) restsOfLists.push([name, rest]);
    if (messages.length === 0) continue;
    values.messages = messages;
    values.messageCount = messages.length;
  }
  const rest = consumed.rest(parsed);
  return { values, extra: { ...(isObject(rest) && rest), ...Object.fromEntries(restsOfLists) } };
}
