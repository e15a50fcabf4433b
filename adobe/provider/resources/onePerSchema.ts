import type { Claim } from "../lifecycle/claims";
import { isUnknown } from "../lifecycle/unknown";

/** Claims something of which a schema has one, as its primary key. */
export function onePerSchema(schemaId: unknown, what: string, property = "schemaId"): Claim[] {
  if (typeof schemaId !== "string" || isUnknown(schemaId)) return [];
  const reason = `a schema has one ${what}, and both are of ${schemaId}; remove one of the two`;
  return [{ property, key: schemaId, reason }];
}
