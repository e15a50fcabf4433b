import * as z from "zod";

import { sourceInputs } from "./descriptorForm";
import { fieldPath } from "./descriptorPath";
import { descriptorType } from "./descriptorType";
import { relationalReason, VERSION } from "./relationalReasons";

const inputs = z.strictObject({
  ...sourceInputs,
  property: fieldPath.describe(
    "Path of the field, as `changedAt`. The schema must require it, and it must not be in the primary key.",
  ),
});
type Inputs = z.infer<typeof inputs>;

export const versionDescriptor = descriptorType<Inputs>({
  name: "Version",
  displayName: "version descriptor",
  onePerSchema: "version",
  description:
    "Says which field of a relational schema holds the version of a record, mostly the time of its last change: of two records with one primary key, the one with the higher version counts, in whatever order they arrive. Adobe's UI calls it the version identifier. A schema with a primary key must have one before a dataset is made of it.",
  inputs,
  types: [VERSION],
  knownKeys: () => [],
  example: `new aep.xdm.VersionDescriptor("order", {
  schemaId: orders.id,
  fields: orders.fields,
  property: "changedAt",
});`,
  body: () => ({ "@type": VERSION }),
  read: () => ({}),
  explain: ({ schemaId, property }, operation) =>
    relationalReason({ type: VERSION, schemaId, properties: [property] }, operation),
});
