import type { Unwrap } from "@pulumi/pulumi";
import { z } from "zod";

import { UNKNOWN, type Properties } from "../../provider-sdk";
import type { Aws } from "./clients";

/**
 * One resource type of `@pulumi/aws`, as far as the program uses it. Property names are held to
 * the real package's by {@link inputsOf}; what the real provider makes of them is written here.
 */
export interface AwsType {
  /** The inputs that are covered; any other is refused. */
  readonly inputs: z.ZodObject;
  /** Inputs whose change makes a new object, as in the real provider. */
  readonly replaces: readonly string[];
  /** Outputs that are known only once the object is there. */
  readonly computed: readonly string[];
  /** Outputs that are secrets. */
  readonly secretOutputs?: readonly string[];
  /** Fills in what may be left out, such as a name. */
  withDefaults?(inputs: Properties, name: string): Properties;
  /** Makes the object; its id, as the real provider forms it. */
  create(inputs: Properties, aws: Aws): Promise<string>;
  /** The object as it is, by the real provider's names; undefined when it is gone. */
  read(id: string, aws: Aws, state: Properties): Promise<Properties | undefined>;
  update?(id: string, news: Properties, olds: Properties, aws: Aws): Promise<void>;
  /** An object that is gone already is no error. */
  delete(id: string, aws: Aws, state: Properties): Promise<void>;
}

/** Schemas for the inputs of a type, whose names must be inputs of the real class. */
export function inputsOf<Args>() {
  return <Shape extends { readonly [K in keyof Unwrap<Args>]?: z.ZodType }>(
    shape: Shape & Record<Exclude<keyof Shape, keyof Unwrap<Args>>, never>,
  ) => z.strictObject(shape) as z.ZodObject;
}

/** A value that may not be known yet: every input may come from another resource. */
function known<T extends z.ZodType>(schema: T) {
  return z.union([z.literal(UNKNOWN), schema]);
}

export const text = known(z.string());
export const number = known(z.number());
export const boolean = known(z.boolean());
export const texts = known(z.array(known(z.string())));
export const textMap = known(z.record(z.string(), known(z.string())));
/** Assets and archives come as wrapped objects and are opened only when they are zipped. */
export const archive = known(z.record(z.string(), z.unknown()));

/** A nested object with the given properties, each of which may be left out. */
export function object(shape: Readonly<Record<string, z.ZodType>>) {
  const optional = Object.fromEntries(Object.entries(shape).map(([k, v]) => [k, v.optional()]));
  return known(z.strictObject(optional));
}

/** A property that must be a string by now. */
export function str(properties: Properties, key: string): string {
  const value = properties[key];
  if (typeof value !== "string") throw new Error(`\`${key}\` is missing`);
  return value;
}
