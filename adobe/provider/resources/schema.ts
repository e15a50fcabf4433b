import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import { partsOf, refsOf, type RegistryResource } from "../../client/schemaRegistry";
import { listed, plain } from "../../client/text";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame } from "../lifecycle/merge";
import { isGiven, isUnknown } from "../lifecycle/unknown";
import { joinFieldTypes } from "../xdm/fieldPaths";
import type { FieldTypes } from "../xdm/fieldPaths";
import type { PatchOperation } from "../xdm/groupChanges";
import { keysOfReferences } from "../xdm/inexpressible";
import { namespaceOf } from "../xdm/registryForm";
import { isRelational } from "../xdm/relationalForm";
import { standardFields } from "../xdm/standard";
import { descriptionInput, descriptionOf, inOrderOf, objectIn, textOf, titleInput } from "./common";
import { creationOf } from "./creationRecord";
import { explained } from "./explained";
import { sayNotWritten } from "./notWritten";
import { listSchemas, registryLookup } from "./registryLookup";
import { updateRegistryObject } from "./registryUpdate";

const inputs = z.strictObject({
  title: titleInput,
  description: descriptionInput,
  class: z
    .string()
    .min(1, {
      error:
        "is empty; a schema needs a class, as https://ns.adobe.com/xdm/context/experienceevent",
    })
    .describe("`$id` of the class, as `https://ns.adobe.com/xdm/context/experienceevent`."),
  fieldGroups: z
    .array(
      z
        .strictObject({
          ref: z
            .string()
            .min(1)
            .describe("`$id` of the field group: one of Adobe's, or `fieldGroup.id`."),
          fields: z
            .record(z.string(), z.string())
            .optional()
            .describe(
              "Its fields (`fieldGroup.fields`), so that what uses the schema can be checked at preview.",
            ),
        })
        .meta({ id: "FieldGroupRef", description: "A field group of a schema." }),
    )
    .describe(
      "Adding one is in place; one that the program does not have stays at Adobe, unless `allowBreaking` is set.",
    ),
  allowBreaking: z
    .boolean()
    .optional()
    .describe(
      "Tries to remove a field group that the program does not have. Default false: it stays.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  altId: z.string().describe("`_<tenant>.schemas.<hex>`."),
  version: z.string().describe("`major.minor`, given by the registry."),
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
  fields: z
    .record(z.string(), z.string())
    .describe(
      "Type by path: of the class and of Adobe's field groups as far as the provider knows them (`any` below the others), and those of `fieldGroups`. Known at preview.",
    ),
});
type Outputs = z.infer<typeof outputs>;

function fieldsOf(wanted: Inputs): FieldTypes {
  if (isUnknown(wanted.fieldGroups) || isUnknown(wanted.class))
    return UNKNOWN as unknown as FieldTypes;
  const parts = wanted.fieldGroups.map(({ ref, fields }) => fields ?? standardFields(ref));
  if (parts.some(isUnknown)) return UNKNOWN as unknown as FieldTypes;
  return joinFieldTypes([standardFields(wanted.class), ...parts]);
}

function outputsOf(resource: RegistryResource, wanted: Inputs): Outputs {
  return {
    altId: resource["meta:altId"],
    version: resource.version ?? "",
    tenantNamespace: namespaceOf(resource),
    fields: fieldsOf(wanted),
  };
}

/** The inputs that Adobe stores, without the class, which never changes. */
interface NormalizedSchema {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  /** `$id`s of the field groups. */
  readonly refs: readonly string[];
}

function normalize({ title, description, fieldGroups }: Inputs): NormalizedSchema {
  return { title, description, refs: fieldGroups.map(({ ref }) => ref) };
}

function bodyOf({ title, description, refs }: NormalizedSchema, itsClass: string) {
  return {
    type: "object",
    title: title ?? "",
    description: description ?? "",
    allOf: [itsClass, ...refs].map(($ref) => ({ $ref })),
  };
}

/** The patch that gives a schema these field groups. Its class and all other parts stay. */
function fieldGroupChanges(now: RegistryResource, refs: readonly string[]): PatchOperation[] {
  const current = normalize(inputsOf(now, undefined)).refs;
  const removed = current.filter((ref) => !refs.includes(ref));
  const added = refs.filter((ref) => !current.includes(ref));
  if (removed.length === 0 && added.length === 0) return [];
  const kept = partsOf(now).filter(
    (part) => !removed.includes(textOf(objectIn({ part }, "part")["$ref"])),
  );
  return [{ op: "add", path: "/allOf", value: [...kept, ...added.map(($ref) => ({ $ref }))] }];
}

/** The tag that puts a schema into the union of its class. Adobe never removes it. */
export function isInUnion(resource: RegistryResource): boolean {
  const tags = resource["meta:immutableTags"];
  return Array.isArray(tags) && tags.includes("union");
}

function inputsOf(found: RegistryResource, last: Inputs | undefined): Inputs {
  if (isRelational(found)) {
    throw new Error(
      `the schema ${found.$id} ("${plain(found.title)}") is relational and has no class; import it as adobe-aep:xdm:RelationalSchema, or give this one another title`,
    );
  }
  const refs = refsOf(found);
  const classId = found["meta:class"];
  const itsClass =
    typeof classId === "string"
      ? classId
      : (refs.find((ref) => ref === last?.class) ?? refs[0] ?? "");
  const groups = refs
    .filter((ref) => ref !== itsClass)
    .map((ref) => {
      const fields = last?.fieldGroups.find((group) => group.ref === ref)?.fields;
      return fields === undefined ? { ref } : { ref, fields };
    });
  return {
    title: found.title,
    ...descriptionOf(found["description"]),
    class: itsClass,
    fieldGroups: inOrderOf(groups, last?.fieldGroups, ({ ref }) => ref),
  };
}

/** Which field group of a schema is for other classes, and what to do about it. */
async function otherClass(
  { class: itsClass, fieldGroups }: Inputs,
  { sandbox, signal }: Pick<Operation, "sandbox" | "signal">,
): Promise<string | undefined> {
  for (const { ref } of fieldGroups) {
    const group = await sandbox.client.registry.get("fieldgroups", ref, { signal });
    const classes = group?.["meta:intendedToExtend"];
    if (group === undefined || !Array.isArray(classes) || classes.includes(itsClass)) continue;
    return `The field group "${plain(group.title)}" is for ${listed(classes.map((one) => plain(String(one))))}, and this schema is of another class. Add ${itsClass} to its intendedToExtend, or give the schema another field group`;
  }
  return undefined;
}

export const schema: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:Schema",
  description: "A schema of the tenant container: a class and the field groups that extend it.",
  displayName: "schema",
  inputs,
  outputs,
  importId:
    "`$id`, as `https://ns.adobe.com/acme/schemas/1f…`, or `meta:altId`, as `_acme.schemas.1f…`",
  example: `const schema = new aep.xdm.Schema("events", {
  class: "https://ns.adobe.com/xdm/context/experienceevent",
  fieldGroups: [
    { ref: "https://ns.adobe.com/xdm/context/experienceevent-web" },
    { ref: chat.id, fields: chat.fields },
  ],
});`,
  nameInput: "title",
  uniqueName: true,
  replaces: { class: "a schema has one class for ever" },
  ignored: ["allowBreaking"],
  unorderedLists: { fieldGroups: "ref" },
  ignoreOnImport: ["fieldGroups.fields"],

  keepUnknown(found, newInputs, sandbox) {
    const groups = newInputs.fieldGroups;
    if (newInputs.allowBreaking === true || isUnknown(groups))
      return { inputs: newInputs, kept: [] };
    if (groups.some((one) => isUnknown(one) || isUnknown(one.ref)))
      return { inputs: newInputs, kept: [] };
    const refs = groups.map(({ ref }) => ref);
    const others = found.fieldGroups.filter(({ ref }) => !refs.includes(ref));
    // When the program no longer has such a field group either, the field group stays too.
    for (const { ref } of others) sandbox.keptParts.add(ref);
    return {
      inputs: { ...newInputs, fieldGroups: [...groups, ...others] },
      kept: others.map(({ ref }) => ref),
    };
  },

  check(newInputs) {
    const failures = [];
    const refs = isUnknown(newInputs.fieldGroups)
      ? []
      : newInputs.fieldGroups.map(({ ref }) => ref);
    for (const [index, ref] of refs.entries()) {
      if (isGiven(ref) && refs.indexOf(ref) !== index) {
        failures.push({
          property: `fieldGroups[${index}].ref`,
          reason: `"${ref}" occurs twice; remove one`,
        });
      }
    }
    return failures;
  },

  preview(newInputs, current) {
    const { altId, tenantNamespace } = current?.outputs ?? {
      altId: UNKNOWN,
      tenantNamespace: UNKNOWN,
    };
    return { altId, tenantNamespace, version: UNKNOWN, fields: fieldsOf(newInputs) };
  },

  ...registryLookup("schemas"),
  list: (operation) => listSchemas(operation, (one) => !isRelational(one)),

  async create(wanted, { sandbox, signal }) {
    const body = bodyOf(normalize(wanted), wanted.class);
    const made = await sandbox.client.registry
      .create("schemas", body, { signal })
      .catch(async (error: unknown) => {
        throw await explained(error, () => otherClass(wanted, { sandbox, signal }));
      });
    sandbox.learnTenant(namespaceOf(made));
    return { id: made.$id, outputs: outputsOf(made, wanted) };
  },

  async read(id, last, { sandbox, signal, context }) {
    const found = await sandbox.client.registry.get("schemas", id, { signal });
    if (found === undefined) return undefined;
    if (last === undefined) sayNotWritten("schema", found.$id, keysOfReferences(found), context);
    sandbox.learnTenant(namespaceOf(found));
    const read = inputsOf(found, last);
    return {
      id: found.$id,
      inputs: read,
      outputs: outputsOf(found, read),
      creation: creationOf(found),
    };
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    if (isSame(normalize(oldInputs), normalize(newInputs), { refs: "" })) {
      // Only the known fields have changed. Adobe does not store them.
      const { altId, version, tenantNamespace } = oldOutputs;
      return { altId, version, tenantNamespace, fields: fieldsOf(newInputs) };
    }
    const changed = await updateRegistryObject(
      "schemas",
      id,
      { oldInputs: normalize(oldInputs), newInputs: normalize(newInputs) },
      scope,
      {
        displayName: "schema",
        unorderedLists: { refs: "" },
        read: (now) => normalize(inputsOf(now, newInputs)),
        changes: (wanted, now) => fieldGroupChanges(now, wanted.refs),
      },
    ).catch(async (error: unknown) => {
      throw await explained(error, () => otherClass(newInputs, scope));
    });
    return outputsOf(changed, newInputs);
  },

  async delete(id, _last, { sandbox, context, signal }) {
    const { registry } = sandbox.client;
    const now = await registry.get("schemas", id, { signal });
    if (now === undefined) return;
    if (!isInUnion(now)) {
      await registry.delete("schemas", id, { signal });
      return;
    }
    for (const ref of refsOf(now)) sandbox.keptParts.add(ref);
    context.log(
      "warning",
      `the schema ${id} stays at Adobe: it is in the union of Real-Time Customer Profile, which Adobe never undoes. Only a reset of the sandbox removes it`,
    );
  },
};
