import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import { partsOf, refsOf, type RegistryResource } from "../../client/schemaRegistry";
import { listed, plain } from "../../client/text";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame } from "../lifecycle/merge";
import { hasUnknown, isGiven, isUnknown } from "../lifecycle/unknown";
import { joinFieldTypes } from "../xdm/fieldPaths";
import type { FieldTypes } from "../xdm/fieldPaths";
import { keysOfReferences } from "../xdm/inexpressible";
import { namespaceOf } from "../xdm/registryForm";
import { isRelational } from "../xdm/relationalForm";
import { keepRefs, singleFieldFailures } from "../xdm/singleFieldRules";
import {
  changedParts,
  isSameFields,
  onlyFields,
  partOf,
  partRefs,
  refOf,
} from "../xdm/singleFields";
import type { PartRef } from "../xdm/singleFields";
import { standardFields } from "../xdm/standard";
import { descriptionInput, descriptionOf, titleInput } from "./common";
import { creationOf } from "./creationRecord";
import { explained } from "./explained";
import { sayNotWritten } from "./notWritten";
import { verifyIds } from "./registryIds";
import type { GivenId } from "./registryIds";
import { listSchemas, registryLookup } from "./registryLookup";
import { updateRegistryObject } from "./registryUpdate";
import {
  inFormOfRefs,
  namespaceFor,
  refPropertyInput,
  refPropertyText,
  verifySingleFields,
} from "./singleFieldInput";

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
          refProperty: refPropertyInput
            .optional()
            .describe(
              `${refPropertyText} Default: all fields. A path that the program does not have stays at Adobe, unless \`allowBreaking\` is set.`,
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
  const parts = wanted.fieldGroups.map(({ ref, fields = standardFields(ref), refProperty }) =>
    isUnknown(fields) || hasUnknown(refProperty) ? fields : onlyFields(fields, refProperty),
  );
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
  readonly fieldGroups: readonly PartRef[];
}

function normalize({ title, description, fieldGroups }: Inputs): NormalizedSchema {
  const refs = fieldGroups.map(({ ref, refProperty }) => refOf(ref, refProperty));
  return { title, description, fieldGroups: refs };
}

function bodyOf(
  { title, description, fieldGroups }: NormalizedSchema,
  itsClass: string,
  namespace: string,
) {
  return {
    type: "object",
    title: title ?? "",
    description: description ?? "",
    allOf: [{ ref: itsClass }, ...fieldGroups].map((one) => partOf(one, namespace)),
  };
}

/** The patch that gives a schema these field groups. Its class and all other parts stay. */
function fieldGroupChanges(resource: RegistryResource, wanted: readonly PartRef[]) {
  const now = normalize(inputsOf(resource, undefined)).fieldGroups;
  const namespace = namespaceOf(resource);
  const isThere = (one: PartRef) =>
    now.some((was) => was.ref === one.ref && isSameFields(was, one, namespace));
  if (now.length === wanted.length && wanted.every(isThere)) return [];
  const { kept, added } = changedParts(partsOf(resource), { now, wanted, namespace });
  return [{ op: "add", path: "/allOf", value: [...kept, ...added] }];
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
  const parts = partRefs(found, namespaceOf(found));
  const refs = parts.map(({ ref }) => ref);
  const classId = found["meta:class"];
  const itsClass =
    typeof classId === "string"
      ? classId
      : (refs.find((ref) => ref === last?.class) ?? refs[0] ?? "");
  const groups = parts
    .filter(({ ref }) => ref !== itsClass)
    .map((one) => {
      const fields = last?.fieldGroups.find((group) => group.ref === one.ref)?.fields;
      return fields === undefined ? one : { ...one, fields };
    });
  return {
    title: found.title,
    ...descriptionOf(found["description"]),
    class: itsClass,
    fieldGroups: inFormOfRefs(groups, last?.fieldGroups, namespaceOf(found)),
  };
}

/** What is wrong with the single fields that a program takes. */
function singleFields(groups: Inputs["fieldGroups"]) {
  if (isUnknown(groups)) return [];
  return groups.flatMap((one, index) => {
    if (isUnknown(one) || one.refProperty === undefined) return [];
    const fields = one.fields ?? (isUnknown(one.ref) ? undefined : standardFields(one.ref));
    return singleFieldFailures(one.refProperty, {
      property: `fieldGroups[${index}].refProperty`,
      fields,
    });
  });
}

/** The `$id`s that a schema names. */
function idsOfSchema({ class: itsClass, fieldGroups }: Inputs): GivenId[] {
  const refs = isUnknown(fieldGroups)
    ? []
    : fieldGroups.map((one, index) => ({
        kind: "fieldgroups" as const,
        id: isUnknown(one) ? UNKNOWN : one.ref,
        property: `fieldGroups[${index}].ref`,
      }));
  return [{ kind: "classes", id: itsClass, property: "class" }, ...refs];
}

