import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import type { Json } from "../../client/json";
import type { RegistryResource, ResourceKind } from "../../client/schemaRegistry";
import type { Definition, Operation } from "../lifecycle/definition";
import { contentFailures, keepContent } from "../xdm/contentRules";
import type { Fields } from "../xdm/dataTypeForm";
import { xdmField } from "../xdm/field";
import type { XdmFields } from "../xdm/field";
import { fromRegistry, toRegistry } from "../xdm/fieldForm";
import type { FieldTypes } from "../xdm/fieldPaths";
import type { PatchOperation } from "../xdm/groupChanges";
import { withoutEmpty } from "../xdm/groupForm";
import { withWidthsOf, withoutDerivedWidths } from "../xdm/widths";
import { descriptionInput, descriptionOf, inOrderOf, titleInput } from "./common";
import { creationOf } from "./creationRecord";
import { sayNotWritten } from "./notWritten";
import { dataTypesIn, verifyIds } from "./registryIds";
import { registryLookup } from "./registryLookup";
import { updateRegistryObject } from "./registryUpdate";

/** Inputs that all that has fields of its own has in common: classes, data types and relational schemas. */
export const holderInputs = {
  title: titleInput,
  description: descriptionInput,
  properties: z
    .record(z.string(), xdmField)
    .describe("Fields by name. Names: letters, digits, `-` and `_`, not starting with `_`."),
  required: z
    .array(z.string())
    .optional()
    .describe("Names of `properties` that every record must have."),
  allowBreaking: z
    .boolean()
    .optional()
    .describe(
      "Tries a change that Adobe counts as breaking: a field removed, retyped or narrowed. Default false: a field or a value of `enum` that the program does not have stays at Adobe, and so does a limit that is wider than the program's.",
    ),
};

/** The type of {@link holderInputs}, and what a data type does not have. */
export interface HolderInputs {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly behavior?: string | undefined;
  readonly properties: XdmFields;
  readonly required?: string[] | undefined;
  readonly allowBreaking?: boolean | undefined;
}

/** Outputs of all of them. */
export interface HolderOutputs {
  readonly altId: string;
  readonly version: string;
  readonly fields: FieldTypes;
}

/** Where a class, a data type or a relational schema has its fields at Adobe. */
export interface HolderForm {
  readonly kind: ResourceKind;
  readonly displayName: string;
  /** The body of a create, without title and description. */
  body(wanted: HolderInputs, operation: Operation): Json | Promise<Json>;
  fields(found: RegistryResource): Fields;
  /** The inputs that it has next to {@link holderInputs}. */
  others(found: RegistryResource, last: HolderInputs | undefined): Pick<HolderInputs, "behavior">;
  changes(now: RegistryResource, wanted: Fields): PatchOperation[];
  /** What no program can write, by path. */
  inexpressible(found: RegistryResource): string[];
  types(wanted: HolderInputs): FieldTypes;
  /** Throws when the object is of the same kind at Adobe, and of another resource type here. */
  check?(found: RegistryResource): void;
}

const unorderedLists = { required: "", enum: "" };

type Shared =
  | "unorderedLists" | "ignored" | "nameInput" | "uniqueName" | "canonical" | "keepUnknown" | "check"
  | "preview" | "verify" | "verifyUpdate" | "find" | "list" | "create" | "read" | "update" | "delete"; // prettier-ignore

/** What the definitions of all of them have in common. */
export function fieldHolder(
  form: HolderForm,
): Pick<Definition<HolderInputs, HolderOutputs>, Shared> {
  return {
    nameInput: "title",
    uniqueName: true,
    ignored: ["allowBreaking"],
    unorderedLists,
    ...registryLookup(form.kind),
    ...rules(form),
    ...operations(form),
  };
}

function rules(
  form: HolderForm,
): Pick<
  Definition<HolderInputs, HolderOutputs>,
  "canonical" | "keepUnknown" | "check" | "verify" | "verifyUpdate" | "preview"
