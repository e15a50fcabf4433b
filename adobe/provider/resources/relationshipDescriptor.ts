import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import type { Descriptor } from "../../client/schemaRegistry";
import { isUnknown } from "../lifecycle/unknown";
import { ANY, typeAt } from "../xdm/fieldPaths";
import { fromTenant } from "../xdm/tenant";
import { fieldsInput, schemaIdInput, textOf } from "./common";
import { sourceInputs } from "./descriptorForm";
import { fieldPath, fromProperty, inFormOf, missingField, toProperty } from "./descriptorPath";
import { descriptorType } from "./descriptorType";
import { tenantIn } from "./tenantNamespace";

const label = z.string().min(1, { error: "is empty; give it a text or leave it out" }).optional();

const inputs = z.strictObject({
  ...sourceInputs,
  destinationSchemaId: schemaIdInput.describe("`$id` of the schema that the field refers to."),
  destinationFields: fieldsInput.describe(
    "Type by path of that schema's fields (`schema.fields`), to check against at preview.",
  ),
  destinationProperty: fieldPath
    .optional()
    .describe(
      "Path of the field that it refers to. Default: that schema's primary identity or key.",
    ),
  cardinality: z
    .enum(["1:1", "1:0", "M:1", "M:0"])
    .meta({
      id: "Cardinality",
      description: "How many records of the source relate to how many of the destination.",
      values: {
        "1:1": "Each record has one other, which has it alone.",
        "1:0": "Each record has one other, or none.",
        "M:1": "Many records may have the same other.",
        "M:0": "Many records may have the same other, or none.",
      },
    })
    .optional()
    .describe(
      "`M:1`: many records refer to one. Needs an edition that has `xdm:descriptorRelationship`, as Real-Time CDP B2B. Left out: one to one, as `xdm:descriptorOneToOne`, which every edition has.",
    ),
  destinationNamespace: z
    .string()
    .regex(/^[A-Za-z0-9_]+$/, { error: "must be the code of a namespace, as `Email`" })
    .optional()
    .describe("Code of the identity namespace of the destination's primary identity (B2B)."),
  sourceToDestinationName: label.describe("Name of the relationship, seen from the source."),
  destinationToSourceName: label.describe("Name of the relationship, seen from the destination."),
  sourceToDestinationTitle: label.describe("What Adobe's UI shows for it, seen from the source."),
  destinationToSourceTitle: label.describe(
    "What Adobe's UI shows for it, seen from the destination.",
  ),
});
type Inputs = z.infer<typeof inputs>;

const ONE_TO_ONE = "xdm:descriptorOneToOne";
const GENERAL = "xdm:descriptorRelationship";

/** Inputs that only the general type has, with Adobe's keys. */
const general = {
  destinationNamespace: "xdm:destinationNamespace",
  sourceToDestinationName: "xdm:sourceToDestinationName",
  destinationToSourceName: "xdm:destinationToSourceName",
  sourceToDestinationTitle: "xdm:sourceToDestinationTitle",
  destinationToSourceTitle: "xdm:destinationToSourceTitle",
} as const;
const generalKeys = Object.keys(general) as (keyof typeof general)[];

const cardinalities = ["1:1", "1:0", "M:1", "M:0"] as const;

