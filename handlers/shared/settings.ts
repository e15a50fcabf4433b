import type * as z from "zod/mini";

import { listed } from "../../adobe/client/text";

/** The environment variable that holds a function's settings, as one JSON document. */
const NAME = "CHATLIO_AEP_SETTINGS";

/*
 * While a function is being updated, AWS for a moment runs the old code with the new settings, and after a
 * rollback new settings may meet old code for longer. So settings are read tolerantly: a key that the code
 * does not know is ignored, and each key that was added after the first release has a default.
 */

/**
 * Validates settings and writes them as a function's environment. Defaults are not written: code of another
 * release then only meets the keys that the stack really uses.
 */
export function encodeSettings<T extends z.ZodMiniType>(
  schema: T,
  settings: z.input<T>,
): Record<string, string> {
  schema.parse(settings);
  return { [NAME]: JSON.stringify(settings) };
}

/** Reads settings from the environment. The error names the first ten invalid keys, never a value. */
export function decodeSettings<T extends z.ZodMiniType>(
  schema: T,
  env: Readonly<Record<string, string | undefined>>,
): z.output<T> {
  const text = env[NAME];
  if (text === undefined)
    throw new Error(`${NAME} is not set. Deploy the function with \`pulumi up\`.`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${NAME} is not JSON. Deploy the function with \`pulumi up\`.`);
  }
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const keys = result.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`${NAME} is invalid at ${listed(keys)}. Deploy the function with \`pulumi up\`.`);
}
