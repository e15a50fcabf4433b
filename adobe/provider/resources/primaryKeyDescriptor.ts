import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import type { CheckFailure } from "../../../provider-sdk";
import type { Descriptor } from "../../client/schemaRegistry";
import { canonicalJson } from "../lifecycle/autoName";
import type { Definition } from "../lifecycle/definition";
import { isDistinct, isUnknown } from "../lifecycle/unknown";
import { ANY, typeAt } from "../xdm/fieldPaths";
import { fieldsInput, inOrderOf, schemaIdInput, textOf } from "./common";
import { creationOf } from "./creationRecord";
import { fieldsOf } from "./descriptorField";
import { otherKindError } from "./descriptorKinds";
import { listDescriptors } from "./descriptorList";
import { fromProperty, missingField, toProperty } from "./descriptorPath";
import { explained } from "./explained";
import { onePerSchema } from "./onePerSchema";
import { PRIMARY_KEY, relationalReason } from "./relationalReasons";
import { namespaceFor, tenantIn } from "./tenantNamespace";

const inputs = z.strictObject({
  schemaId: schemaIdInput,
  fields: fieldsInput,
  properties: z
    .array(
      z.string().regex(/^[^./[\]*\s]+$/, {
        error: "must be the name of a field at the top of the schema, as `orderId`",
      }),
    )
    .min(1, { error: "is empty; name at least one field, or remove the resource" })
    .refine(isDistinct, { error: "has a field twice" })
    .describe(
      "Names of the fields, as `orderId`: at the top of the schema, and required by it. One of events has that of the timestamp among them. The order does not matter.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
});
type Outputs = z.infer<typeof outputs>;

const displayName = "primary key descriptor";
const whole = "a schema's primary key is one descriptor, and the records are stored by it";

/** Its fields at Adobe, in an order of ours: as a list, whose order has no meaning, or the only one alone. */
function keyOf(one: Descriptor): string {
  return fieldsOf(one).sort().join(" ");
}

/** Fields that hold more than one value cannot be compared. */
function typeFailure({ fields = {} }: Inputs, name: string): CheckFailure[] {
  const type = typeAt(fields, name);
  if (type === undefined || type === ANY || !["object", "array"].includes(type)) return [];
  const reason = `the field ${name} is of type ${type}; a field of a primary key must hold one value, choose another field`;
  return [{ property: "properties", reason }];
}

export const primaryKeyDescriptor: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:PrimaryKeyDescriptor",
  description:
    "Says which fields of a relational schema tell its records apart: no two records have the same values in them, and none lacks one. Every change replaces: the old descriptor is deleted first.",
  displayName,
  inputs,
  outputs,
  importId: "`@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it",
  example: `new aep.xdm.PrimaryKeyDescriptor("order", {
  schemaId: orders.id,
  fields: orders.fields,
  properties: ["orderId"],
});`,
  replaces: { schemaId: whole, properties: whole },
  ignored: ["fields"],
  unorderedLists: { properties: "" },
  deleteBeforeReplace: true,
  naturalKey: ({ schemaId, properties }) =>
    canonicalJson([PRIMARY_KEY, schemaId, [...properties].sort()]),

  claims: ({ schemaId }) => onePerSchema(schemaId, "primary key"),

  check(news) {
    const { fields, properties, schemaId } = news;
    if (fields === undefined || isUnknown(fields) || isUnknown(properties)) return [];
    const at = { namespace: tenantIn(schemaId), owner: "the schema" };
    return properties
      .filter((name) => !isUnknown(name))
      .flatMap((property) => {
        const missing = missingField(fields, { ...at, property });
        return missing === undefined
          ? typeFailure(news, property)
          : [{ ...missing, property: "properties" }];
      });
  },

  preview: (_news, current) => ({ tenantNamespace: current?.outputs.tenantNamespace ?? UNKNOWN }),

  async find(wanted, scope) {
    const { sandbox, signal, since } = scope;
    const namespace = await namespaceFor(wanted.schemaId, scope);
    const all = await sandbox.client.registry.descriptorsOf(wanted.schemaId, { signal, since });
    const pointers = wanted.properties.map((path) => toProperty(path, namespace));
    const ours = fieldsOf({ "xdm:sourceProperty": pointers }).sort().join(" ");
    return all
      .filter((one) => one["@type"] === PRIMARY_KEY && keyOf(one) === ours)
      .map((one) => one["@id"]);
  },

  list: (operation) => listDescriptors([PRIMARY_KEY], operation),

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    const { schemaId, properties } = wanted;
    const tenantNamespace = await namespaceFor(schemaId, scope);
    const body = {
      "@type": PRIMARY_KEY,
      "xdm:sourceSchema": schemaId,
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": properties.map((path) => toProperty(path, tenantNamespace)),
    };
    const made = await sandbox.client.registry
      .createDescriptor(body, { signal })
      .catch(async (error: unknown) => {
        const key = { type: PRIMARY_KEY, schemaId, properties } as const;
        throw await explained(error, () => relationalReason(key, scope));
      });
    return { id: made["@id"], outputs: { tenantNamespace } };
  },

  async read(id, last, { sandbox, signal }) {
    const found = await sandbox.client.registry.getDescriptor(id, { signal });
    if (found === undefined) return undefined;
    if (found["@type"] !== PRIMARY_KEY) throw otherKindError(id, found["@type"], displayName);
    const schemaId = textOf(found["xdm:sourceSchema"]);
    const tenantNamespace = tenantIn(schemaId);
    const names = fieldsOf(found).map((field) => fromProperty(field, tenantNamespace));
    const read: Inputs = {
      schemaId,
      properties: inOrderOf(names, last?.properties, (name) => name),
    };
    return { inputs: read, outputs: { tenantNamespace }, creation: creationOf(found) };
  },

  update: (_id, { oldOutputs }) => Promise.resolve({ tenantNamespace: oldOutputs.tenantNamespace }),

  async delete(id, _last, { sandbox, signal }) {
    await sandbox.client.registry.deleteDescriptor(id, { signal });
  },
};
