import { z } from "zod";
import { AdobeError } from "../../client";
import type { MappingSet } from "../../client/dataPrep";
import type { Definition, Scope } from "../core/definition";
import { hasUnknown } from "../core/unknown";
import { UNKNOWN } from "../rpc";
import { fromTenant, toTenant } from "../xdm/tenant";
import { CONTENT_TYPE, fieldsInput, nameInput, schemaIdInput } from "./common";
import { mappingFailures, missingRequired } from "./mappingRules";
import { namespaceFor } from "./tenantNamespace";

const mapping = z
  .strictObject({
    sourceType: z
      .enum(["ATTRIBUTE", "STATIC", "EXPRESSION"])
      .describe(
        "`ATTRIBUTE` copies a source field, `EXPRESSION` is Data Prep's language, `STATIC` a constant.",
      ),
    source: z
      .string()
      .min(1, { error: "is empty; give a path, an expression or a constant" })
      .describe(
        "Source path, expression or constant. Wrap names as `${name}`: Data Prep reserves many words.",
      ),
    destination: z
      .string()
      .min(1, { error: "is empty; name a field of the schema" })
      .describe("Path in the target schema; `_tenant` stands for the tenant namespace."),
  })
  .meta({ id: "Mapping", description: "How one target field is filled." });

const inputs = z.strictObject({
  name: nameInput,
  schemaId: schemaIdInput.describe("`$id` of the target schema."),
  fields: fieldsInput,
  mappings: z
    .array(mapping)
    .min(1, { error: "is empty; map at least one field" })
    .describe("Their order carries no meaning; each destination occurs once."),
});
type Inputs = z.infer<typeof inputs>;

const outputs = z.object({
  version: z.int().describe("Counts up from 0 with every change."),
  tenantNamespace: z.string().describe("The organisation's field namespace, as `_acme`."),
});
type Outputs = z.infer<typeof outputs>;

/** What Data Prep calls the types when it is asked (its API reference and sibling documents). */
const sourceTypes: Readonly<Record<string, Inputs["mappings"][number]["sourceType"]>> = {
  "text/x.schema-path": "ATTRIBUTE",
  "text/x.aep-xl": "EXPRESSION",
  "text/plain": "STATIC",
};

/** Name of the tag with an object's mark: a mapping set has no description to put it in. */
const MARK_TAG = "pulumi";

async function bodyOf(wanted: Inputs, scope: Scope) {
  const tenantNamespace = await namespaceFor(wanted.schemaId, scope);
  return {
    tenantNamespace,
    body: {
      name: wanted.name ?? "",
      outputSchema: { schemaRef: { id: wanted.schemaId, contentType: CONTENT_TYPE } },
      mappings: wanted.mappings.map((one) => ({
        ...one,
        destination: toTenant(one.destination, tenantNamespace),
      })),
      ...(scope.mark === undefined ? {} : { tags: [{ name: MARK_TAG, values: [scope.mark] }] }),
    },
  };
}

function inputsOf(found: MappingSet, last: Inputs | undefined, namespace: string): Inputs {
  const literal = new Set(last?.mappings.map(({ destination }) => destination));
  const name = found.name ?? last?.name;
  return sorted({
    ...(name === undefined ? {} : { name }),
    schemaId: found.schemaId ?? last?.schemaId ?? "",
    mappings: found.mappings.map(({ sourceType, source, destination }) => ({
      sourceType: sourceTypes[sourceType] ?? (sourceType as "ATTRIBUTE"),
      source,
      destination: literal.has(destination) ? destination : fromTenant(destination, namespace),
    })),
  });
}

function sorted(wanted: Inputs): Inputs {
  if (hasUnknown(wanted.mappings)) return wanted;
  const mappings = [...wanted.mappings].sort((a, b) => (a.destination < b.destination ? -1 : 1));
  return { ...wanted, mappings };
}

/** `<id>@<version>` names a version; the id alone the latest there is. */
function readId(id: string): { id: string; version: number | undefined } {
  const [bare = id, version] = id.split("@");
  return { id: bare, version: version === undefined ? undefined : Number(version) };
}

