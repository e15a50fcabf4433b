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
  if (type instanceof z.ZodRecord) {
    const { valueType } = type;
    // Where any value is allowed, null is one.
    const isOpen = valueType instanceof z.ZodUnknown || valueType instanceof z.ZodAny;
    return mapped(isOpen ? value : given(value), () => valueType);
  }
  if (type instanceof z.ZodObject) {
    return mapped(given(value), (key) => own(type.shape, key));
  }
  return value;
}

/** Without the properties that are null. */
function given(value: Properties): Properties {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null));
}

function mapped(value: Properties, typeOf: (key: string) => unknown): Properties {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, strip(inner, typeOf(key))]),
  );
}
