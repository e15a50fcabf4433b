import * as z from "zod";

import type { MappingSet } from "../../client/dataPrep";
import type { Json } from "../../client/json";
import { own } from "../../client/own";
import type { Operation } from "../lifecycle/definition";
import { hasUnknown } from "../lifecycle/unknown";
import { fromTenant, toTenant } from "../xdm/tenant";
import { CONTENT_TYPE, fieldsInput, nameInput, schemaIdInput } from "./common";
import { named, unknownPaths } from "./notWritten";
import { namespaceFor, tenantIn } from "./tenantNamespace";

const mapping = z
  .strictObject({
    sourceType: z
      .enum(["ATTRIBUTE", "STATIC", "EXPRESSION"])
      .meta({
        id: "MappingSourceType",
        description: "How a mapping finds its value.",
        values: {
          ATTRIBUTE: "A field of the source.",
          STATIC: "The text of `source` itself.",
          EXPRESSION: "An expression of Adobe's Data Prep functions.",
        },
      })
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
      .describe(
        "Path in the target schema; `_tenant` stands for the tenant namespace, also in `web._tenant.score`.",
      ),
  })
  .meta({ id: "Mapping", description: "How one target field is filled." });

export const inputs = z.strictObject({
  name: nameInput,
  schemaId: schemaIdInput.describe("`$id` of the target schema."),
  fields: fieldsInput,
  mappings: z
    .array(mapping)
    .min(1, { error: "is empty; map at least one field" })
    .describe("Their order carries no meaning; each destination occurs once."),
});
export type Inputs = z.infer<typeof inputs>;
type SourceType = Inputs["mappings"][number]["sourceType"];

/**
 * The names of the types in Data Prep's responses: the first is from its API reference, the others are from
 * related documents only. So a type may be returned under another name.
 */
const sourceTypes: Readonly<Record<string, SourceType>> = {
  "text/x.schema-path": "ATTRIBUTE",
  "text/x.aep-xl": "EXPRESSION",
  "text/plain": "STATIC",
};

/** Name of the Data Prep tag that holds the ownership tag: a mapping set has no description. */
export const OWNERSHIP_TAG = "pulumi";

/**
 * The body of a create, or of a replacement of `now` that keeps what no program can express.
 * @param read - `now` in the form of the inputs.
 */
export async function bodyOf(wanted: Inputs, scope: Operation, now?: MappingSet, read?: Inputs) {
  const others = now?.tags.filter(({ name }) => name !== OWNERSHIP_TAG) ?? [];
  const tenantNamespace = await namespaceFor(wanted.schemaId, scope);
  const wholes = new Map(now?.mappings.map(({ destination, whole }) => [destination, whole]));
  const types = unknownTypes(now, read, tenantNamespace);
  const tags =
    scope.tag === undefined
      ? (now?.tags ?? [])
      : [...others, { name: OWNERSHIP_TAG, values: [scope.tag] }];
  return {
    tenantNamespace,
    body: {
      ...now?.options,
      name: wanted.name ?? "",
      outputSchema: {
        ...now?.outputSchema,
        schemaRef:
          now?.schemaRef?.id === wanted.schemaId
            ? now.schemaRef
            : { id: wanted.schemaId, contentType: CONTENT_TYPE },
      },
      mappings: wanted.mappings.map((one) => {
        const destination = toTenant(one.destination, tenantNamespace);
        const sourceType = types.get(mappingKey({ ...one, destination })) ?? one.sourceType;
        return { ...wholes.get(destination), ...one, sourceType, destination };
      }),
      ...(tags.length === 0 ? {} : { tags }),
    },
  };
}

function mappingKey({ sourceType, source, destination }: Inputs["mappings"][number]): string {
  return JSON.stringify([sourceType, source, destination]);
}

/**
 * The unknown names of types, by the mapping as it was read. A mapping that the program does not change keeps the name:
 * which type it stands for is only a guess.
 */
function unknownTypes(
  now: MappingSet | undefined,
  read: Inputs | undefined,
  tenantNamespace: string,
): ReadonlyMap<string, string> {
  const names = new Map(now?.mappings.map((one) => [one.destination, one.sourceType]));
  const unknown = read?.mappings.flatMap((one) => {
    const destination = toTenant(one.destination, tenantNamespace);
    const name = names.get(destination);
    if (name === undefined || !isUnknownType(name)) return [];
    return [[mappingKey({ ...one, destination }), name] as const];
  });
  return new Map(unknown);
}