> {
  return {
    canonical: ({ properties, required, ...others }) => ({
      ...others,
      ...withoutEmpty({ properties: withoutDerivedWidths(properties), required }),
    }),
    keepUnknown(found, newInputs) {
      if (newInputs.allowBreaking === true) return { inputs: newInputs, kept: [] };
      const { content, kept } = keepContent(found, newInputs);
      return { inputs: { ...newInputs, ...content }, kept };
    },
    check: (newInputs, oldInputs) =>
      contentFailures(newInputs, newInputs.allowBreaking === true ? undefined : oldInputs),
    verify: (wanted, scope) => verify(wanted, undefined, scope),
    verifyUpdate: ({ oldInputs, newInputs }, scope) => verify(newInputs, oldInputs, scope),
    preview: (newInputs, current) => ({
      altId: current?.outputs.altId ?? UNKNOWN,
      version: UNKNOWN,
      fields: form.types(newInputs),
    }),
  };
}

/** Looks up the data types that fields name and did not before. */
function verify(
  wanted: HolderInputs,
  was: HolderInputs | undefined,
  scope: Operation,
): Promise<void> {
  const idsOf = ({ properties }: HolderInputs) => dataTypesIn({ properties });
  return verifyIds(idsOf(wanted), was === undefined ? [] : idsOf(was), scope);
}

function operations(
  form: HolderForm,
): Pick<Definition<HolderInputs, HolderOutputs>, "create" | "read" | "update" | "delete"> {
  const { kind, displayName } = form;
  const outputsOf = (found: RegistryResource, wanted: HolderInputs): HolderOutputs => ({
    altId: found["meta:altId"],
    version: found.version ?? "",
    fields: form.types(wanted),
  });
  return {
    async create(wanted, operation) {
      const { sandbox, signal } = operation;
      await verify(wanted, undefined, operation);
      const body = {
        type: "object",
        title: wanted.title ?? "",
        ...descriptionOf(wanted.description),
        ...(await form.body(wanted, operation)),
      };
      const made = await sandbox.client.registry.create(kind, body, { signal });
      return { id: made.$id, outputs: outputsOf(made, wanted) };
    },

    async read(id, last, { sandbox, context, signal }) {
      const found = await sandbox.client.registry.get(kind, id, { signal });
      if (found === undefined) return undefined;
      const read = inputsOf(form, found, last);
      if (last === undefined)
        sayNotWritten(form.displayName, found.$id, form.inexpressible(found), context);
      const outputs = outputsOf(found, read);
      return { id: found.$id, inputs: read, outputs, creation: creationOf(found) };
    },

    async update(id, { oldInputs, newInputs }, scope) {
      await verify(newInputs, oldInputs, scope);
      const changed = await updateRegistryObject(
        kind,
        id,
        { oldInputs: normalize(oldInputs), newInputs: normalize(newInputs) },
        scope,
        {
          displayName,
          unorderedLists,
          read: (now) => inputsOf(form, now, newInputs),
          changes: (wanted, now) => form.changes(now, wanted),
        },
      );
      return outputsOf(changed, newInputs);
    },

    async delete(id, _last, { sandbox, context, signal }) {
      if (!sandbox.keptParts.has(id)) {
        await sandbox.client.registry.delete(kind, id, { signal });
        return;
      }
      const reason = "what stays there uses it";
      context.log("warning", `the ${displayName} ${id} stays at Adobe: ${reason}`);
    },
  };
}

/** Inputs that Adobe stores, in the one form in which a read returns them. */
function normalize(inputs: HolderInputs): HolderInputs {
  const { title, description, behavior, properties, required } = inputs;
  return {
    title,
    ...descriptionOf(description),
    ...(behavior === undefined ? {} : { behavior }),
    ...withoutEmpty({ properties: fromRegistry(toRegistry(properties)), required }),
  };
}

function inputsOf(
  form: HolderForm,
  found: RegistryResource,
  last: HolderInputs | undefined,
): HolderInputs {
  form.check?.(found);
  const { properties, required } = form.fields(found);
  return {
    title: found.title,
    ...descriptionOf(found["description"]),
    ...form.others(found, last),
    ...withoutEmpty({
      properties: withWidthsOf(properties, last?.properties),
      required: required && inOrderOf(required, last?.required, (one) => one),
    }),
  };
}
