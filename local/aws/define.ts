import type { Unwrap } from "@pulumi/pulumi";
import * as z from "zod";

import { UNKNOWN, type Properties } from "../../provider-sdk";
import type { Aws } from "./clients";

/**
 * One resource type of `@pulumi/aws`, as far as the program uses it. {@link inputsOf} checks the
 * property names against the real package; what the real provider does with them is implemented here.
 */
export interface AwsType {
  /** The inputs that are implemented; any other is rejected. */
  readonly inputs: z.ZodObject;
  /** Inputs whose change replaces the object, as in the real provider. */
  readonly replaces: readonly string[];
  /** Outputs that are known only once the object exists. */
  readonly computed: readonly string[];
  /** Outputs that are secrets. */
  readonly secretOutputs?: readonly string[];
  /** Adds defaults, such as a name. */
  withDefaults?(inputs: Properties, name: string): Properties;
  /** The parts of an id that is imported, where it is not the id alone. */
  imported?(id: string): { readonly id: string; readonly state: Properties };
  /** Creates the object. Returns its id in the real provider's form. */
  create(inputs: Properties, aws: Aws): Promise<string>;
  /** The live object with the real provider's property names; undefined when it does not exist. */
  read(id: string, aws: Aws, state: Properties): Promise<Properties | undefined>;
  update?(id: string, newInputs: Properties, oldInputs: Properties, aws: Aws): Promise<void>;
  /** It is not an error when the object does not exist. */
  delete(id: string, aws: Aws, state: Properties): Promise<void>;
}

/** Schemas for the inputs of a type. Their names must be inputs of the real class. */
export function inputsOf<Args>() {
  return <Shape extends { readonly [K in keyof Unwrap<Args>]?: z.ZodType }>(
    shape: Shape & Record<Exclude<keyof Shape, keyof Unwrap<Args>>, never>,
  ) => z.strictObject(shape) as z.ZodObject;
}

/** A value that may be unknown during preview: every input may come from another resource. */
function known<T extends z.ZodType>(schema: T) {
  return z.union([z.literal(UNKNOWN), schema]);
}

export const text = known(z.string());
export const number = known(z.number());
export const boolean = known(z.boolean());
export const texts = known(z.array(known(z.string())));
export const textMap = known(z.record(z.string(), known(z.string())));
/** Assets and archives arrive as wrapped objects and are unwrapped only when they are zipped. */
export const archive = known(z.record(z.string(), z.unknown()));

/** A nested object with the given properties, all optional. */
export function object(shape: Readonly<Record<string, z.ZodType>>) {
  const optional = Object.fromEntries(Object.entries(shape).map(([k, v]) => [k, v.optional()]));
  return known(z.strictObject(optional));
}

/** A property that must be a string at this point. */
export function str(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value !== "string") throw new Error(`\`${key}\` is missing`);
  return value;
}
