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
import { PathTree, withoutEmpty } from "./unknown";

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

/** How payloads of one shape are read, or their messages: worked out once, for each of a thousand messages. */
interface Plan {
  readonly tree: PathTree;
  /** Fields with their paths, those of a field one after the other. */
  readonly steps: readonly {
    readonly name: string;
    readonly type: FieldType;
    readonly path: readonly string[];
    readonly node: PathTree;
  }[];
}

function planOf(sources: readonly FieldSource[]): Plan {
  const tree = new PathTree();
  const steps = sources.flatMap(({ name, type, paths }) =>
    paths.map((path) => ({ name, type, path, node: tree.at(path) })),
  );
  return { tree, steps };
}

const payloadPlans = byShape((shape) => planOf(fieldSources[shape]));
const messagePlans = byShape((shape) => planOf(sourcesOf(lists.messages.items, shape)));

interface Source {
  readonly payload: Json;
  /** Maps the containers in which members are looked up. */
  readonly parsed: Json;
  /** Gets the nodes of the paths whose values a field uses. */
  readonly consumed: Set<PathTree>;
}

function read({ steps }: Plan, { payload, parsed, consumed }: Source) {
  const found: Record<string, unknown> = {};
  for (const { name, type, path, node } of steps) {
    const value = valueAt(path.length === 1 ? payload : parsed, path);
    if (value === undefined || found[name] !== undefined) continue;
    // A documented field without a value is not an extra field either.
    if (isEmpty(value)) {
      consumed.add(node);
      continue;
    }
    const converted = convert(type, value);
    if (converted === undefined) continue;
    found[name] = converted;
    consumed.add(node);
  }
  return found;
}

interface Messages {
  readonly messages: ChatMessage[];
  /** Returns the rest of a list, with the items by their index. Undefined when nothing is left. */
  readonly rest: Json | undefined;
}

/** Whether every member of a message is in a field: most messages have no other. */
function isAllConsumed(item: Json, consumed: ReadonlySet<PathTree>): boolean {
  return isObject(item) && Object.keys(item).length === consumed.size;
}

function readMessages(list: readonly Json[], shape: Shape): Messages {
  const plan = messagePlans[shape];
  const messages: ChatMessage[] = [];
  // Indexes are cheap as keys of an object: a list may have millions of items.
  const rests: Record<number, Json> = {};
  let hasRests = false;
  let anyConsumed = false;
  const consumed = new Set<PathTree>();
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
    const message = read(plan, { payload: item, parsed: item, consumed });
    if (Object.keys(message).length > 0) messages.push(message);
    anyConsumed ||= consumed.size > 0;
    if (consumed.size > 0 && isAllConsumed(item, consumed)) continue;
    const rest = plan.tree.rest(item, consumed);
    if (rest === undefined) continue;
    rests[index] = rest;
    hasRests = true;
  }
  if (!anyConsumed) return { messages, rest: withoutEmpty([...list]) };
  return { messages, rest: hasRests ? rests : undefined };
}

/**
 * Texts where an e-mail address should be, of fields that have none. They are among the extra fields, but may be as
 * personal as an address, so that privacy also looks for them in other fields.
 */
function unfitAddresses(
  values: Extracted,
  { payload, parsed }: Omit<Source, "consumed">,
  shape: Shape,
) {
  const unfit: Record<string, unknown> = {};
  for (const { name, type, paths } of fieldSources[shape]) {
    if (type !== "email" || Object.hasOwn(values, name)) continue;
    const given = paths
      .map((path) => valueAt(path.length === 1 ? payload : parsed, path))
      .find((value) => !isEmpty(value));
    if (given !== undefined) unfit[name] = convert("string", given);
  }
  return unfit as Extracted;
}

/**
 * Reads the event model's fields from a payload, and collects everything else as extra fields. An object or
 * a list may also be a string of JSON.
 */
export function extract(
  payload: JsonObject,
  shape: Shape,
): { readonly values: Extracted; readonly extra: JsonObject; readonly unfit: Extracted } {
  const { tree } = payloadPlans[shape];
  const parsed = withParsedContainers(payload, shape);
  const consumed = new Set<PathTree>();
  const values: Extracted = read(payloadPlans[shape], { payload, parsed, consumed });
  const restsOfLists: [string, Json][] = [];
  for (const name of messageLists[shape]) {
    const list = Object.hasOwn(parsed, name) ? parsed[name] : undefined;
    if (!Array.isArray(list)) continue;
    const { messages, rest } = readMessages(list, shape);
    consumed.add(tree.at([name]));
    if (rest !== undefined) restsOfLists.push([name, rest]);
    if (messages.length === 0) continue;
    values.messages = messages;
    values.messageCount = messages.length;
  }
  const rest = tree.rest(parsed, consumed);
  return {
    values,
    extra: { ...(isObject(rest) && rest), ...Object.fromEntries(restsOfLists) },
    unfit: unfitAddresses(values, { payload, parsed }, shape),
  };
}
