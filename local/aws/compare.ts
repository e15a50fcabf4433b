import { isDeepStrictEqual } from "node:util";

import { isObject } from "../../emulator/common/json";
import type { Properties } from "../../provider-sdk";

/** The key under which Pulumi wraps assets and archives, and the signature of an archive. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** A value in comparable form: JSON in a string (policies) parsed, an archive as its hash. */
function normal(value: unknown): unknown {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (isObject(value) && SIGNATURE in value) return value["hash"];
  return value;
}

/** Whether two values of a property are equivalent. */
export function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(normal(a), normal(b));
}

/** Whether the live value contains everything that was requested. What it has in addition are defaults. */
function covers(requested: unknown, live: unknown): boolean {
  const [a, b] = [normal(requested), normal(live)];
  if (isObject(a) && isObject(b)) {
    return Object.entries(a).every(([key, value]) => covers(value, b[key]));
  }
  return isDeepStrictEqual(a, b);
}

/** The inputs that would produce the live object: each drifted input has its live value. */
export function driftedInputs(inputs: Properties, live: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, requested]) => {
      const drifted = live[key] !== undefined && !covers(requested, live[key]);
      return [key, drifted ? live[key] : requested];
    }),
  );
}
