import * as z from "zod";

import { sourceInputs } from "./descriptorForm";
import { descriptorType } from "./descriptorType";

const inputs = z.strictObject(sourceInputs);
type Inputs = z.infer<typeof inputs>;

export const deprecationDescriptor = descriptorType<Inputs>({
  name: "Deprecation",
  displayName: "deprecation descriptor",
  description:
    "Marks a field of a schema as no longer to be used: for fields of Adobe's field groups, which the program cannot change. For a field of your own, set `deprecated` of the field. Adobe's UI hides it from then on; the data stays.",
  inputs,
  types: ["xdm:descriptorDeprecated"],
  knownKeys: () => [],
  example: `new aep.xdm.DeprecationDescriptor("merge-id", {
  schemaId: schema.id,
  fields: schema.fields,
  property: "eventMergeId",
});`,
  body: () => ({ "@type": "xdm:descriptorDeprecated" }),
  read: () => ({}),
});
