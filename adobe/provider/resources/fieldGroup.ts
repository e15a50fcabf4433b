import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import { own } from "../../client/own";
import type { RegistryResource } from "../../client/schemaRegistry";
import type { Definition } from "../lifecycle/definition";
import { isSame } from "../lifecycle/merge";
import { isUnknown } from "../lifecycle/unknown";
import { conditionallyRequired, contentFailures, keepContent } from "../xdm/contentRules";
import { contentTypes } from "../xdm/contentTypes";
import { xdmField } from "../xdm/field";
import type { XdmFields } from "../xdm/field";
import { fromRegistry, toRegistry } from "../xdm/fieldForm";
import { groupChanges } from "../xdm/groupChanges";
import { groupBody, groupContent, withoutEmpty } from "../xdm/groupForm";
import { inexpressible } from "../xdm/inexpressible";
import { allFieldTypes, namespaceOf } from "../xdm/registryForm";
import { withWidthsOf, withoutDerivedWidths } from "../xdm/widths";
import {
  descriptionInput,
  descriptionOf,
  inOrderOf,
  mapValues,
  textsOf,
  titleInput,
} from "./common";
import { creationOf } from "./creationRecord";
import { fieldPath } from "./descriptorPath";
import { verifyGroup } from "./groupVerification";
import { keepReferences } from "./keptParts";
import { sayNotWritten } from "./notWritten";
import { registryLookup } from "./registryLookup";
import { updateRegistryObject } from "./registryUpdate";
import { inFormOfRefs, refPropertyInput } from "./singleFieldInput";

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
  required: z
    .array(z.string())
    .optional()
    .describe("Names of `properties` that every record must have."),
  standardProperties: z
    .record(z.string(), z.record(z.string(), xdmField))
    .optional()
    .describe(
      "Fields inside Adobe's standard objects, by the path of the object, as `web.webPageDetails`, or `productListItems[*]` for the elements of a list. There too they are placed below the tenant namespace.",
    ),
  standardRequired: z
    .array(fieldPath)
    .optional()
    .describe(
      "Paths of what every record must have inside Adobe's standard objects: fields of `standardProperties`, and the objects that they are in, as `person`, `person.name`, `person.name._tenant` and `person.name._tenant.nickName`. Adobe's guide and UI require all objects around a required field; where one is left out, what is in it is required only of records that have it. Of Adobe's own fields no public document shows that a field group may require them, so there is no way to write it, and an import names it by path.",
    ),
  extendedGroups: z
    .array(
      z.string().regex(/^https?:\/\/\S+$/, {
        error:
          "must be the $id of a field group, as https://ns.adobe.com/xdm/context/experienceevent-web; correct it",
      }),
    )
    .optional()
    .describe(
      "`$id`s of the field groups whose fields this one has too, mostly Adobe's: so a copy of a standard field group gets fields of its own.",
    ),
  extendedFields: z
    .array(
      z
        .strictObject({
          ref: z
            .string()
            .regex(/^https?:\/\/\S+$/, {
              error:
                "must be the $id of a field group, as https://ns.adobe.com/xdm/context/experienceevent-web; correct it",
            })
            .describe("`$id` of the field group."),
          refProperty: refPropertyInput,
        })
        .meta({ id: "ExtendedFields", description: "Single fields of another field group." }),
    )
    .optional()
    .describe(
      "Field groups of which this one has single fields only, in place of all of them (`extendedGroups`). Adobe documents it for schemas (`fieldGroups[].refProperty`); of field groups no document tells.",
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

function outputsOf(resource: RegistryResource, wanted: Inputs): Outputs {
  return {
    altId: resource["meta:altId"],
    version: resource.version ?? "",
    tenantNamespace: namespaceOf(resource),
    fields: { ...allFieldTypes(resource), ...contentTypes(wanted) },
  };
}

/** Types of the program's fields, and of those at Adobe that no program can express. */
function previewedFields(newInputs: Inputs, current?: { inputs: Inputs; outputs: Outputs }) {
  const fields = contentTypes(newInputs);
  if (current === undefined || isUnknown(fields)) return fields;
  const expressed = contentTypes(current.inputs);
  const others = Object.entries(current.outputs.fields).filter(
    ([path]) => !Object.hasOwn(expressed, path),
  );
  return { ...Object.fromEntries(others), ...fields };
}

function bodyOf(wanted: Inputs, namespace: string) {
  return {
    type: "object",
    title: wanted.title ?? "",
    ...descriptionOf(wanted.description),
    "meta:intendedToExtend": wanted.intendedToExtend,
    ...groupBody(wanted, namespace),
  };
}

/** Inputs that Adobe stores, in the one form in which a read returns them. */
function normalize({ title, description, intendedToExtend, ...content }: Inputs): Inputs {
  const { properties, required, standardProperties, standardRequired } = content;
  const { extendedGroups, extendedFields } = content;
  return {
    title,
    ...descriptionOf(description),
    intendedToExtend,
    ...withoutEmpty({
      properties: stored(properties),
      required,
      standardProperties: standardProperties && mapValues(standardProperties, stored),
      standardRequired,
      extendedGroups,
      extendedFields: extendedFields?.map(({ ref, refProperty }) => ({ ref, refProperty })),
    }),
  };
}

function stored(fields: XdmFields): XdmFields {
  return fromRegistry(toRegistry(fields));
}

function inputsOf(found: RegistryResource, last: Inputs | undefined): Inputs {
  const extended = textsOf(found["meta:intendedToExtend"]);
  const namespace = namespaceOf(found);
  const content = groupContent(found, namespace);
  const { properties, required, standardProperties, standardRequired } = content;
  const { extendedGroups, extendedFields } = content;
  return {
    title: found.title,
    ...descriptionOf(found["description"]),
    intendedToExtend: inOrderOf(extended, last?.intendedToExtend, (one) => one),
    ...withoutEmpty({
      properties: withWidthsOf(properties, last?.properties),
      required: required && inOrderOf(required, last?.required, (one) => one),
      standardProperties:
        standardProperties &&
        mapValues(standardProperties, (fields, path) =>
          withWidthsOf(fields, own(last?.standardProperties ?? {}, path)),
        ),
      standardRequired:
        standardRequired && inOrderOf(standardRequired, last?.standardRequired, (one) => one),
      extendedGroups:
        extendedGroups && inOrderOf(extendedGroups, last?.extendedGroups, (one) => one),
      extendedFields:
        extendedFields && inFormOfRefs(extendedFields, last?.extendedFields, namespace),
    }),
  };
}

const unorderedLists = {
  intendedToExtend: "",
  extendedGroups: "",
  extendedFields: "ref",
  refProperty: "",
  required: "",
  standardRequired: "",
  enum: "",
};

export const fieldGroup: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:FieldGroup",
  description:
    "A field group of the tenant container: the custom fields of a schema. A class, field group, data type or standard object that it names and that does not exist is an error at preview. An update changes what the program changed. Fields that the program does not have stay at Adobe. What no program can write stays too, and an import names it by its path.",
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
        rating: { type: "integer", enum: ["1", "2"], enumTitles: { 1: "Bad", 2: "Good" } },
        labels: { type: "object", additionalProperties: { type: "string" } },
        office: { type: "object", ref: "https://ns.adobe.com/xdm/common/address" },
      },
    },
  },
  extendedGroups: ["https://ns.adobe.com/xdm/context/experienceevent-web"],
  standardProperties: {
    web: { chatWidget: { type: "string", title: "Widget on the page" } },
  },
});`,
  nameInput: "title",
  uniqueName: true,
  replaces: { intendedToExtend: "a field group is made for its classes" },
  ignored: ["allowBreaking"],
  unorderedLists,

  canonical({ properties, required, standardProperties, ...more }) {
    const { standardRequired, extendedGroups, extendedFields, ...others } = more;
    const inside =
      standardProperties === undefined || isUnknown(standardProperties)
        ? standardProperties
        : mapValues(standardProperties, withoutDerivedWidths);
    const content = {
      required,
      standardProperties: inside,
      standardRequired,
      extendedGroups,
      extendedFields,
    };
    return {
      ...others,
      ...withoutEmpty({ properties: withoutDerivedWidths(properties), ...content }),
    };
  },

  keepUnknown(found, newInputs) {
    if (newInputs.allowBreaking === true) return { inputs: newInputs, kept: [] };
    const { content, kept } = keepContent(found, newInputs);
    return { inputs: { ...newInputs, ...content }, kept };
  },

  check(newInputs, oldInputs, warn) {
    for (const [path, object] of conditionallyRequired(newInputs))
      warn(
        `standardRequired: ${path} is required only of records that have ${object}; add ${object} to require it of all`,
      );
    return contentFailures(newInputs, newInputs.allowBreaking === true ? undefined : oldInputs);
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

  verify: (wanted, scope) => verifyGroup(wanted, undefined, scope),
  async verifyUpdate({ oldInputs, newInputs, oldOutputs }, scope) {
    await verifyGroup(newInputs, oldInputs, scope);
    const fields = previewedFields(newInputs, { inputs: oldInputs, outputs: oldOutputs });
    if (!isUnknown(fields)) scope.sandbox.plannedFields.set(oldOutputs.altId, fields);
  },

  ...registryLookup("fieldgroups"),

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    const namespace = await sandbox.tenantNamespace(signal);
    await verifyGroup(wanted, undefined, scope);
    const body = bodyOf(wanted, namespace);
    const made = await sandbox.client.registry.create("fieldgroups", body, { signal });
    return { id: made.$id, outputs: outputsOf(made, wanted) };
  },

  async read(id, last, { sandbox, context, signal }) {
    const found = await sandbox.client.registry.get("fieldgroups", id, { signal });
    if (found === undefined) return undefined;
    sandbox.learnTenant(namespaceOf(found));
    const read = inputsOf(found, last);
    if (last === undefined)
      sayNotWritten("field group", found.$id, inexpressible(found, namespaceOf(found)), context);
    const creation = creationOf(found);
    return { id: found.$id, inputs: read, outputs: outputsOf(found, read), creation };
  },

  async update(id, { oldInputs, newInputs }, scope) {
    await verifyGroup(newInputs, oldInputs, scope);
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
          const classes = inputsOf(now, newInputs).intendedToExtend;
          return [
            ...(isSame(classes, wanted.intendedToExtend, unorderedLists, "intendedToExtend")
              ? []
              : [{ op: "add", path: "/meta:intendedToExtend", value: wanted.intendedToExtend }]),
            ...groupChanges(now, namespaceOf(now), wanted),
          ];
        },
      },
    );
    return outputsOf(changed, newInputs);
  },

  async delete(id, _last, { sandbox, context, signal }) {
    if (sandbox.keptParts.has(id)) {
      const now = await sandbox.client.registry.get("fieldgroups", id, { signal });
      keepReferences(now, sandbox);
      context.log(
        "warning",
        `the field group ${id} stays at Adobe: a schema that stays there uses it`,
      );
      return;
    }
    await sandbox.client.registry.delete("fieldgroups", id, { signal });
  },
};