/** Whether no document shows this name of a mapping's type. */
export function isUnknownType(sourceType: string): boolean {
  return !isSourceType(sourceType) && own(sourceTypes, sourceType) === undefined;
}

function isSourceType(text: string): text is SourceType {
  return mapping.shape.sourceType.options.some((one) => one === text);
}

/**
 * The type of a mapping. When its name is unknown, the last known type stays as long as source and
 * destination do. Otherwise it is `STATIC`: no document of Data Prep says how responses name that type.
 */
function typeOf(
  one: MappingSet["mappings"][number],
  last: Inputs["mappings"][number] | undefined,
): SourceType {
  const { sourceType, source } = one;
  if (isSourceType(sourceType)) return sourceType;
  return own(sourceTypes, sourceType) ?? (last?.source === source ? last.sourceType : "STATIC");
}

export function inputsOf(found: MappingSet, last: Inputs | undefined, namespace: string): Inputs {
  const lastAt = new Map(last?.mappings.map((one) => [toTenant(one.destination, namespace), one]));
  const name = found.name ?? last?.name;
  return sorted({
    ...(name === undefined ? {} : { name }),
    schemaId: found.schemaId ?? last?.schemaId ?? "",
    mappings: found.mappings.map((one) => {
      const { source, destination } = one;
      const was = lastAt.get(destination);
      return {
        sourceType: typeOf(one, was),
        source,
        destination:
          was?.destination === destination ? destination : fromTenant(destination, namespace),
      };
    }),
  });
}

export function sorted(wanted: Inputs): Inputs {
  if (hasUnknown(wanted.mappings)) return wanted;
  const mappings = [...wanted.mappings].sort((a, b) => (a.destination < b.destination ? -1 : 1));
  return { ...wanted, mappings };
}

export const unorderedLists = { mappings: "destination" };

/** The inputs that Adobe stores and can change. */
export function normalize({ name, schemaId, mappings }: Inputs): Inputs {
  return { name, schemaId, mappings };
}

/** Every destination below `_tenant`, in whatever form the program writes it. */
export function portable(inputs: Inputs, namespace: string): Inputs {
  const mappings = inputs.mappings.map((one) => ({
    ...one,
    destination: fromTenant(one.destination, namespace),
  }));
  return normalize({ ...inputs, mappings });
}

/** The imported mappings; a guessed type is replaced by the one that the program gives. */
export function withoutGuesses(
  imported: Inputs,
  newInputs: Inputs,
  guessed: readonly string[],
): Inputs {
  if (hasUnknown(newInputs.mappings)) return imported;
  const namespace = tenantIn(imported.schemaId);
  const wanted = new Map(
    newInputs.mappings.map((one) => [fromTenant(one.destination, namespace), one]),
  );
  const isGuess = new Set(guessed.map((destination) => fromTenant(destination, namespace)));
  const mappings = imported.mappings.map((one) => {
    const destination = fromTenant(one.destination, namespace);
    const now = wanted.get(destination);
    return isGuess.has(destination) && now?.source === one.source
      ? { ...one, sourceType: now.sourceType }
      : one;
  });
  return { ...imported, mappings };
}

/** What Data Prep says of a mapping, or works out from the schema. */
const mappingKeys = named(
  "sourceType", "source", "destination", "createdDate", "modifiedDate", "createdBy", "modifiedBy", "identity",
  "primaryIdentity", "matchScore", "functionVersion",
); // prettier-ignore

/** What of a mapping set no program can write. What is switched off, as Data Prep shows much, is nothing. */
export function notWritten({ options, tags, mappings }: MappingSet, namespace: string): string[] {
  const others = tags.filter(({ name }) => name !== OWNERSHIP_TAG);
  return [
    ...unknownPaths(withoutOff(options), {}),
    ...others.map(({ name }) => `tags[${JSON.stringify(name)}]`),
    ...mappings.flatMap(({ destination, whole }) =>
      unknownPaths(withoutOff(whole), mappingKeys).map(
        (key) => `mappings[${fromTenant(destination, namespace)}].${key}`,
      ),
    ),
  ];
}

function withoutOff(object: Json): Json {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== false));
}
