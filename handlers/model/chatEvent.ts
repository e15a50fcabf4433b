import * as z from "zod/mini";

import { events, type EventType } from "./events";
import { fields, lists } from "./fields";
import type { Consents } from "./siteConsents";
import type { FieldDefinition, FieldType, ListDefinition } from "./types";

interface JsonType {
  string: string;
  json: string;
  email: string;
  uri: string;
  ipv4: string;
  ipv6: string;
  "date-time": string;
  boolean: boolean;
  integer: number;
  strings: string[];
}

type RequiredNames<T> = {
  [K in keyof T]: T[K] extends { required: true } ? K : never;
}[keyof T];

type ObjectOf<T extends Record<string, FieldDefinition>> = {
  [K in RequiredNames<T>]: JsonType[T[K]["type"]];
} & { [K in Exclude<keyof T, RequiredNames<T>>]?: JsonType[T[K]["type"]] };

/** One message of a transcript. */
export type ChatMessage = ObjectOf<(typeof lists)["messages"]["items"]>;

/**
 * The relay's event: one flat object, the same for all five webhooks, with only the fields that have a
 * value (AEP rejects empty ones). The queue carries it, and the forwarder posts it to AEP.
 */
export type ChatEvent = Omit<ObjectOf<typeof fields>, "eventType"> & {
  eventType: EventType;
  messages?: ChatMessage[];
  /** Identities that the site has given, by the name of their field (`siteIdentities.ts`). */
  identities?: Readonly<Record<string, string>>;
  /** Choices of the visitor that the site has given (`siteConsents.ts`). */
  consents?: Consents;
};

const time = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));
const text = z.string().check(z.minLength(1));

const types: Record<FieldType, z.ZodMiniType> = {
  string: text,
  json: text,
  // It may be a hash.
  email: text,
  uri: text,
  ipv4: z.ipv4(),
  ipv6: z.ipv6(),
  "date-time": time,
  boolean: z.boolean(),
  integer: z.int(),
  strings: z.array(text).check(z.minLength(1)),
};

function shapeOf(definitions: Readonly<Record<string, FieldDefinition>>) {
  return Object.fromEntries(
    Object.entries(definitions).map(([name, { type, required }]) => [
      name,
      required ? types[type] : z.optional(types[type]),
    ]),
  );
}

function listOf({ items }: ListDefinition) {
  return z.array(z.looseObject(shapeOf(items))).check(z.minLength(1));
}

/**
 * Checks an event taken from a queue: the fields of the event model, none of them empty. Fields that this
 * release does not know stay: a newer receiver has put them there, during an update or before a rollback,
 * and the event must not go to the dead-letter queue for them.
 */
export const chatEvent = z.looseObject({
  ...shapeOf(fields),
  identities: z.optional(z.record(z.string(), text)),
  consents: z.optional(z.record(z.string(), z.looseObject({}))),
  eventType: z.enum(events.map(({ eventType }) => eventType)),
  ...Object.fromEntries(
    Object.entries(lists).map(([name, list]) => [name, z.optional(listOf(list))]),
  ),
}) as unknown as z.ZodMiniType<ChatEvent>;
