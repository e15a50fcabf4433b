import * as fc from "fast-check";
import * as z from "zod";

import type { Properties } from "../../../provider-sdk";

/** How a shape is filled. */
export interface Filling {
  readonly text: string;
  /** Paths of inputs that are not given. */
  readonly leftOut: readonly string[];
}

/**
 * Values of a shape in which all that can be given is given, but what a path leaves out; a value is the one text, whole or
 * at some depth.
 */
export function filled(
  shape: z.core.$ZodType,
  path: string,
  options: Filling,
): fc.Arbitrary<unknown> {
  const whole = fc.constant(options.text);
  if (shape instanceof z.ZodOptional) return filled(shape.unwrap(), path, options);
  if (path.split(".").length > 6) return whole;
  if (shape instanceof z.ZodArray) {
    const element = filled(shape.element, path, options);
    return fc.oneof(whole, fc.array(element, { minLength: 1, maxLength: 3 }));
  }
  if (shape instanceof z.ZodRecord) {
    const member = filled(shape.valueType, `${path}.one`, options);
    return fc.oneof(
      whole,
      member.map((one) => ({ [path.replaceAll(".", "_")]: one })),
    );
  }
  return shape instanceof z.ZodObject
    ? fc.oneof(whole, filledMembers(shape, `${path}.`, options))
    : whole;
}

export function filledMembers(
  { shape }: z.ZodObject,
  base: string,
  options: Filling,
): fc.Arbitrary<Properties> {
  const members = Object.entries<z.core.$ZodType>(shape)
    .filter(([name]) => !options.leftOut.includes(`${base}${name}`))
    .map(([name, one]) => [name, filled(one, `${base}${name}`, options)] as const);
  return fc.record(Object.fromEntries(members));
}
