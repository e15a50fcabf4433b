import * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";

/**
 * Inputs without the properties that are null: SDKs of other languages send null for an optional input
 * that the program leaves out. Where the shape allows any value (parameters of a specification), a null
 * stays.
 */
export function withoutNulls(inputs: Properties, shape: z.ZodObject): Properties {
  return strip(inputs, shape) as Properties;
}

function strip(value: unknown, type: unknown): unknown {
  if (type instanceof z.ZodOptional) return strip(value, type.unwrap());
  if (type instanceof z.ZodArray && Array.isArray(value)) {
    return value.map((element) => strip(element, type.element));
  }
  if (!isObject(value)) return value;
  if (type instanceof z.ZodRecord) return mapped(value, () => type.valueType);
  if (type instanceof z.ZodObject) {
    const given = Object.entries(value).filter(([, inner]) => inner !== null);
    return mapped(Object.fromEntries(given), (key) => own(type.shape, key));
  }
  return value;
}

function mapped(value: Properties, typeOf: (key: string) => unknown): Properties {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, strip(inner, typeOf(key))]),
  );
}
