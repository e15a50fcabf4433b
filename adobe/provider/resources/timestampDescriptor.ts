import * as z from "zod";

import { isUnknown } from "../lifecycle/unknown";
import { ANY, typeAt } from "../xdm/fieldPaths";
import { fromTenant } from "../xdm/tenant";
import { sourceInputs } from "./descriptorForm";
import { fieldPath } from "./descriptorPath";
import { descriptorType } from "./descriptorType";
import { relationalReason, TIMESTAMP } from "./relationalReasons";
import { tenantIn } from "./tenantNamespace";

const inputs = z.strictObject({
  ...sourceInputs,
  property: fieldPath.describe(
    "Path of the field, as `happenedAt`: of the format `date-time`, required by the schema, and part of the primary key.",
  ),
});
type Inputs = z.infer<typeof inputs>;

export const timestampDescriptor = descriptorType<Inputs>({
  name: "Timestamp",
  displayName: "timestamp descriptor",
  onePerSchema: "timestamp",
  description:
    "Says which field of a relational schema of events holds the time of the event. Such a schema has the behavior `time-series`, and its primary key must have this field among its own. Adobe's UI calls it the timestamp identifier.",
  inputs,
  types: [TIMESTAMP],
  knownKeys: () => [],
  example: `new aep.xdm.TimestampDescriptor("visit", {
  schemaId: visits.id,
  fields: visits.fields,
  property: "happenedAt",
});`,
  body: () => ({ "@type": TIMESTAMP }),
  read: () => ({}),
  check({ fields, property, schemaId }) {
    if (fields === undefined || isUnknown(fields) || isUnknown(property)) return [];
    const type = typeAt(fields, fromTenant(property, tenantIn(schemaId)));
    if (type === undefined || type === ANY || type === "date-time") return [];
    const reason = `the field ${property} is of type ${type}; a timestamp must be a string of the format date-time, choose or add such a field`;
    return [{ property: "property", reason }];
  },
  explain: ({ schemaId, property }, operation) =>
    relationalReason({ type: TIMESTAMP, schemaId, properties: [property] }, operation),
});
