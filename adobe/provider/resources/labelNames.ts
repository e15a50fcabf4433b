import * as z from "zod";

/** A list of labels, each once. */
export function labelList(name: RegExp, error: string) {
  return z
    .array(z.string().regex(name, { error }))
    .refine((labels) => new Set(labels).size === labels.length, { error: "has a label twice" });
}
