import {
  fields,
  lists,
  type FieldDefinition,
  type PrivacyAction,
  type PrivacyCategory,
} from "../model";
import { actionFor, type PrivacyPolicy } from "./policy";

/** An event or a message, by field. */
export type Values = Record<string, unknown>;

/** An event, and its messages. */
export interface Holders {
  readonly event: Values;
  readonly messages: readonly Values[];
}

/** A field that has a value. */
export interface Place {
  readonly holder: Values;
  readonly name: string;
  readonly definition: FieldDefinition;
  readonly action: PrivacyAction;
  readonly categories: readonly PrivacyCategory[];
}

const eventDefinitions: Readonly<Record<string, FieldDefinition>> = fields;
const messageDefinitions: Readonly<Record<string, FieldDefinition>> = lists.messages.items;

const visitor: readonly PrivacyCategory[] = ["name"];
const agent: readonly PrivacyCategory[] = ["agent"];

/** The author of a message is the visitor or the agent; the message says which. */
function categoriesOf(name: string, definition: FieldDefinition, holder: Values) {
  if (name !== "username" || typeof holder["isVisitor"] !== "boolean") return definition.privacy;
  return holder["isVisitor"] ? visitor : agent;
}

type ActionOf = (categories: readonly PrivacyCategory[]) => PrivacyAction;

/** The actions of a policy. The messages of a transcript have the same few lists of categories. */
function actionsOf(policy: PrivacyPolicy): ActionOf {
  const known = new Map<readonly PrivacyCategory[], PrivacyAction>();
  return (categories) => {
    const action = known.get(categories) ?? actionFor(categories, policy);
    known.set(categories, action);
    return action;
  };
}

function* placesOf(
  holder: Values,
  definitions: Readonly<Record<string, FieldDefinition>>,
  actionOf: ActionOf,
): Generator<Place> {
  for (const name of Object.keys(holder)) {
    const definition = definitions[name];
    if (!definition || holder[name] === undefined) continue;
    const categories = categoriesOf(name, definition, holder);
    yield { holder, name, definition, categories, action: actionOf(categories) };
  }
}

/** Every field that has a value, those of the messages last. The caller may remove fields meanwhile. */
export function* placesIn({ event, messages }: Holders, policy: PrivacyPolicy): Generator<Place> {
  const actionOf = actionsOf(policy);
  yield* placesOf(event, eventDefinitions, actionOf);
  for (const message of messages) yield* placesOf(message, messageDefinitions, actionOf);
}

/** Every value with a privacy category is a text or a list of texts. */
export function textsOf(value: unknown): string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.map(String).filter((text) => text.trim() !== "");
}
