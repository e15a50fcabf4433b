import * as z from "zod";

import { UNKNOWN } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import type { MappingSet } from "../../client/dataPrep";
import { listed } from "../../client/text";
import type { Definition, Operation } from "../lifecycle/definition";
import { isSame, mergeChanges } from "../lifecycle/merge";
import { creationOf } from "./creationRecord";
import { goneError } from "./gone";
import {
  OWNERSHIP_TAG,
  bodyOf,
  inputs,
  inputsOf,
  isUnknownType,
  normalize,
  notWritten,
  portable,
  sorted,
  unorderedLists,
  withoutGuesses,
} from "./mappingForm";
import type { Inputs } from "./mappingForm";
import { mappingFailures, missingRequired, unwrappedNames } from "./mappingRules";
import { sayNotWritten } from "./notWritten";
import { namespaceFor, tenantIn } from "./tenantNamespace";

const outputs = z.object({
  version: z.int().describe("Counts up from 0 with every change."),
  tenantNamespace: z.string().describe("The organization's field namespace, as `_acme`."),
});
type Outputs = z.infer<typeof outputs>;

/** Number of lookups of a new version after a PUT with an unknown outcome, before another PUT. */
const LOOKUPS = 3;
const LOOKUP_AFTER_MS = 1000;
const MAX_PUTS = 3;

/**
 * The newest version and its replacement. Undefined when nothing has to change.
 * @param replaced - the version that a PUT may have replaced with what is wanted.
 */
async function planned(
  id: string,
  oldInputs: Inputs,
  news: Inputs,
  namespace: string,
  scope: Operation,
  replaced?: MappingSet,
) {
  const newest = await readNewest(id, oldInputs.name, scope);
  if (newest === undefined) {
    throw goneError("mapping set", id);
  }
  // A type with an unknown name keeps the value that the version was written with.
  const isOurs = replaced !== undefined && newest.version > replaced.version;
  const theirs = portable(inputsOf(newest, isOurs ? news : oldInputs, namespace), namespace);
  const wanted = mergeChanges(
    `mapping set ${id}`,
    { oldInputs: portable(oldInputs, namespace), newInputs: portable(news, namespace), theirs },
    unorderedLists,
  );
  return { newest, theirs, wanted: isSame(wanted, theirs, unorderedLists) ? undefined : wanted };
}

/** `<id>@<version>` names a version; the id alone names the latest one. */
function readId(id: string): { id: string; version: number | undefined } {
  const [, bare = id, version] = /^(.*)@(\d{1,9})$/.exec(id) ?? [];
  return { id: bare, version: version === undefined ? undefined : Number(version) };
}

