import * as z from "zod";

// Pulumi passes every scalar as a string; inside lists and objects values may have their own type.

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

/** What switches a setting off. */
export const OFF = "off";

/**
 * A setting that can be switched off: then it is undefined.
 *
 * @param what what else it must be, for the message about a value of another type
 */
export function orOff<T>(schema: z.ZodType<T>, what: string) {
  const error = `must be ${what}, or ${OFF}`;
  return z.union([z.string(), z.number()], { error }).transform((value, context): T | undefined => {
    if (value === OFF) return undefined;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    context.addIssue({ code: "custom", message: `${issue?.message ?? "is not valid"}, or ${OFF}` });
    return z.NEVER;
  });
}