/** Looks up what a schema names and did not before. */
async function verify(wanted: Inputs, was: Inputs | undefined, scope: Operation): Promise<void> {
  await verifyIds(idsOfSchema(wanted), was === undefined ? [] : idsOfSchema(was), scope);
  const { fieldGroups } = wanted;
  await verifySingleFields(fieldGroups, { input: "fieldGroups", was: was?.fieldGroups }, scope);
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

const unorderedLists = { fieldGroups: "ref", refProperty: "" };

export const schema: Definition<Inputs, Outputs> = {
  token: "adobe-aep:xdm:Schema",
  description:
    "A schema of the tenant container: a class and the field groups that extend it. A class or field group that does not exist is named at preview, as is a path of `refProperty`.",
  displayName: "schema",
  inputs,
  outputs,
  importId:
    "`$id`, as `https://ns.adobe.com/acme/schemas/1f…`, or `meta:altId`, as `_acme.schemas.1f…`",
  example: `const schema = new aep.xdm.Schema("events", {
  class: "https://ns.adobe.com/xdm/context/experienceevent",
  fieldGroups: [
    {
      ref: "https://ns.adobe.com/xdm/context/experienceevent-web",
      refProperty: ["web.webPageDetails.URL", "web.webReferrer"],
    },
    { ref: chat.id, fields: chat.fields },
  ],
});`,
  nameInput: "title",
  uniqueName: true,
  replaces: { class: "a schema has one class for ever" },
  ignored: ["allowBreaking"],
  unorderedLists,
  ignoreOnImport: ["fieldGroups.fields"],

  keepUnknown(found, newInputs, sandbox) {
    const groups = newInputs.fieldGroups;
    if (newInputs.allowBreaking === true || isUnknown(groups))
      return { inputs: newInputs, kept: [] };
    if (groups.some((one) => isUnknown(one) || isUnknown(one.ref)))
      return { inputs: newInputs, kept: [] };
    const { refs, kept } = keepRefs(found.fieldGroups, groups);
    // When the program no longer has such a field group either, the field group stays too.
    for (const { ref } of refs.slice(groups.length)) sandbox.keptParts.add(ref);
    return { inputs: { ...newInputs, fieldGroups: refs }, kept };
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
    return [...failures, ...singleFields(newInputs.fieldGroups)];
  },

  preview(newInputs, current) {
    const { altId, tenantNamespace } = current?.outputs ?? {
      altId: UNKNOWN,
      tenantNamespace: UNKNOWN,
    };
    return { altId, tenantNamespace, version: UNKNOWN, fields: fieldsOf(newInputs) };
  },

  verify: (wanted, scope) => verify(wanted, undefined, scope),
  verifyUpdate: ({ oldInputs, newInputs }, scope) => verify(newInputs, oldInputs, scope),

  ...registryLookup("schemas"),
  list: (operation) => listSchemas(operation, (one) => !isRelational(one)),

  async create(wanted, scope) {
    const { sandbox, signal } = scope;
    await verify(wanted, undefined, scope);
    const namespace = await namespaceFor(wanted.fieldGroups, scope);
    const body = bodyOf(normalize(wanted), wanted.class, namespace);
    const made = await sandbox.client.registry
      .create("schemas", body, { signal })
      .catch(async (error: unknown) => {
        throw await explained(error, () => otherClass(wanted, scope));
      });
    sandbox.learnTenant(namespaceOf(made));
    return { id: made.$id, outputs: outputsOf(made, wanted) };
  },

  async read(id, last, { sandbox, signal, context }) {
    const found = await sandbox.client.registry.get("schemas", id, { signal });
    if (found === undefined) return undefined;
    sandbox.learnTenant(namespaceOf(found));
    const read = inputsOf(found, last);
    const others = keysOfReferences(found, (ref) => ref !== read.class);
    if (last === undefined) sayNotWritten("schema", found.$id, others, context);
    return {
      id: found.$id,
      inputs: read,
      outputs: outputsOf(found, read),
      creation: creationOf(found),
    };
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    if (isSame(normalize(oldInputs), normalize(newInputs), unorderedLists)) {
      // Only the known fields have changed. Adobe does not store them.
      const { altId, version, tenantNamespace } = oldOutputs;
      return { altId, version, tenantNamespace, fields: fieldsOf(newInputs) };
    }
    await verify(newInputs, oldInputs, scope);
    const changed = await updateRegistryObject(
      "schemas",
      id,
      { oldInputs: normalize(oldInputs), newInputs: normalize(newInputs) },
      scope,
      {
        displayName: "schema",
        unorderedLists,
        read: (now) => normalize(inputsOf(now, newInputs)),
        changes: (wanted, now) => fieldGroupChanges(now, wanted.fieldGroups),
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
