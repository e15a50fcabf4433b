import { isDeepStrictEqual } from "node:util";

import type { Properties } from "../../provider-sdk";

/** The key under which Pulumi wraps assets and archives, and the signature of an archive. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Policies are JSON in a string: compared by what they say. Archives: by their hash. */
function normal(value: unknown): unknown {
  if (typeof value === "string" && /^\s*[[{]/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  if (isRecord(value) && SIGNATURE in value) return value["hash"];
  return value;
}

/** Whether two values of a property mean the same. */
export function same(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(normal(a), normal(b));
}

/** Whether what is there has all that was asked for; what it has beyond is the service's default. */
function covers(asked: unknown, live: unknown): boolean {
  const [a, b] = [normal(asked), normal(live)];
  if (isRecord(a) && isRecord(b)) {
    return Object.entries(a).every(([key, value]) => covers(value, b[key]));
  }
  return isDeepStrictEqual(a, b);
}

/** The inputs as they would have to be for what is there now: what drifted, changed. */
export function driftedInputs(inputs: Properties, live: Properties): Properties {
  return Object.fromEntries(
    Object.entries(inputs).map(([key, asked]) => {
      const drifted = live[key] !== undefined && !covers(asked, live[key]);
      return [key, drifted ? live[key] : asked];
    }),
  );
}
