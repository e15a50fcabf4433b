import * as z from "zod";

import type { CreationRecord } from "../lifecycle/definition";

/** Milliseconds, or a date as text. Anything else counts as not shown. */
const time = z
  .union([z.number(), z.string()])
  .transform((value) => (typeof value === "number" ? value : Date.parse(value)))
  .refine((ms) => Number.isFinite(ms))
  .optional()
  .catch(undefined);
const client = z.string().min(1).optional().catch(undefined);

/** The names that Catalog, Flow Service and the Schema Registry have for the same. */
const shape = z.looseObject({
  created: time,
  createdAt: time,
  createdClient: client,
  "meta:registryMetadata": z
    .looseObject({ "repo:createdDate": time, "xdm:createdClientId": client })
    .optional()
    .catch(undefined),
});

/** When and with which credential an object was created, as far as Adobe's response shows it. */
export function creationOf(object: unknown): CreationRecord {
  const shown = shape.safeParse(object).data;
  const registry = shown?.["meta:registryMetadata"];
  return {
    at: shown?.created ?? shown?.createdAt ?? registry?.["repo:createdDate"],
    client: shown?.createdClient ?? registry?.["xdm:createdClientId"],
  };
}
