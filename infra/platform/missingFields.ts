import { createHash } from "node:crypto";

import { classRef, fieldGroupProperties } from "../../handlers/model";
import type { XdmField } from "../../handlers/model";
import { TENANT } from "./fieldCheck";

type Fields = Readonly<Record<string, XdmField>>;

/** The fields of the model without those that are not among the paths. */
function only(fields: Fields, above: string, paths: ReadonlySet<string>): Fields {
  const kept = Object.entries(fields).flatMap(([name, field]): [string, XdmField][] => {
    const path = `${above}.${name}`;
    if (field.properties) {
      const properties = only(field.properties, path, paths);
      return Object.keys(properties).length === 0 ? [] : [[name, { ...field, properties }]];
    }
    if (field.items?.properties) {
      const properties = only(field.items.properties, `${path}[*]`, paths);
      const items = { ...field.items, properties };
      return Object.keys(properties).length === 0 ? [] : [[name, { ...field, items }]];
    }
    return paths.has(path) ? [[name, field]] : [];
  });
  return Object.fromEntries(kept);
}

/** What a schema lacks, and whose it is. */
export interface MissingFields {
  /** Paths below `_tenant`. */
  readonly missing: readonly string[];
  /** `$id` of the schema. */
  readonly schemaId: string;
  /** Of the organization, as `_acme`. */
  readonly tenantNamespace: string;
  /** Name of the stack that writes to the schema. */
  readonly stack: string;
}

/**
 * The field group that a schema lacks, as Adobe's Schema Registry takes it. Adobe wants each title once in an
 * organization, and an owner may get several: for another mode, for a later release, and for another schema. So the
 * title has 8 digits of the fields and the schema; each preview that lacks the same prints the same title.
 */
export function missingFieldGroup({
  missing,
  schemaId,
  stack,
  tenantNamespace,
}: MissingFields): object {
  const properties = only(fieldGroupProperties, TENANT, new Set(missing));
  const digest = createHash("sha256")
    .update(JSON.stringify([schemaId, properties]))
    .digest("hex");
  return {
    type: "object",
    title: `Chatlio events ${stack} ${digest.slice(0, 8)}`,
    description: "The fields of Chatlio's events that have no place in standard XDM.",
    "meta:intendedToExtend": [classRef],
    definitions: {
      customFields: {
        type: "object",
        properties: { [tenantNamespace]: { type: "object", properties } },
      },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  };
}
