import * as z from "zod";

import type { CheckFailure } from "../../../provider-sdk";
import { UNKNOWN } from "../../../provider-sdk";
import type { IdentityNamespace } from "../../client/identity";
import type { Descriptor } from "../../client/schemaRegistry";
import { plain } from "../../client/text";
import { canonicalJson } from "../lifecycle/autoName";
import type { Definition, Operation } from "../lifecycle/definition";
import { isUnknown } from "../lifecycle/unknown";
import { ANY, typeAt } from "../xdm/fieldPaths";
import { fieldsInput, schemaIdInput, textOf } from "./common";
import { creationOf } from "./creationRecord";
import { deleteDescriptor, fieldOf, isForField } from "./descriptorField";
import { otherKindError } from "./descriptorKinds";
import { listDescriptors } from "./descriptorList";
import { fromProperty, inFormOf, missingField, portablePath, toProperty } from "./descriptorPath";
import { explained } from "./explained";
import { onePerSchema } from "./onePerSchema";
import { namespaceFor, tenantIn } from "./tenantNamespace";

const inputs = z.strictObject({
  schemaId: schemaIdInput,
  fields: fieldsInput,
  property: z
    .string()
    .regex(/^[^./[\]*\s]+(\.[^./[\]*\s]+)*$/, {
      error:
        "must be a path of names joined by dots, as `_tenant.chatlio.visitor.email`; elements of lists cannot be identities",
    })
    .describe(
      "Path of the identity field, as `_tenant.chatlio.visitor.email`; `_tenant` stands for the tenant namespace.",
    ),
  namespace: z
    .string()
    .regex(/^[A-Za-z0-9_]+$/, { error: "must be the code of a namespace, as `Email`" })
    .describe("Code of the identity namespace, as `Email`; letter case does not matter."),
  primary: z
    .boolean()
    .optional()
    .describe(
      "Whether it is the schema's primary identity, of which there is at most one. Default false.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
});
type Outputs = z.infer<typeof outputs>;

const displayName = "identity descriptor";
const TYPE = "xdm:descriptorIdentity";
const whole = "Adobe makes and deletes identities, and changes none";

/** Adobe has one for each field and namespace, primary or not. */
async function same(one: Descriptor, wanted: Inputs, operation: Operation): Promise<boolean> {
  const tenant = await namespaceFor(wanted.schemaId, operation);
  if (one["@type"] !== TYPE || !isForField(one, wanted.property, tenant)) return false;
  const code = await codeIn(one, operation);
  return code.toLowerCase() === wanted.namespace.toLowerCase();
}

/** The code of the identity namespace. A descriptor may have its id in place of the code. */
async function codeIn(one: Descriptor, { sandbox, signal }: Operation): Promise<string> {
  const given = one["xdm:namespace"];
  if (one["xdm:property"] !== "xdm:id") return textOf(given);
  const { identity } = sandbox.client;
  const byId = (all: readonly IdentityNamespace[]) =>
    all.find(({ id }) => String(id) === String(given))?.code;
  // Adobe neither deletes a namespace nor changes its code: a list that has it is never too old.
  const known = byId(await identity.list({ signal, since: 0 }));
  return known ?? byId(await identity.list({ signal })) ?? String(given);
}

/** Why the schema cannot get this identity as its primary one. */
async function otherPrimary(
  { schemaId, primary }: Inputs,
  { sandbox, signal }: Operation,
): Promise<string | undefined> {
  if (primary !== true) return undefined;
  const all = await sandbox.client.registry.descriptorsOf(schemaId, { signal });
  const other = all.find((one) => one["@type"] === TYPE && one["xdm:isPrimary"] === true);
  if (other === undefined) return undefined;
  const path = fromProperty(fieldOf(other, displayName), tenantIn(schemaId));
  return `A schema has one primary identity, and this one has ${plain(path)} (descriptor ${plain(other["@id"])}). Give this identity primary: false, or delete that descriptor first`;
}

export const identityDescriptor: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:IdentityDescriptor",
  description:
    "Marks a field of a schema as an identity. Every change replaces: the old descriptor is deleted first.",
  displayName,
  inputs,
  outputs,
  importId: "`@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it",
  example: `new aep.xdm.IdentityDescriptor("email", {
  schemaId: schema.id,
  fields: schema.fields,
  property: "_tenant.chat.email",
  namespace: "Email",
});`,
  replaces: { schemaId: whole, property: whole, namespace: whole, primary: whole },
  ignored: ["fields"],
  caseInsensitive: ["namespace"],
  defaults: { primary: false },
  deleteBeforeReplace: true,
  naturalKey: ({ schemaId, property, namespace: code }) =>
    canonicalJson([TYPE, schemaId, property, code.toLowerCase()]),

  claims: ({ schemaId, primary }) =>
    primary === true ? onePerSchema(schemaId, "primary identity", "primary") : [],

  check(news) {
    const failures: CheckFailure[] = [];
    const { fields, property } = news;
    if (fields === undefined || isUnknown(fields) || isUnknown(property)) return failures;
    const namespace = tenantIn(news.schemaId);
    const missing = missingField(fields, { property, namespace, owner: "the schema" });
    const type = typeAt(fields, portablePath(property, namespace));
    if (missing !== undefined) {
      failures.push(missing);
    } else if (type !== ANY && type !== "string" && type !== "integer") {
      failures.push({
        property: "property",
        reason: `the field ${property} is of type ${type}; an identity must be a string, choose or add such a field`,
      });
    }
    return failures;
  },

  preview: (_news, current) => ({ tenantNamespace: current?.outputs.tenantNamespace ?? UNKNOWN }),

  async find(wanted, scope) {
    const { sandbox, signal, since } = scope;
    const all = await sandbox.client.registry.descriptorsOf(wanted.schemaId, { signal, since });
    const isSame = await Promise.all(all.map((one) => same(one, wanted, scope)));
    return all.filter((_, index) => isSame[index]).map((one) => one["@id"]);
  },

  list: (operation) => listDescriptors([TYPE], operation),

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    const tenantNamespace = await namespaceFor(wanted.schemaId, scope);
    const body = {
      "@type": TYPE,
      "xdm:sourceSchema": wanted.schemaId,
      "xdm:sourceVersion": 1,
      "xdm:sourceProperty": toProperty(wanted.property, tenantNamespace),
      "xdm:namespace": wanted.namespace,
      "xdm:property": "xdm:code",
      "xdm:isPrimary": wanted.primary === true,
    };
    const made = await sandbox.client.registry
      .createDescriptor(body, { signal })
      .catch(async (error: unknown) => {
        throw await explained(error, () => otherPrimary(wanted, scope));
      });
    return { id: made["@id"], outputs: { tenantNamespace } };
  },

  async read(id, last, operation, state) {
    const { sandbox, context, signal } = operation;
    const found = await sandbox.client.registry.getDescriptor(id, { signal });
    if (found === undefined) return undefined;
    if (found["@type"] !== TYPE) throw otherKindError(id, found["@type"], displayName);
    const schemaId = textOf(found["xdm:sourceSchema"]);
    const tenantNamespace = tenantIn(schemaId);
    const code = await codeIn(found, operation);
    const field = fieldOf(found, displayName, state && last && { ...last, context });
    const read: Inputs = {
      schemaId,
      property: inFormOf(fromProperty(field, tenantNamespace), last?.property, tenantNamespace),
      namespace: last?.namespace.toLowerCase() === code.toLowerCase() ? last.namespace : code,
      primary: found["xdm:isPrimary"] === true,
    };
    return { inputs: read, outputs: { tenantNamespace }, creation: creationOf(found) };
  },

  update: (_id, { oldOutputs }) => Promise.resolve({ tenantNamespace: oldOutputs.tenantNamespace }),

  delete: (id, _last, operation) => deleteDescriptor(id, displayName, operation),
};
