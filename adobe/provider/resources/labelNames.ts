import * as z from "zod";

import { isDistinct } from "../lifecycle/unknown";

/** A list of labels, each once. */
export function labelList(name: RegExp, error: string) {
  return z
    .array(z.string().regex(name, { error }))
    .refine(isDistinct, { error: "has a label twice" });
}
