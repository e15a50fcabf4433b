import type * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/sdk";
import { userError } from "../../adobe/sdk/userError";
import {
  classRef,
  fieldGroupProperties,
  IDENTITIES,
  identities,
  identityField,
  identityPath,
  labeledFields,
  standardFieldGroups,
  withSiteFields,
  type Identity,
  type LabeledField,
  type SiteIdentity,
} from "../../handlers/model";
import type { Settings } from "../config";
import { keptInputs, needsFields } from "./adoptedSchema";
import { namespaceProblem } from "./namespaceProblem";

/** What the dataset and the dataflow need of the schema. */
export interface Model {
  readonly schema: aep.xdm.Schema;
  /** What must exist before the first row: labels, identities, and with Profile the union. */
  readonly before: readonly pulumi.Resource[];
}

/**
 * The shape of a row in Adobe: field group, schema, identities, and with `profile` the union. An adopted schema gets
 * identities only when it gets the program's fields.
 *
 * @param opts - Options of resources that hold data: `protectData` keeps them on destroy.
 */
export function createModel(
  name: string,
  { relay }: Settings,
  opts: pulumi.CustomResourceOptions,
): Model {
  const kept = keptInputs(relay);
  const fieldGroup = new aep.xdm.FieldGroup(
    `${name}-field-group`,
    {
      description: "The fields of Chatlio's events that have no place in standard XDM.",
      intendedToExtend: [classRef],
      properties: withSiteFields(fieldGroupProperties, relay),
    },
    { ...opts, ignoreChanges: kept.fieldGroup },
  );
  const schema = new aep.xdm.Schema(
    `${name}-schema`,
    {
      description: "An event of a Chatlio live chat.",
      class: classRef,
      fieldGroups: [
        ...standardFieldGroups.map((ref) => ({ ref })),
        { ref: fieldGroup.id, fields: fieldGroup.fields },
      ],
    },
    { ...opts, ignoreChanges: kept.schema },
  );
  if (!needsFields(relay)) return { schema, before: [] };
  const labels = relay.labels ? createLabels(name, fieldGroup, relay.identities, opts) : [];
  const namespaces = relay.profile ? [createNamespace(name, relay.visitorNamespace, opts)] : [];
  const descriptors = identities({
    email: relay.privacy.email,
    salted: relay.privacySalt !== undefined,
    site: relay.identities,
    ...(relay.profile ? { visitorNamespace: relay.visitorNamespace } : {}),
  }).map((identity) =>
    createDescriptor(name, schema, identity, { ...opts, dependsOn: namespaces }),
  );
  if (!relay.profile) return { schema, before: [...labels, ...descriptors] };
  const union = new aep.xdm.ProfileUnion(
    `${name}-union`,
    { schemaId: schema.id },
    // The dataset rejects `profile: false` at preview already, and protection would block a destroy.
    { ...opts, dependsOn: descriptors, protect: false },
  );
  return { schema, before: [...labels, ...descriptors, union] };
}

function createLabels(
  name: string,
  { id, fields }: aep.xdm.FieldGroup,
  site: readonly SiteIdentity[],
  opts: pulumi.CustomResourceOptions,
) {
  // `ContactEmail` is a namespace like others, and `contactEmail` a field of every stack.
  const taken = new Set(labeledFields.map((field) => field.name));
  const nameOf = (field: string) => (taken.has(field) ? `site-${field}` : field);
  const ofSite = site.map((identity): LabeledField => ({
    name: nameOf(identityField(identity.namespace)),
    property: identityPath(identity),
    // An ECID is of a device; a customer id may also be an e-mail address.
    labels: identity.namespace.toUpperCase() === "ECID" ? ["I2"] : ["I1"],
  }));
  return [...labeledFields, ...ofSite].map(
    (field) =>
      new aep.xdm.LabelDescriptor(
        `${name}-label-${field.name}`,
        {
          ownerId: id,
          fields,
          property: field.property,
          labels: field.labels.map((label) => `core/${label}`),
        },
        opts,
      ),
  );
}

function createNamespace(name: string, code: string, opts: pulumi.CustomResourceOptions) {
  return new aep.identity.Namespace(
    `${name}-namespace`,
    {
      code,
      name: "Chatlio visitor",
      idType: "Cross_device",
      description: "Key of a visitor of a Chatlio live chat.",
    },
    opts,
  );
}

function createDescriptor(
  name: string,
  schema: aep.xdm.Schema,
  { property, namespace, primary }: Identity,
  opts: pulumi.CustomResourceOptions,
) {
  const isOfSite = property.startsWith(`${IDENTITIES}.`);
  return new aep.xdm.IdentityDescriptor(
    `${name}-identity-${descriptorName(property, primary)}`,
    {
      schemaId: schema.id,
      fields: schema.fields,
      property,
      namespace: isOfSite ? existingNamespace(namespace, opts) : namespace,
      primary,
    },
    opts,
  );
}

function descriptorName(property: string, primary: boolean): string {
  if (primary) return "visitor";
  return property.startsWith(`${IDENTITIES}.`)
    ? `site-${property.slice(IDENTITIES.length + 1)}`
    : "email";
}

/** The code of a namespace that somebody else has created. A preview fails when there is none, or none of people. */
function existingNamespace(code: string, { parent, provider }: pulumi.CustomResourceOptions) {
  const options = { ...(parent && { parent }), ...(provider && { provider }) };
  return aep.identity.getNamespaceOutput({ code }, options).apply((found) => {
    const problem = namespaceProblem(found);
    if (problem !== undefined) throw userError(problem);
    return found.code;
  });
}
