import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import type { CheckFailure } from "../../../provider-sdk";
import type { Descriptor } from "../../client/schemaRegistry";
import { canonicalJson } from "../lifecycle/autoName";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { isUnknown } from "../lifecycle/unknown";
import { TENANT } from "../xdm/tenant";
import { fieldsInput, inOrderOf, textOf, textsOf } from "./common";
import { creationOf } from "./creationRecord";
import { deleteDescriptor, fieldOf, isForField } from "./descriptorField";
import { otherKindError } from "./descriptorKinds";
import { listDescriptors } from "./descriptorList";
import {
  fieldPath,
  fromProperty,
  inFormOf,
  missingField,
  portablePath,
  toProperty,
} from "./descriptorPath";
import { goneError } from "./gone";
import { addedLabels, labelList, verifyLabels } from "./labelNames";
import { replacementOf } from "./replacement";
import { namespaceFor, tenantIn } from "./tenantNamespace";

const inputs = z.strictObject({
  ownerId: z
    .string()
    .min(1, { error: "is empty; give the $id of the field group that has the field" })
    .describe(
      "`$id` of the field group that has the field. Adobe's UI stores labels there too, so every schema with the field group shows them.",
    ),
  fields: fieldsInput.describe(
    "Type by path of the field group's fields (`fieldGroup.fields`), to check against at preview.",
  ),
  property: fieldPath.describe(
    "Path of the field, as `_tenant.chatlio.visitor.email`; `_tenant` stands for the tenant namespace, and `[*]` for the elements of a list. The label of an object or a list applies to all that is in it.",
  ),
  labels: labelList(
    /^(core|custom)\/\S+$/,
    "must be core/ and the name of one of Adobe's labels, or custom/ and the name of one of your own, as `core/I1`",
  )
    .min(1, { error: "is empty; give at least one label, or remove the resource" })
    .describe("Data usage labels, as `core/I1`; the order does not matter."),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
});
type Outputs = z.infer<typeof outputs>;

const displayName = "label descriptor";
const TYPE = "xdm:descriptorLabel";
const whole = "Adobe has the labels of each field in a descriptor of its own";

function body(wanted: Inputs, tenantNamespace: string) {
  return {
    "@type": TYPE,
    "xdm:sourceSchema": wanted.ownerId,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": toProperty(wanted.property, tenantNamespace),
    "xdm:labels": wanted.labels,
  };
}

function isFor(one: Descriptor, wanted: Inputs, namespace: string): boolean {
  return one["@type"] === TYPE && isForField(one, wanted.property, namespace);
}

const wholeNamespace: CheckFailure = {
  property: "property",
  reason: "is the tenant's whole namespace, which Adobe cannot label; label a field below it",
};

const unorderedLists = { labels: "" };

/** Looks up the labels that a change adds. */
function verifyAdded(
  was: Pick<Inputs, "labels">,
  now: Pick<Inputs, "labels">,
  scope: Operation,
): Promise<void> {
  const labels = addedLabels(was.labels, now.labels);
  return verifyLabels({ property: "labels", labels }, scope);
}

function labelsOf(found: Descriptor) {
  return { labels: textsOf(found["xdm:labels"]) };
}

export const labelDescriptor: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:LabelDescriptor",
  description:
    "The data usage labels of a field, which governance policies and attribute-based access control go by. The credential's role needs the permission Manage Usage Labels. **A label may hide the field** from everybody whose role does not have it, if an access policy of the organization says so. A label that does not exist is named at preview, where the credential may list labels.",
  displayName,
  inputs,
  outputs,
  importId: "`@id` of the descriptor, as `GET /tenant/descriptors` of the Schema Registry shows it",
  example: `new aep.xdm.LabelDescriptor("email", {
  ownerId: fieldGroup.id,
  fields: fieldGroup.fields,
  property: "_tenant.chat.email",
  labels: ["core/I1"],
});`,
  replaces: { ownerId: whole, property: whole },
  ignored: ["fields"],
  unorderedLists,
  deleteBeforeReplace: true,
  naturalKey: ({ ownerId, property }) => canonicalJson([TYPE, ownerId, property]),

  check({ fields, ownerId, property }) {
    const namespace = tenantIn(ownerId);
    if (portablePath(property, namespace) === TENANT) return [wholeNamespace];
    if (fields === undefined || isUnknown(fields)) return [];
    const at = { property, namespace, owner: "the field group" };
    const missing = missingField(fields, at);
    return missing === undefined ? [] : [missing];
  },

  preview: (_news, current) => ({ tenantNamespace: current?.outputs.tenantNamespace ?? UNKNOWN }),

  verify: ({ labels }, scope) => verifyLabels({ property: "labels", labels }, scope),
  verifyUpdate: ({ oldInputs, newInputs }, scope) => verifyAdded(oldInputs, newInputs, scope),

  async find(wanted, scope) {
    const { sandbox, signal, since } = scope;
    const namespace = await namespaceFor(wanted.ownerId, scope);
    const all = await sandbox.client.registry.descriptorsOf(wanted.ownerId, { signal, since });
    return all.filter((one) => isFor(one, wanted, namespace)).map((one) => one["@id"]);
  },

  list: (operation) => listDescriptors([TYPE], operation),

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    await verifyLabels({ property: "labels", labels: wanted.labels }, scope);
    const tenantNamespace = await namespaceFor(wanted.ownerId, scope);
    const { registry } = sandbox.client;
    const made = await registry.createDescriptor(body(wanted, tenantNamespace), { signal });
    return { id: made["@id"], outputs: { tenantNamespace } };
  },

  async read(id, last, { sandbox, context, signal }, state) {
    const found = await sandbox.client.registry.getDescriptor(id, { signal });
    if (found === undefined) return undefined;
    if (found["@type"] !== TYPE) throw otherKindError(id, found["@type"], displayName);
    const ownerId = textOf(found["xdm:sourceSchema"]);
    const tenantNamespace = tenantIn(ownerId);
    const field = fieldOf(found, displayName, state && last && { ...last, context });
    const path = fromProperty(field, tenantNamespace);
    const read: Inputs = {
      ownerId,
      property: inFormOf(path, last?.property, tenantNamespace),
      labels: inOrderOf(labelsOf(found).labels, last?.labels, (label) => label),
    };
    return { inputs: read, outputs: { tenantNamespace }, creation: creationOf(found) };
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    const { sandbox, signal } = scope;
    const { tenantNamespace } = oldOutputs;
    const { registry } = sandbox.client;
    const now = await registry.getDescriptor(id, { signal });
    if (now === undefined) throw goneError("label descriptor", id);
    fieldOf(now, displayName);
    const theirs = labelsOf(now);
    const { labels } = mergeChanges(
      `label descriptor ${id}`,
      { oldInputs: { labels: oldInputs.labels }, newInputs: { labels: newInputs.labels }, theirs },
      unorderedLists,
    );
    if (isSame({ labels }, theirs, unorderedLists)) return { tenantNamespace };
    await verifyAdded(theirs, { labels }, scope);
    await registry.replaceDescriptor(id, replacementOf(now, { "xdm:labels": labels }), { signal });
    return { tenantNamespace };
  },

  delete: (id, _last, operation) => deleteDescriptor(id, displayName, operation),
};
