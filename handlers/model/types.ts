import type { DifferenceName } from "./direct/differences";

/** The payload shapes of Chatlio's webhooks: `A` chat events, `B` offline message, `C` transcript. */
export type Shape = "A" | "B" | "C";

/** The kinds of personal data that configuration can keep, hash or drop. */
export const privacyCategories = [
  "email",
  "name",
  "phone",
  "ip",
  "location",
  "traits",
  "urls",
  "text",
  "agent",
] as const;
export type PrivacyCategory = (typeof privacyCategories)[number];

/**
 * Adobe's data usage labels for personal data: `I1` identifies a person directly, `I2` together with other data;
 * `S1` is a precise location (latitude and longitude), `S2` a wider area, such as a city.
 */
export type DataLabel = "I1" | "I2" | "S1" | "S2";

/** What is done with the values of one category before the event enters the queue. */
export const privacyActions = ["keep", "hash", "drop"] as const;
export type PrivacyAction = (typeof privacyActions)[number];

/**
 * How a value is held in the event and in XDM.
 * `json` is a JSON document held as a string; `uri` an absolute URI; `email` one e-mail address and nothing else, so
 * that it can be an identity, and after privacy perhaps its hash; all but `boolean`, `integer`
 * and `strings` are strings in JSON.
 */
export type FieldType =
  | "string"
  | "json"
  | "email"
  | "uri"
  | "ipv4"
  | "ipv6"
  | "date-time"
  | "boolean"
  | "integer"
  | "strings";

/** One field of the event model. Type, XDM, mapping and data dictionary are made from it. */
export interface FieldDefinition {
  readonly type: FieldType;
  /** Path in the row. `_tenant` stands for the organization's tenant namespace. */
  readonly xdm: string;
  readonly title: string;
  /** What it is, for the data dictionary and for the field in XDM. */
  readonly description: string;
  /** Personal data it may hold. `[]` says that it was considered and holds none. */
  readonly privacy: readonly PrivacyCategory[];
  /** Data usage labels, the strictest that a value may need. `[]` says that it was considered and needs none. */
  readonly labels: readonly DataLabel[];
  /**
   * Where it is found in each payload shape: paths in dot notation, the first with a value wins.
   * Left out: the relay makes the value.
   */
  readonly chatlio?: Partial<Readonly<Record<Shape, readonly string[]>>>;
  /** How direct mode fills it. Default: from the paths in `chatlio`, by its type. */
  readonly direct?: DirectRule;
  /** Every event has it. Default false. */
  readonly required?: true;
}

/**
 * How direct mode fills a field that it does not just read: `made` by an expression of its own
 * (`direct/made.ts`), or left out, because Data Prep cannot make the value.
 */
export type DirectRule =
  | "made"
  | {
      /** Name of the difference between the modes, which says why (`direct/differences.ts`). */
      readonly leftOut: DifferenceName;
      /** Payload shapes in which it is left out. Default: all. */
      readonly shapes?: readonly Shape[];
    };

/** A list of objects: its items' fields have paths relative to the item. */
export interface ListDefinition {
  readonly xdm: string;
  readonly title: string;
  readonly description: string;
  readonly chatlio: Partial<Readonly<Record<Shape, readonly string[]>>>;
  readonly items: Readonly<Record<string, FieldDefinition>>;
}

/** A field of an XDM field group, as the Schema Registry's API takes it. */
export interface XdmField {
  readonly type: "string" | "boolean" | "integer" | "number" | "object" | "array";
  readonly title?: string;
  readonly description?: string;
  readonly format?: "date-time" | "uri";
  readonly properties?: Readonly<Record<string, XdmField>>;
  readonly items?: XdmField;
  /** `$id` of a data type whose fields the object has. */
  readonly ref?: string;
  readonly enum?: readonly string[];
}
