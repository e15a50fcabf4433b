import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import type { CheckFailure } from "../../../provider-sdk";
import { canonicalJson } from "../lifecycle/autoName";
import type { Definition } from "../lifecycle/definition";
import { isUnknown } from "../lifecycle/unknown";
import { textOf } from "./common";
import { creationOf } from "./creationRecord";
import { deleteDescriptor } from "./descriptorField";
import { bodyOf, identityOf, inputsOf, unknownKeys } from "./descriptorForm";
import type { DescriptorType, Source } from "./descriptorForm";
import { listDescriptors } from "./descriptorList";
import { missingField } from "./descriptorPath";
import { updateDescriptor } from "./descriptorUpdate";
import { explained } from "./explained";
import { sayNotWritten } from "./notWritten";
import { onePerSchema } from "./onePerSchema";
import { namespaceFor, tenantIn } from "./tenantNamespace";

const outputs = z.object({
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
});
type Outputs = z.infer<typeof outputs>;

const whole = "a descriptor belongs to one field";

/** The definition of a resource type that describes a field of a schema, and that Adobe changes in place. */
export function descriptorType<Inputs extends Source>(
  type: DescriptorType<Inputs>,
): Definition<Inputs, Outputs> {
  return { ...described(type), ...operations(type) };
}

/** The inputs that are only for checks. */
function ignoredOf<Inputs extends Source>({ inputs }: DescriptorType<Inputs>): string[] {
  return ["fields", "destinationFields"].filter((one) => one in inputs.shape);
}

function described<Inputs extends Source>(type: DescriptorType<Inputs>) {
  const { key = [], caseInsensitive = [], open = [], comesAfter = {} } = type;
  return {
    token: `adobe-aep:xdm:${type.name}Descriptor`,
    description: type.description,
    displayName: type.displayName,
    inputs: type.inputs,
    outputs,
    importId:
      "`@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it",
    example: type.example,
    replaces: {
      ...Object.fromEntries(["schemaId", "property", ...key].map((one) => [one, whole])),
      ...type.replaces,
    },
    ignored: ignoredOf(type),
    caseInsensitive,
    open,
    comesAfter,
    deleteBeforeReplace: true,
    naturalKey: (wanted: Inputs) =>
      canonicalJson([
        type.body(wanted, "")["@type"],
        wanted.schemaId,
        wanted.property,
        ...key.map((one) => wanted[one]),
      ]),
    claims: ({ schemaId }: Inputs) =>
      type.onePerSchema === undefined ? [] : onePerSchema(schemaId, type.onePerSchema),
    check: (news: Inputs) => checkDescriptor(type, news),
  };
}

type Operations = "preview" | "find" | "list" | "create" | "read" | "update" | "delete";

function operations<Inputs extends Source>(
  type: DescriptorType<Inputs>,
): Pick<Definition<Inputs, Outputs>, Operations> {
  return {
    preview: (_news, current) => ({ tenantNamespace: current?.outputs.tenantNamespace ?? UNKNOWN }),

    async find(wanted, scope) {
      const { sandbox, signal, since } = scope;
      const body = bodyOf(type, wanted, await namespaceFor(wanted.schemaId, scope));
      const all = await sandbox.client.registry.descriptorsOf(wanted.schemaId, { signal, since });
      const ours = identityOf(type, body);
      return all.filter((one) => identityOf(type, one) === ours).map((one) => one["@id"]);
    },

    list: (operation) => listDescriptors(type.types, operation),

    async create(wanted, scope) {
      const { sandbox, signal } = scope;
      const tenantNamespace = await namespaceFor(wanted.schemaId, scope);
      const body = bodyOf(type, wanted, tenantNamespace);
      const made = await sandbox.client.registry
        .createDescriptor(body, { signal })
        .catch(async (error: unknown) => {
          throw await explained(error, async () => type.explain?.(wanted, scope));
        });
      return { id: made["@id"], outputs: { tenantNamespace } };
    },

    async read(id, last, { sandbox, context, signal }, state) {
      const found = await sandbox.client.registry.getDescriptor(id, { signal });
      if (found === undefined) return undefined;
      const tenantNamespace = tenantIn(textOf(found["xdm:sourceSchema"]));
      const inputs = inputsOf(type, found, last, state && context);
      if (last === undefined)
        sayNotWritten(type.displayName, id, unknownKeys(type, found), context);
      return { inputs, outputs: { tenantNamespace }, creation: creationOf(found) };
    },

    async update(id, { oldInputs, newInputs, oldOutputs }, operation) {
      const { tenantNamespace } = oldOutputs;
      const ignored = ignoredOf(type);
      const request = { oldInputs, newInputs, namespace: tenantNamespace, ignored };
      await updateDescriptor(type, id, request, operation);
      return { tenantNamespace };
    },

    delete: (id, _last, operation) => deleteDescriptor(id, type.displayName, operation),
  };
}

function checkDescriptor<Inputs extends Source>(
  type: DescriptorType<Inputs>,
  news: Inputs,
): CheckFailure[] {
  const { fields, schemaId, property } = news;
  const failures = type.check?.(news) ?? [];
  if (fields === undefined || isUnknown(fields)) return failures;
  const at = { property, namespace: tenantIn(schemaId), owner: "the schema" };
  const missing = missingField(fields, at);
  return missing === undefined ? failures : [missing, ...failures];
}
