import * as z from "zod";

import { InitializationFailedError } from "../../../provider-sdk";
import { isSystem, retentionStores } from "../../client/catalog";
import type { CatalogDataset } from "../../client/catalog";
import { sentences } from "../../client/errors";
import type { Definition, Operation } from "../lifecycle/definition";
import { isGiven } from "../lifecycle/unknown";
import {
  CONTENT_TYPE,
  descriptionInput,
  descriptionOf,
  nameInput,
  objectIn,
  schemaIdInput,
} from "./common";
import { creationOf } from "./creationRecord";
import {
  datasetLabels,
  open,
  readLabels,
  setLabels,
  unorderedLists,
  updateLabels,
} from "./datasetLabels";
import {
  checkTags,
  newTags,
  openTags,
  tagInputs,
  tagInputsOf,
  tagPatches,
  unwritableTags,
} from "./datasetTags";
import { explained } from "./explained";
import { goneError } from "./gone";
import { addedLabels, verifyLabels } from "./labelNames";
import { sayNotWritten } from "./notWritten";
import { missingKeys } from "./relationalReasons";

const inputs = z.strictObject({
  name: nameInput,
  description: descriptionInput,
  schemaId: schemaIdInput.describe("`$id` of the schema of its rows."),
  ...tagInputs,
  labels: datasetLabels,
  errorDiagnostics: z
    .boolean()
    .optional()
    .describe("Keeps diagnostics of rejected rows. Default true."),
  retentionDays: z
    .int({ error: "must be a whole number of days" })
    .min(30, { error: "must be at least 30, Adobe's minimum for the data lake" })
    .optional()
    .describe(
      "Days after which rows expire in the data lake, at least 30. Expired rows are gone for ever. Default: never.",
    ),
  profileRetentionDays: z
    .int({ error: "must be a whole number of days" })
    .min(1, { error: "must be at least 1, Adobe's minimum for Profile" })
    .optional()
    .describe(
      "Days after which the rows' events expire in Real-Time Customer Profile, at least 1. Only with `profile`. Default: never.",
    ),
  forceDestroy: z
    .boolean()
    .optional()
    .describe(
      "Lets a destroy or replacement delete the dataset although it has rows. Default false. Kept in the state only: after a change, or an import, it is in force once `pulumi up` has run, though no change shows.",
    ),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({});
type Outputs = z.infer<typeof outputs>;

/** `P90D`, `P3M`, `P1Y`, as Adobe's retention guide writes periods; a month counts 30 days. */
function daysIn(period: unknown): number | undefined {
  const parts = typeof period === "string" ? /^P(\d+)([DWMY])$/.exec(period) : null;
  if (parts === null) return undefined;
  return Number(parts[1]) * ({ D: 1, W: 7, M: 30, Y: 365 }[parts[2] ?? "D"] ?? 1);
}

const stores = { retentionDays: "lake", profileRetentionDays: "profile" } as const;
type RetentionInput = keyof typeof stores;
const retentionInputs = Object.keys(stores) as RetentionInput[];

/** The retention of one store, as an input. */
function retentionOf(
  found: CatalogDataset,
  input: RetentionInput,
  last: Inputs | undefined,
): { [K in RetentionInput]?: number } {
  const extension = objectIn(found.extensions, retentionStores[stores[input]]);
  const { ttlValue } = objectIn(extension, "rowExpiration");
  // A period in a form that cannot be parsed still exists.
  const days = daysIn(ttlValue) ?? (typeof ttlValue === "string" ? last?.[input] : undefined);
  return days === undefined ? {} : { [input]: days };
}

function inputsOf(found: CatalogDataset, last: Inputs | undefined): Inputs {
  return {
    name: found.name,
    ...descriptionOf(found.description),
    schemaId: found.schemaRef?.id ?? last?.schemaId ?? "",
    ...tagInputsOf(found, last),
    errorDiagnostics: found.enableErrorDiagnostics ?? last?.errorDiagnostics ?? true,
    ...retentionOf(found, "retentionDays", last),
    // Earlier releases did not have this input: what somebody has set for their datasets in Adobe's UI stays.
    ...(last === undefined || last.profileRetentionDays !== undefined
      ? retentionOf(found, "profileRetentionDays", last)
      : {}),
  };
}

async function setRetention(
  id: string,
  input: RetentionInput,
  { [input]: days }: Inputs,
  { sandbox, signal }: Operation,
): Promise<void> {
  await sandbox.client.catalog.setRetention(id, days, { signal, store: stores[input] });
}

export const dataset: Definition<Inputs, Outputs> = {
  token: "adobe-aep:catalog:Dataset",
  description: "A dataset of the data lake. One with rows is only deleted with `forceDestroy`.",
  displayName: "dataset",
  inputs,
  outputs,
  importId: "the dataset's id, 24 hex digits",
  example: `const dataset = new aep.catalog.Dataset("events", {
  schemaId: schema.id,
  retentionDays: 365,
});`,
  nameInput: "name",
  comesAfter: {
    schemaId: [
      "adobe-aep:xdm:ProfileUnion",
      "adobe-aep:xdm:PrimaryKeyDescriptor",
      "adobe-aep:xdm:VersionDescriptor",
    ],
  },
  replaces: { schemaId: "a dataset keeps the schema it was made with" },
  ignored: ["forceDestroy"],
  open: [...open, ...openTags],
  unorderedLists,
  defaults: { profile: false, errorDiagnostics: true },

  check(newInputs, oldInputs) {
    const failures = checkTags(newInputs, oldInputs);
    if (isGiven(newInputs.profileRetentionDays) && !(newInputs.profile ?? false))
      failures.push({
        property: "profileRetentionDays",
        reason: "is only for a dataset in Profile; set profile: true, or leave it out",
      });
    return failures;
  },

  verify: ({ labels }, scope) => verifyLabels({ property: "labels", labels }, scope),
  // The outputs have the labels that were set: a create may have failed to set those of the inputs.
  verifyUpdate: ({ newInputs, oldOutputs }, scope) =>
    verifyLabels(
      { property: "labels", labels: addedLabels(oldOutputs.labels, newInputs.labels) },
      scope,
    ),

  preview: () => ({}),

  async find(wanted, { sandbox, signal }) {
    const found = await sandbox.client.catalog.findByName(wanted.name ?? "", { signal });
    return found.map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.catalog.findAll({ signal, since });
    return all.filter((one) => !isSystem(one)).map(({ id, name }) => ({ id, name }));
  },

  async create(wanted, scope) {
    await verifyLabels({ property: "labels", labels: wanted.labels }, scope);
    const tags = newTags(wanted);
    const body = {
      name: wanted.name ?? "",
      ...descriptionOf(wanted.description),
      schemaRef: { id: wanted.schemaId, contentType: CONTENT_TYPE },
      fileDescription: { persisted: true, containerFormat: "parquet", format: "parquet" },
      enableErrorDiagnostics: wanted.errorDiagnostics ?? true,
      ...(tags === undefined ? {} : { tags }),
    };
    const id = await scope.sandbox.client.catalog
      .create(body, { signal: scope.signal })
      .catch(async (error: unknown) => {
        throw await explained(error, () => missingKeys(wanted.schemaId, scope));
      });
    // Rows may arrive at once, so the labels come first.
    const due = (["labels", ...retentionInputs] as const).filter(
      (key) => wanted[key] !== undefined,
    );
    for (const [index, input] of due.entries()) {
      try {
        if (input === "labels") await setLabels(id, wanted.labels ?? [], scope);
        else await setRetention(id, input, wanted, scope);
      } catch (error) {
        // Without them among the outputs, the next update knows that they are not written yet.
        const missing = Object.fromEntries(due.slice(index).map((one) => [one, undefined]));
        throw new InitializationFailedError(id, missing, {}, [
          sentences(
            `the dataset ${id} was made, but without its ${input === "labels" ? "labels" : "retention"}: ${error instanceof Error ? error.message : String(error)}`,
            "The next `pulumi up` sets what is missing",
          ),
        ]);
      }
    }
    return { id, outputs: {} };
  },

  async read(id, last, scope) {
    const { sandbox, context, signal } = scope;
    const found = await sandbox.client.catalog.get(id, { signal });
    if (found === undefined) return undefined;
    if (last === undefined) sayNotWritten("dataset", found.id, unwritableTags(found), context);
    const inputs = { ...inputsOf(found, last), ...(await readLabels(id, last, scope)) };
    return { inputs, outputs: {}, creation: creationOf(found) };
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    const { catalog } = scope.sandbox.client;
    const { signal } = scope;
    // Writes only what the program changed and Adobe does not have yet. An interrupted run may have written
    // some of it. What somebody else changed is left for a refresh to show.
    const now = await catalog.get(id, { signal });
    if (now === undefined) throw goneError("dataset", id);
    const labels = addedLabels(oldOutputs.labels, newInputs.labels);
    await verifyLabels({ property: "labels", labels }, scope);
    const current = inputsOf(now, { ...oldInputs, ...newInputs });
    const isDue = (key: "name" | "description" | "errorDiagnostics") =>
      newInputs[key] !== oldInputs[key] && newInputs[key] !== current[key];
    const changes = {
      ...(isDue("name") ? { name: newInputs.name } : {}),
      ...(isDue("description") ? { description: newInputs.description ?? "" } : {}),
      ...(isDue("errorDiagnostics") ? { enableErrorDiagnostics: newInputs.errorDiagnostics } : {}),
    };
    if (Object.keys(changes).length > 0) await catalog.update(id, changes, { signal });
    for (const patch of tagPatches(now, oldInputs, newInputs)) {
      await catalog.patch(id, patch, { signal });
    }
    await updateLabels(id, { oldInputs, newInputs, oldOutputs }, scope);
    // The outputs have what was written: a create may have failed to set what the inputs in the state have.
    for (const input of retentionInputs) {
      const days = newInputs[input];
      if (days !== oldOutputs[input] && days !== current[input])
        await setRetention(id, input, newInputs, scope);
    }
    return {};
  },

  async delete(id, { inputs: last }, { sandbox, signal }) {
    const { catalog } = sandbox.client;
    if (last.forceDestroy !== true && (await catalog.hasRows(id, { signal }))) {
      throw new Error(
        `the dataset "${last.name ?? id}" (${id}) has rows and is not deleted. To delete it with its rows, set forceDestroy: true and run \`pulumi up\` first; to keep it and only forget it, use retainOnDelete`,
      );
    }
    await catalog.delete(id, { signal });
  },
};
