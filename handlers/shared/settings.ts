import type * as z from "zod";

/** The environment variable that holds a function's settings, as one JSON document. */
const NAME = "CHATLIO_AEP_SETTINGS";

/** Validates settings and writes them as a function's environment. */
export function encodeSettings<T extends z.ZodType>(
  schema: T,
  settings: z.input<T>,
): Record<string, string> {
  return { [NAME]: JSON.stringify(schema.parse(settings)) };
}

/** Reads settings from the environment. The error names the invalid keys, never a value. */
export function decodeSettings<T extends z.ZodType>(
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
  throw new Error(
    `${NAME} is invalid at ${keys.join(", ")}. Deploy the function with \`pulumi up\`.`,
  );
}
