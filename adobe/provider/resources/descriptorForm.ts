import type * as z from "zod";

import type { CheckFailure, Context } from "../../../provider-sdk";
import type { Json } from "../../client/json";
import type { Descriptor } from "../../client/schemaRegistry";
import { canonicalJson } from "../lifecycle/autoName";
import type { Operation } from "../lifecycle/definition";
import type { FieldTypes } from "../xdm/fieldPaths";
import { fieldsInput, schemaIdInput, textOf } from "./common";
import { fieldOf, fieldsOf } from "./descriptorField";
import { otherKindError } from "./descriptorKinds";
import { fieldPath, fromProperty, inFormOf, toProperty } from "./descriptorPath";
import { replacementOf } from "./replacement";
import { tenantIn } from "./tenantNamespace";

/** Inputs that every descriptor of a schema's field has. */
export const sourceInputs = {
  schemaId: schemaIdInput,
  fields: fieldsInput,
  property: fieldPath.describe(
    "Path of the field, as `_tenant.chat.shopId`; `_tenant` stands for the tenant namespace, and `[*]` for the elements of a list.",
  ),
};

/** The type of {@link sourceInputs}. */
export interface Source {
  readonly schemaId: string;
  readonly fields?: FieldTypes | undefined;
  readonly property: string;
}

/** What one type of descriptor has of its own. */
export interface DescriptorType<Inputs extends Source> {
  /** `Relationship` of `adobe-aep:xdm:RelationshipDescriptor`. */
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly example: string;
  readonly inputs: z.ZodObject;
  /** The values of `@type` that Adobe has for it. */
  readonly types: readonly string[];
  /** Properties of Adobe's that, together with `@type` and the field, no two descriptors of a schema share. */
  readonly identifiedBy?: readonly string[];
  /** The inputs of {@link identifiedBy}; a change of one replaces. */
  readonly key?: readonly (keyof Inputs & string)[];
  /** Further inputs whose change replaces, each with the reason. */
  readonly replaces?: Readonly<Record<string, string>>;
  readonly caseInsensitive?: readonly string[];
  /** See {@link Definition.comesAfter}. */
  readonly comesAfter?: Readonly<Record<string, readonly string[]>>;
  /** Optional inputs that Adobe, or somebody in its UI, may give where the program does not: see {@link Definition.open}. */
  readonly open?: readonly (keyof Inputs & string)[];
  /** Adobe's form of the inputs, except schema and field. */
  body(wanted: Inputs, namespace: string): Json & { readonly "@type": string };
  /** The inputs, except schema and field. */
  read(found: Descriptor, last: Inputs | undefined, namespace: string): Omit<Inputs, keyof Source>;
  /** Further rules. Values may be unknown. */
  check?(news: Inputs): CheckFailure[];
  /** Why Adobe has rejected a create, and what to do about it; undefined when nothing is known of it. */
  /** What it is called, where a schema has one descriptor of the type. */
  readonly onePerSchema?: string;
  explain?(wanted: Inputs, operation: Operation): Promise<string | undefined>;
  /** Keys of Adobe's that {@link read} knows in this descriptor. An import names all others. */
  knownKeys(found: Descriptor): readonly string[];
  /**
   * Adobe's form of the inputs with what no program can write inside a value, as it is there. An update
   * compares and sends this.
   */
  withKept?(body: Json, now: Descriptor): Json;
}

const sourceKeys = ["@type", "xdm:sourceSchema", "xdm:sourceVersion", "xdm:sourceProperty"];

/** The whole descriptor as Adobe's create wants it. */
export function bodyOf<Inputs extends Source>(
  type: DescriptorType<Inputs>,
  wanted: Inputs,
  namespace: string,
): Json {
  return {
    ...type.body(wanted, namespace),
    "xdm:sourceSchema": wanted.schemaId,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": toProperty(wanted.property, namespace),
  };
}

/** What no two descriptors of a schema share. */
export function identityOf<Inputs extends Source>(
  { identifiedBy = [] }: DescriptorType<Inputs>,
  of: Json,
): string {
  return canonicalJson([...["@type", ...identifiedBy].map((key) => of[key] ?? null), fieldsOf(of)]);
}

/**
 * A descriptor as inputs.
 * @param context - of a refresh.
 * @throws Error when it is of another type, or is for more than one field.
 */
export function inputsOf<Inputs extends Source>(
  type: DescriptorType<Inputs>,
  found: Descriptor,
  last: Inputs | undefined,
  context?: Context,
): Inputs {
  const { displayName, types } = type;
  const id = found["@id"];
  if (!types.includes(found["@type"])) throw otherKindError(id, found["@type"], displayName);
  const field = fieldOf(found, displayName, last && context && { ...last, context });
  const schemaId = textOf(found["xdm:sourceSchema"]);
  const namespace = tenantIn(schemaId);
  const property = inFormOf(fromProperty(field, namespace), last?.property, namespace);
  // Every type has the inputs of a source, next to its own.
  return { schemaId, property, ...type.read(found, last, namespace) } as unknown as Inputs;
}

/** Keys of a descriptor that no program can write. */
export function unknownKeys<Inputs extends Source>(
  type: DescriptorType<Inputs>,
  found: Descriptor,
): string[] {
  const known = [...sourceKeys, ...type.knownKeys(found)];
  return Object.keys(replacementOf(found, {})).filter((key) => !known.includes(key));
}
