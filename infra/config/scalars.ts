import { z } from "zod";

// Pulumi hands every scalar over as a string; inside lists and objects they may have their own type.

const notBoolean = "must be true or false";

/** `true` or `false`. */
export const boolean = z
  .union([z.boolean(), z.string()], { error: notBoolean })
  .transform((value, context) => {
    if (value === true || value === "true") return true;
    if (value === false || value === "false") return false;
    context.addIssue({ code: "custom", message: notBoolean });
    return z.NEVER;
  });

/** A whole number from `min` to `max`. */
export function integer(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z.union([z.number(), z.string()], { error: message }).transform((value, context) => {
    const parsed = typeof value === "number" ? value : /^-?\d+$/.test(value) ? Number(value) : NaN;
    if (Number.isInteger(parsed) && parsed >= min && parsed <= max) return parsed;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** A length of time as `90s`, `10m`, `2h` or `14d`, in seconds, from `min` to `max` seconds. */
export function duration(min: number, max: number) {
  const message = `must be a length of time such as 90s, 10m or 2h, from ${min} to ${max} seconds`;
  return z.string({ error: message }).transform((value, context) => {
    const match = /^(\d{1,9})([smhd])$/.exec(value);
    const seconds = Number(match?.[1]) * (secondsPer[match?.[2] ?? ""] ?? NaN);
    if (seconds >= min && seconds <= max) return seconds;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });
}

/** An https address; http only on this machine. */
export const serviceUrl = z.string().refine(
  (value) => {
    if (!URL.canParse(value)) return false;
    const { protocol, hostname } = new URL(value);
    const local = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
    return protocol === "https:" || (protocol === "http:" && local);
  },
  { error: "must be an https:// address (http:// only on this machine)" },
);

/** One of a fixed set of words. */
export function oneOf<const T extends readonly [string, ...string[]]>(words: T) {
  return z.enum(words, { error: `must be one of ${words.join(", ")}` });
}
