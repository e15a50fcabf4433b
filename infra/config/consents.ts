import * as z from "zod";

import { consentNames, type ConsentName, type SiteConsent } from "../../handlers/model";
import type { ConfigValues } from "./schema";

const from = z
  .string({ error: "must be traits. and the key of a trait" })
  .regex(/^(?:not )?traits\..+$/, {
    error: "must be traits. and the key of a trait, or not traits. and the key of an opt-out",
  })
  .optional();

const names = consentNames.join(", ");

function error(issue: { readonly code?: string; readonly keys?: readonly string[] }): string {
  if (issue.code !== "unrecognized_keys") return "must be an object with traits by consent";
  const flat = issue.keys?.find((key) => (consentNames as readonly string[]).includes(key));
  return flat === undefined
    ? `is not a consent; there are ${names}`
    : "is written with a dot, and must be an object in an object";
}

/** The objects of the configuration, as nested as Adobe's data type: `marketing.email` is `marketing: { email: … }`. */
function objectOf(above: string): z.ZodType<Record<string, unknown> | undefined> {
  const below = consentNames
    .filter((name) => name.startsWith(above))
    .map((name) => name.slice(above.length).split("."));
  const shape = Object.fromEntries(
    below.map(([name = "", ...rest]) => [
      name,
      rest.length === 0 ? from : objectOf(`${above}${name}.`).optional(),
    ]),
  );
  return z.strictObject(shape, { error });
}

function valueAt(given: unknown, name: ConsentName): unknown {
  let value = given;
  for (const part of name.split("."))
    value = (value as Record<string, unknown> | undefined)?.[part];
  return value;
}

/** `chatlio-aep:consents`, parsed to a list in the order of Adobe's data type. */
export const siteConsents = objectOf("")
  .transform((given): SiteConsent[] =>
    consentNames.flatMap((consent) => {
      const value = valueAt(given, consent);
      return typeof value === "string" ? [{ consent, from: value }] : [];
    }),
  )
  .prefault({});

/** What keeps a stack from passing consents on; undefined when nothing does. */
export function consentProblem(values: ConfigValues): string | undefined {
  if (values["chatlio-aep:consents"].length === 0) return undefined;
  if (values["chatlio-aep:mode"] !== "relay")
    return "needs traits, which direct mode cannot read: Chatlio sends them as one text. Its rows would lack opt-outs";
  if (values["chatlio-aep:existing"] !== undefined)
    return "cannot be used with chatlio-aep:existing: its field is in the stack's own field group";
  return undefined;
}
