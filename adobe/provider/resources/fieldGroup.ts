import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import type { RegistryResource } from "../../client/schemaRegistry";
import type { Definition } from "../lifecycle/definition";
import { isSame, merge } from "../lifecycle/merge";
import { isUnknown } from "../lifecycle/unknown";
import { breakingChanges } from "../xdm/breaking";
import { xdmField } from "../xdm/field";
import { fieldTypes } from "../xdm/fieldPaths";
import { fieldFailures } from "../xdm/fieldRules";
import { keepFields } from "../xdm/keptFields";
import {
  allFieldTypes,
  fromRegistry,
  namespaceOf,
  rawTenantFields,
  tenantFields,
  toRegistry,
} from "../xdm/registryForm";
import { tenantChanges } from "../xdm/tenantChanges";
import { descriptionInput, descriptionOf, inOrderOf, textsOf, titleInput } from "./common";
import { registryLookup } from "./registryLookup";
import { updateRegistryObject } from "./registryUpdate";

const inputs = z.strictObject({
  title: titleInput,
  description: descriptionInput,
  intendedToExtend: z
    .array(
      z.string().regex(/^https?:\/\/\S+$/, {
        error:
          "must be the $id of a class, as https://ns.adobe.com/xdm/context/experienceevent; correct it",
      }),
    )
    .min(1, { error: "is empty; name the class it is for" })
    .describe(
      "`$id`s of the classes it fits, as `https://ns.adobe.com/xdm/context/experienceevent`.",
    ),
  properties: z
    .record(z.string(), xdmField)
    .describe(
      "Fields by name, placed below the organization's tenant namespace. Names: letters, digits, `-` and `_`, not starting with `_`.",
    ),
  allowBreaking: z
    .boolean()
    .optional()
    .describe(
      "Tries a change that Adobe counts as breaking: a field removed, retyped, moved or narrowed. Default false: a field or a value of `enum` that the program does not have stays at Adobe, and so does a limit that is wider than the program's.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  altId: z.string().describe("`_<tenant>.mixins.<hex>`."),
  version: z.string().describe("`major.minor`, given by the registry."),
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
  fields: z
    .record(z.string(), z.string())
    .describe("Type by path, as `_tenant.chatlio.messages[*].text` → `string`. Known at preview."),
});
type Outputs = z.infer<typeof outputs>;

function outputsOf(resource: RegistryResource, properties: Inputs["properties"]): Outputs {
  return {
    altId: resource["meta:altId"],
    version: resource.version ?? "",
    tenantNamespace: namespaceOf(resource),
    fields: { ...allFieldTypes(resource), ...fieldTypes(properties) },
  };
}

/** Types of the program's fields, and of those at Adobe that no program can express. */
function previewedFields(newInputs: Inputs, current?: { inputs: Inputs; outputs: Outputs }) {
  const fields = fieldTypes(newInputs.properties);
  if (current === undefined || isUnknown(fields)) return fields;
  const expressed = fieldTypes(current.inputs.properties);
  const others = Object.entries(current.outputs.fields).filter(
    ([path]) => !Object.hasOwn(expressed, path),
  );
  return { ...Object.fromEntries(others), ...fields };
}

/** `fields`: as the registry takes them. */
function bodyOf(
  wanted: Pick<Inputs, "title" | "description" | "intendedToExtend">,
  fields: Record<string, unknown>,
  namespace: string,
) {
  return {
    type: "object",
    title: wanted.title ?? "",
    ...descriptionOf(wanted.description),
    "meta:intendedToExtend": wanted.intendedToExtend,
    definitions: {
      customFields: {
        type: "object",
        properties: { [namespace]: { type: "object", properties: fields } },
      },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  };
}

/** Inputs that Adobe stores, in the one form in which a read returns them. */
function normalize({ title, description, intendedToExtend, properties }: Inputs): Inputs {
  return {
    title,
    ...descriptionOf(description),
    intendedToExtend,
    properties: fromRegistry(toRegistry(properties)),
  };
}

function inputsOf(found: RegistryResource, last: Inputs | undefined): Inputs {
  const extended = textsOf(found["meta:intendedToExtend"]);
  return {
    title: found.title,
    ...descriptionOf(found["description"]),
    intendedToExtend: inOrderOf(extended, last?.intendedToExtend, (one) => one),
    properties: tenantFields(found, namespaceOf(found)),
  };
}

const unorderedLists = { intendedToExtend: "", required: "", enum: "" };

export const fieldGroup: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:FieldGroup",
  description:
    "A field group of the tenant container: the custom fields of a schema. An update changes what the program changed. What a program cannot express stays as it is: fields inside Adobe's standard objects (`web._tenant`), fields of a data type, a field group of Adobe's that it extends. Fields that the program does not have stay too.",
  displayName: "field group",
  inputs,
  outputs,
  importId:
    "`$id`, as `https://ns.adobe.com/acme/mixins/1f…`, or `meta:altId`, as `_acme.mixins.1f…`",
  example: `const chat = new aep.xdm.FieldGroup("chat", {
  intendedToExtend: ["https://ns.adobe.com/xdm/context/experienceevent"],
  properties: {
    chat: {
      type: "object",
      title: "Chat",
      properties: {
        id: { type: "string", title: "Conversation id" },
        startedAt: { type: "string", format: "date-time" },
      },
    },
  },
});`,
  nameInput: "title",
  uniqueName: true,
  replaces: { intendedToExtend: "a field group is made for its classes" },
  ignored: ["allowBreaking"],
  unorderedLists,

  keepUnknown(found, newInputs) {
    if (newInputs.allowBreaking === true) return { inputs: newInputs, kept: [] };
    const { fields, kept } = keepFields(found.properties, newInputs.properties);
    return { inputs: { ...newInputs, properties: fields }, kept };
  },

  check(newInputs, oldInputs) {
    const failures = fieldFailures(newInputs.properties, ["properties"]);
    if (failures.length > 0 || oldInputs === undefined || newInputs.allowBreaking === true)
      return failures;
    return breakingChanges(oldInputs.properties, newInputs.properties, ["properties"]);
  },

  preview(newInputs, current) {
    const { altId, tenantNamespace } = current?.outputs ?? {
      altId: UNKNOWN,
      tenantNamespace: UNKNOWN,
    };
    return {
      altId,
      tenantNamespace,
      version: UNKNOWN,
      fields: previewedFields(newInputs, current),
    };
  },

  ...registryLookup("fieldgroups"),

  async create(wanted, { sandbox, signal }) {
    const namespace = await sandbox.tenantNamespace(signal);
    const body = bodyOf(wanted, toRegistry(wanted.properties), namespace);
    const made = await sandbox.client.registry.create("fieldgroups", body, { signal });
    return { id: made.$id, outputs: outputsOf(made, wanted.properties) };
  },

  async read(id, last, { sandbox, signal }) {
    const found = await sandbox.client.registry.get("fieldgroups", id, { signal });
    if (found === undefined) return undefined;
    sandbox.learnTenant(namespaceOf(found));
    const read = inputsOf(found, last);
    return {
      id: found.$id,
      inputs: read,
      outputs: outputsOf(found, read.properties),
    };
  },

  async update(id, { oldInputs, newInputs }, scope) {
    const changed = await updateRegistryObject(
      "fieldgroups",
      id,
      { oldInputs: normalize(oldInputs), newInputs: normalize(newInputs) },
      scope,
      {
        displayName: "field group",
        unorderedLists,
        read: (now) => inputsOf(now, newInputs),
        changes(wanted, now) {
          const namespace = namespaceOf(now);
          const was = toRegistry(tenantFields(now, namespace));
          const raw = rawTenantFields(now, namespace);
          // What a field has that no program can express (a custom data type) stays as it is.
          const { merged } = merge(was, toRegistry(wanted.properties), raw, unorderedLists);
          const classes = inputsOf(now, newInputs).intendedToExtend;
          return [
            ...(isSame(classes, wanted.intendedToExtend, unorderedLists, "intendedToExtend")
              ? []
              : [{ op: "add", path: "/meta:intendedToExtend", value: wanted.intendedToExtend }]),
            ...tenantChanges(now, namespace, merged as Record<string, unknown>),
          ];
        },
      },
    );
    return outputsOf(changed, newInputs.properties);
  },

  async delete(id, _last, { sandbox, context, signal }) {
    if (sandbox.keptFieldGroups.has(id)) {
      context.log(
        "warning",
        `the field group ${id} stays at Adobe: a schema that stays there uses it`,
      );
      return;
    }
    await sandbox.client.registry.delete("fieldgroups", id, { signal });
  },
};