export const mappingSet: Definition<Inputs, Outputs> = {
  token: "adobe-aep:dataprep:MappingSet",
  description:
    "A mapping set of Data Prep. A change makes a new version; a dataflow stays on the version it was given until that changes too.",
  displayName: "mapping set",
  inputs,
  outputs,
  importId:
    "the mapping set's id, 32 hex digits, or `<id>@<version>` for another version than the latest",
  example: `const mapping = new aep.dataprep.MappingSet("chat", {
  schemaId: schema.id,
  fields: schema.fields,
  mappings: [
    { sourceType: "ATTRIBUTE", source: "\${id}", destination: "_id" },
    { sourceType: "ATTRIBUTE", source: "\${at}", destination: "timestamp" },
  ],
});`,
  nameInput: "name",
  tagLocation:
    "as the tag `pulumi`, for it has no description (should Data Prep not give tags back, one with the content that this run sent is adopted with a warning, and not deleted without your consent)",
  replaces: { schemaId: "a mapping set belongs to its target schema" },
  ignored: ["fields"],
  unorderedLists,

  check(news, _oldInputs, warn) {
    const failures = mappingFailures(news.mappings, news.fields, tenantIn(news.schemaId));
    const missing = failures.length > 0 ? [] : missingRequired(news.mappings, news.fields);
    if (missing.length > 0) {
      warn(
        `nothing is mapped to ${missing.join(" and ")}, which every event must have: Adobe rejects rows without`,
      );
    }
    const bare = failures.length > 0 ? [] : unwrappedNames(news.mappings);
    if (bare.length > 0) {
      const wrapped = listed(bare.map((name) => `\${${name}}`));
      warn(
        `${listed(bare)} in a source is also a function or a reserved word of Data Prep: write ${wrapped} to be safe`,
      );
    }
    return failures;
  },

  canonical: sorted,

  withoutGuesses,

  preview: (_news, current) => ({
    version: UNKNOWN,
    tenantNamespace: current?.outputs.tenantNamespace ?? UNKNOWN,
  }),

  async find(wanted, { sandbox, signal }) {
    const found = await sandbox.client.dataPrep.findByName(wanted.name ?? "", { signal });
    return found.map(({ id }) => id);
  },

  async list({ sandbox, signal, since }) {
    const all = await sandbox.client.dataPrep.findAll({ signal, since });
    return all.map(({ id, name = "" }) => ({ id, name }));
  },

  async create(wanted, scope) {
    const { body, tenantNamespace } = await bodyOf(wanted, scope);
    const made = await scope.sandbox.client.dataPrep.create(body, { signal: scope.signal });
    return { id: made.id, outputs: { version: made.version, tenantNamespace } };
  },

  async read(importId, last, scope, state) {
    const { id, version } = readId(importId);
    let found: MappingSet | undefined;
    if (state !== undefined && last?.name !== undefined) {
      found = await listedVersion(id, last.name, scope);
    }
    found ??= await readVersion(id, version ?? state?.version, version === undefined, scope);
    if (found === undefined) return undefined;
    const tenantNamespace = await namespaceFor(found.schemaId ?? last?.schemaId ?? "", scope);
    if (last === undefined)
      sayNotWritten("mapping set", id, notWritten(found, tenantNamespace), scope.context);
    return {
      id,
      inputs: inputsOf(found, last, tenantNamespace),
      outputs: { version: found.version, tenantNamespace },
      creation: creationOf({ created: found.createdAt }),
      tag: found.tags.find(({ name }) => name === OWNERSHIP_TAG)?.values?.[0],
      guessed: found.mappings
        .filter(({ sourceType }) => isUnknownType(sourceType))
        .map(({ destination }) => destination),
    };
  },

  async update(id, { oldInputs, newInputs, oldOutputs }, scope) {
    if (isSame(normalize(oldInputs), normalize(newInputs), unorderedLists)) {
      return { version: oldOutputs.version, tenantNamespace: oldOutputs.tenantNamespace };
    }
    const tenantNamespace = await namespaceFor(newInputs.schemaId, scope);
    const { dataPrep } = scope.sandbox.client;
    for (let put = 1; ; put++) {
      // Data Prep has no `If-Match`: what somebody else has mapped meanwhile is written again.
      const plan = await planned(id, oldInputs, newInputs, tenantNamespace, scope);
      const { wanted, newest, theirs } = plan;
      if (wanted === undefined) return { version: newest.version, tenantNamespace };
      const { body } = await bodyOf(wanted, scope, newest, theirs);
      try {
        const version = await dataPrep.replace(id, { id, ...body }, { signal: scope.signal });
        return { version, tenantNamespace };
      } catch (error) {
        if (!(error instanceof AdobeError) || error.details.ambiguous !== true) throw error;
        scope.context.log("debug", `outcome unknown (${error.message}); looking for a new version`);
        for (let lookup = 1; lookup <= LOOKUPS; lookup++) {
          await scope.sandbox.timing.sleep(LOOKUP_AFTER_MS * 2 ** (lookup - 1), scope.signal);
          const made = await planned(id, oldInputs, newInputs, tenantNamespace, scope, newest);
          if (made.wanted === undefined) return { version: made.newest.version, tenantNamespace };
        }
        if (put === MAX_PUTS) throw error;
      }
    }
  },

  async delete(id, _last, { sandbox, context, signal }) {
    try {
      await sandbox.client.dataPrep.delete(id, { signal });
    } catch (error) {
      const status = error instanceof AdobeError ? error.details.status : undefined;
      if (status !== 403 && status !== 405 && status !== 501) throw error;
      context.log(
        "warning",
        `the mapping set ${id} stays at Adobe, which does not let it be deleted (${status}); no dataflow uses it any more`,
      );
    }
  },
};

/** The list contains the latest version of each set, so one call tells whether there is a newer one. */
async function listedVersion(
  id: string,
  name: string,
  { sandbox, signal }: Operation,
): Promise<MappingSet | undefined> {
  const { dataPrep } = sandbox.client;
  const listed = await dataPrep.findByName(name, { signal });
  const found = listed.find((one) => one.id === id);
  return found?.mappings.length === 0 ? dataPrep.get(id, found.version, { signal }) : found;
}

/** The latest version, also of a set that has another name by now. */
async function readNewest(
  id: string,
  name: string | undefined,
  scope: Operation,
): Promise<MappingSet | undefined> {
  const listed = name === undefined ? undefined : await listedVersion(id, name, scope);
  return listed ?? readVersion(id, undefined, true, scope);
}

/** One version. Without a version the latest one, whichever of the two documented defaults Adobe applies. */
async function readVersion(
  id: string,
  version: number | undefined,
  orLatest: boolean,
  { sandbox, signal }: Operation,
): Promise<MappingSet | undefined> {
  const { dataPrep } = sandbox.client;
  const found = await dataPrep.get(id, version, { signal });
  if (found === undefined || !orLatest || version !== undefined || found.name === undefined) {
    return found;
  }
  // Without a version, the API reference says version 0, and Adobe's client expects the latest.
  const listed = await dataPrep.findByName(found.name, { signal });
  const latest = listed.find((one) => one.id === id);
  if (latest === undefined || latest.version === found.version) return found;
  return dataPrep.get(id, latest.version, { signal });
}
