import { z } from "zod";
import { AdobeError } from "../../client";
import type { Definition } from "../core/definition";
import { UNKNOWN } from "../rpc";
import { breakingChanges } from "../xdm/breaking";
import { fieldFailures, xdmField } from "../xdm/field";
import { fieldTypes } from "../xdm/fieldPaths";
import { namespaceOf, tenantFields, toRegistry } from "../xdm/registryForm";
import type { RegistryResource } from "../../client/schemaRegistry";
import { descriptionInput, descriptionOf, inOrderOf, titleInput } from "./common";

const inputs = z.strictObject({
  title: titleInput,
  description: descriptionInput,
  intendedToExtend: z
    .array(z.string().min(1))
    .min(1, { error: "is empty; name the class it is for" })
    .describe(
      "`$id`s of the classes it fits, as `https://ns.adobe.com/xdm/context/experienceevent`.",
    ),
  properties: z
    .record(z.string(), xdmField)
    .describe(
      "Fields by name, placed below the organisation's tenant namespace. Names: letters, digits, `-` and `_`, not starting with `_`.",
    ),
  allowBreaking: z
    .boolean()
    .optional()
    .describe(
      "Lets a change through that Adobe counts as breaking: a field removed, retyped, moved or narrowed. Default false.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  altId: z.string().describe("`_<tenant>.mixins.<hex>`."),
  version: z.string().describe("`major.minor`, given by the registry."),
  tenantNamespace: z.string().describe("The organisation's field namespace, as `_acme`."),
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
    fields: fieldTypes(properties),
  };
}

function bodyOf(wanted: Inputs, namespace: string) {
  return {
    type: "object",
    title: wanted.title ?? "",
    ...descriptionOf(wanted.description),
    "meta:intendedToExtend": wanted.intendedToExtend,
    definitions: {
      customFields: {
        type: "object",
        properties: { [namespace]: { type: "object", properties: toRegistry(wanted.properties) } },
      },
    },
    allOf: [{ $ref: "#/definitions/customFields" }],
  };
}

export const fieldGroup: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:FieldGroup",
  description: "A field group of the tenant container: the custom fields of a schema.",
  word: "field group",
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
  sets: { intendedToExtend: "", required: "", enum: "" },

  check(news, olds) {
    const failures = fieldFailures(news.properties, ["properties"]);
    if (failures.length > 0 || olds === undefined || news.allowBreaking === true) return failures;
    return breakingChanges(olds.properties, news.properties, ["properties"]);
  },

  preview(news, current) {
    const { altId, tenantNamespace } = current?.state ?? {
      altId: UNKNOWN,
      tenantNamespace: UNKNOWN,
    };
    return { altId, tenantNamespace, version: UNKNOWN, fields: fieldTypes(news.properties) };
  },

  async find(wanted, { session, signal }) {
    const found = await session.client.registry.findByTitle("fieldgroups", wanted.title ?? "", {
      signal,
    });
    return found.map(({ $id }) => $id);
  },

  async create(wanted, { session, signal }) {
    const namespace = await session.tenantNamespace(signal);
    const made = await session.client.registry.create("fieldgroups", bodyOf(wanted, namespace), {
      signal,
    });
    return { id: made.$id, outputs: outputsOf(made, wanted.properties) };
  },

  async read(id, last, { session, signal }) {
    const found = await session.client.registry.get("fieldgroups", id, { signal });
    if (found === undefined) return undefined;
    const namespace = namespaceOf(found);
    session.learnTenant(namespace);
    const extended = found["meta:intendedToExtend"] as string[] | undefined;
    const read: Inputs = {
      title: found.title,
      ...descriptionOf(found["description"]),
      intendedToExtend: inOrderOf(extended ?? [], last?.intendedToExtend, (one) => one),
      properties: tenantFields(found, namespace),
    };
    return { id: found.$id, inputs: read, outputs: outputsOf(found, read.properties) };
  },

  async update(id, { news, state }, { session, signal }) {
    const body = bodyOf(news, state.tenantNamespace);
    const made = await session.client.registry.replace("fieldgroups", id, body, { signal });
    return outputsOf(made, news.properties);
  },

  async delete(id, _last, { session, context, signal }) {
    try {
      await session.client.registry.delete("fieldgroups", id, { signal });
    } catch (error) {
      if (!(error instanceof AdobeError) || !session.keptFieldGroups.has(id)) throw error;
      context.log(
        "warning",
        `the field group ${id} stays at Adobe: a schema that stays there uses it`,
      );
    }
  },
};
