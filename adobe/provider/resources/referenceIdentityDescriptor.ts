import * as z from "zod";

import { isUnknown } from "../lifecycle/unknown";
import { ANY, typeAt } from "../xdm/fieldPaths";
import { fromTenant } from "../xdm/tenant";
import { textOf } from "./common";
import { sourceInputs } from "./descriptorForm";
import { descriptorType } from "./descriptorType";
import { tenantIn } from "./tenantNamespace";

const inputs = z.strictObject({
  ...sourceInputs,
  namespace: z
    .string()
    .regex(/^[A-Za-z0-9_]+$/, { error: "must be the code of a namespace, as `Email`" })
    .describe(
      "Code of the identity namespace of the other schema's primary identity, as `Email`; letter case does not matter.",
    ),
});
type Inputs = z.infer<typeof inputs>;

export const referenceIdentityDescriptor = descriptorType<Inputs>({
  name: "ReferenceIdentity",
  displayName: "reference identity descriptor",
  description:
    "Says that a field holds primary identities of another schema's records, so that a relationship can follow it. The other schema must have its primary identity before.",
  inputs,
  types: ["xdm:descriptorReferenceIdentity"],
  caseInsensitive: ["namespace"],
  knownKeys: () => ["xdm:identityNamespace"],
  example: `new aep.xdm.ReferenceIdentityDescriptor("shop", {
  schemaId: schema.id,
  fields: schema.fields,
  property: "_tenant.chat.shopId",
  namespace: "Email",
});`,
  body: ({ namespace }) => ({
    "@type": "xdm:descriptorReferenceIdentity",
    "xdm:identityNamespace": namespace,
  }),
  read(found, last) {
    const code = textOf(found["xdm:identityNamespace"]);
    const isSame = last?.namespace.toLowerCase() === code.toLowerCase();
    return { namespace: isSame ? last.namespace : code };
  },
  check({ fields, property, schemaId }) {
    if (fields === undefined || isUnknown(fields) || isUnknown(property)) return [];
    const type = typeAt(fields, fromTenant(property, tenantIn(schemaId)));
    if (type === undefined || type === ANY || type === "string") return [];
    const reason = `the field ${property} is of type ${type}; an identity must be a string, choose or add such a field`;
    return [{ property: "property", reason }];
  },
});