export const mappingSet: Definition<Inputs, Outputs> = {
  token: "adobe-aep:dataprep:MappingSet",
  description:
    "A mapping set of Data Prep. A change makes a new version; a dataflow stays on the version it was given until that changes too.",
  word: "mapping set",
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
  marked:
    "as the tag `pulumi`, for it has no description (should Data Prep not give tags back, the next create stops with the import line)",
  replaces: { schemaId: "a mapping set belongs to its target schema" },
  ignored: ["fields"],
  sets: { mappings: "destination" },

  check(news, _olds, warn) {
    const failures = mappingFailures(news.mappings, news.fields);
    const missing = failures.length > 0 ? [] : missingRequired(news.mappings, news.fields);
    if (missing.length > 0) {
      warn(
        `nothing is mapped to ${missing.join(" and ")}, which every event must have: Adobe refuses rows without`,
      );
    }
    return failures;
  },

  canonical: sorted,

  preview: (_news, current) => ({
    version: UNKNOWN,
    tenantNamespace: current?.state.tenantNamespace ?? UNKNOWN,
  }),

  async find(wanted, { session, signal }) {
    const found = await session.client.dataPrep.findByName(wanted.name ?? "", { signal });
    return found.map(({ id }) => id);
  },

  async create(wanted, scope) {
    const { body, tenantNamespace } = await bodyOf(wanted, scope);
    const made = await scope.session.client.dataPrep.create(body, { signal: scope.signal });
    return { id: made.id, outputs: { version: made.version, tenantNamespace } };
  },

  async read(asked, last, scope, state) {
    const { dataPrep } = scope.session.client;
    const { id, version } = readId(asked);
    const options = { signal: scope.signal };
    let found: MappingSet | undefined;
    if (state !== undefined && last?.name !== undefined) {
      // The list shows each set's latest version: one call tells whether there is a newer one.
      const listed = await dataPrep.findByName(last.name, options);
      found = listed.find((one) => one.id === id);
      if (found?.mappings.length === 0) found = await dataPrep.get(id, found.version, options);
    }
    found ??= await readVersion(id, version ?? state?.version, version === undefined, scope);
    if (found === undefined) return undefined;
    const tenantNamespace = await namespaceFor(found.schemaId ?? last?.schemaId ?? "", scope);
    return {
      id,
      inputs: inputsOf(found, last, tenantNamespace),
      outputs: { version: found.version, tenantNamespace },
      mark: found.tags[MARK_TAG]?.[0],
    };
  },

  async update(id, { olds, news, state }, scope) {
    const same = (one: Inputs) => JSON.stringify([one.name, sorted(one).mappings]);
    if (same(olds) === same(news)) {
      return { version: state.version, tenantNamespace: state.tenantNamespace };
    }
    const { body, tenantNamespace } = await bodyOf(news, scope);
    const { dataPrep } = scope.session.client;
    const version = await dataPrep.replace(id, { id, ...body }, { signal: scope.signal });
    return { version, tenantNamespace };
  },

  async delete(id, _last, { session, context, signal }) {
    try {
      await session.client.dataPrep.delete(id, { signal });
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

/** One version; for the latest, the highest of what Adobe's two answers to "no version" may mean. */
async function readVersion(
  id: string,
  version: number | undefined,
  orLatest: boolean,
  { session, signal }: Scope,
): Promise<MappingSet | undefined> {
  const { dataPrep } = session.client;
  const found = await dataPrep.get(id, version, { signal });
  if (found === undefined || !orLatest || version !== undefined || found.name === undefined) {
    return found;
  }
  // Without a version the reference answers with the first, Adobe's client expects the latest.
  const listed = await dataPrep.findByName(found.name, { signal });
  const latest = listed.find((one) => one.id === id);
  if (latest === undefined || latest.version === found.version) return found;
  return dataPrep.get(id, latest.version, { signal });
}