export const relationshipDescriptor = descriptorType<Inputs>({
  name: "Relationship",
  displayName: "relationship descriptor",
  description:
    "Relates a field of one schema to the records of another. If a schema with a one-to-one relationship is to join the union of Real-Time Customer Profile, its field needs a `ReferenceIdentityDescriptor` too, with the namespace of the other schema's primary identity.",
  inputs,
  types: [ONE_TO_ONE, GENERAL],
  identifiedBy: ["xdm:destinationSchema"],
  key: ["destinationSchemaId"],
  replaces: {
    cardinality:
      "Adobe has one type of descriptor for one to one, and another for those with a cardinality",
  },
  caseInsensitive: ["destinationNamespace"],
  // Without a destination's field, it refers to the primary identity there.
  comesAfter: { destinationSchemaId: ["adobe-aep:xdm:IdentityDescriptor"] },
  open: ["destinationProperty", ...generalKeys],
  knownKeys: (found) => [
    "xdm:destinationSchema",
    "xdm:destinationVersion",
    "xdm:destinationProperty",
    "xdm:cardinality",
    ...(found["@type"] === GENERAL ? Object.values(general) : []),
  ],
  example: `new aep.xdm.RelationshipDescriptor("shop", {
  schemaId: schema.id,
  fields: schema.fields,
  property: "_tenant.chat.shopId",
  destinationSchemaId: shops.id,
  destinationFields: shops.fields,
  destinationProperty: "_tenant.shop.id",
});`,

  body(wanted, namespace) {
    const { destinationProperty: path, cardinality } = wanted;
    const given = generalKeys.filter((one) => wanted[one] !== undefined);
    return {
      "@type": cardinality === undefined ? ONE_TO_ONE : GENERAL,
      "xdm:destinationSchema": wanted.destinationSchemaId,
      "xdm:destinationVersion": 1,
      ...(path === undefined ? {} : { "xdm:destinationProperty": toProperty(path, namespace) }),
      ...(cardinality === undefined ? {} : { "xdm:cardinality": cardinality }),
      ...Object.fromEntries(given.map((one) => [general[one], wanted[one]])),
    };
  },

  read(found, last, namespace) {
    const property = [found["xdm:destinationProperty"]].flat()[0];
    const path = fromProperty(textOf(property), namespace);
    const cardinality = cardinalities.find((one) => one === found["xdm:cardinality"]);
    const isGeneral = found["@type"] === GENERAL;
    const given = generalIn(found);
    return {
      destinationSchemaId: textOf(found["xdm:destinationSchema"]),
      ...(path === ""
        ? {}
        : { destinationProperty: inFormOf(path, last?.destinationProperty, namespace) }),
      ...(isGeneral ? { cardinality: cardinality ?? "M:1" } : {}),
      ...Object.fromEntries(given.map((one) => [one, textOf(found[general[one]])])),
    };
  },

  check(news) {
    const failures: CheckFailure[] = [];
    for (const one of news.cardinality === undefined ? generalKeys : []) {
      if (news[one] === undefined) continue;
      failures.push({
        property: one,
        reason: "is only for a relationship with a cardinality; give one or remove it",
      });
    }
    return [...failures, ...destinationFailures(news)];
  },
});

/** The inputs of {@link general} that a descriptor has. Those of a one to one stay at Adobe as they are. */
function generalIn(found: Descriptor): (keyof typeof general)[] {
  if (found["@type"] !== GENERAL) return [];
  return generalKeys.filter((one) => textOf(found[general[one]]) !== "");
}

/** The destination's field must be there, and of the type of the source's. */
function destinationFailures(news: Inputs): CheckFailure[] {
  const { fields, property, destinationFields, destinationProperty: path } = news;
  if (destinationFields === undefined || isUnknown(destinationFields)) return [];
  if (path === undefined || isUnknown(path)) return [];
  const namespace = tenantIn(news.destinationSchemaId);
  const at = { property: path, namespace, owner: "the destination's schema" };
  const missing = missingField(destinationFields, at);
  if (missing !== undefined) return [{ ...missing, property: "destinationProperty" }];
  if (fields === undefined || isUnknown(fields) || isUnknown(property)) return [];
  const types = [
    typeAt(fields, fromTenant(property, tenantIn(news.schemaId))),
    typeAt(destinationFields, fromTenant(path, namespace)),
  ];
  if (types.some((type) => type === undefined || type === ANY) || types[0] === types[1]) return [];
  const reason = `the field ${path} is of type ${types[1] ?? ""}, and ${property} of type ${types[0] ?? ""}; choose fields of one type`;
  return [{ property: "destinationProperty", reason }];
}
