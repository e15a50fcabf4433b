import * as pulumi from "@pulumi/pulumi";

import * as aep from "../../adobe/sdk";
import { userError } from "../../adobe/sdk/userError";
import { classRef } from "../../handlers/model";
import type { Settings } from "../config";
import type { Target } from "./dataflow";
import { unfitFields, type OtherType } from "./fieldCheck";
import { missingFieldGroup } from "./missingFields";

/** Schema and dataset, the stack's own or somebody else's. */
export interface FoundTarget extends Target {
  readonly datasetName: pulumi.Output<string>;
  /** The organization's namespace with its underscore. */
  readonly tenantNamespace: pulumi.Output<string>;
}

type Existing = NonNullable<Settings["relay"]["existing"]>;
type Schema = aep.xdm.GetSchemaResult;
type Dataset = aep.catalog.GetDatasetResult;

/**
 * Looks the schema and dataset of `chatlio-aep:existing` up, at every preview and update, and checks that the
 * rows fit. Everything else waits for the checks.
 *
 * @param wanted - Paths of the fields that the dataflows fill.
 */
export function findExisting(
  existing: Existing,
  { relay }: Settings,
  wanted: readonly string[],
  opts: pulumi.InvokeOutputOptions,
): FoundTarget {
  const checked = pulumi
    .all([
      aep.xdm.getSchemaOutput({ id: existing.schemaId }, opts),
      aep.catalog.getDatasetOutput({ id: existing.datasetId }, opts),
    ])
    .apply(([schema, dataset]) => {
      const problems = [
        ...datasetProblems(schema, dataset, relay.profile),
        ...schemaProblems(schema, wanted, pulumi.getStack()),
      ];
      if (problems.length > 0) throw userError(problems.join("\n\n"));
      return { schema, dataset };
    });
  return {
    datasetId: checked.apply(({ dataset }) => dataset.id),
    datasetName: checked.apply(({ dataset }) => dataset.name),
    schemaId: checked.apply(({ schema }) => schema.id),
    tenantNamespace: checked.apply(({ schema }) => schema.tenantNamespace),
    fields: checked.apply(({ schema }) => schema.fields),
  };
}

/** What is wrong with the dataset. Exported for tests. */
export function datasetProblems(schema: Schema, dataset: Dataset, profile: boolean): string[] {
  const problems: string[] = [];
  if (dataset.schemaId === "")
    problems.push(
      `The dataset ${dataset.id} (${dataset.name}) has no schema. Use another dataset: pulumi config set --path 'chatlio-aep:existing.datasetId' <id>`,
    );
  else if (dataset.schemaId !== schema.id)
    problems.push(
      `The dataset ${dataset.id} (${dataset.name}) has another schema than chatlio-aep:existing names: ${dataset.schemaId}. To use that one: pulumi config set --path 'chatlio-aep:existing.schemaId' ${dataset.schemaId}`,
    );
  if (dataset.profile && !profile)
    problems.push(
      `The dataset ${dataset.id} (${dataset.name}) is enabled for Profile, which takes rows of up to 10 KB. The relay truncates them for it, and direct mode cannot: pulumi config set chatlio-aep:profile true`,
    );
  if (!dataset.profile && profile)
    problems.push(
      `The dataset ${dataset.id} (${dataset.name}) is not enabled for Profile. Its owner must do that, or: pulumi config rm chatlio-aep:profile`,
    );
  return problems;
}

/**
 * What is wrong with the schema, with the field group that its owner would add. Exported for tests.
 *
 * @param stack - Name of the stack, for the field group's title.
 */
export function schemaProblems(schema: Schema, wanted: readonly string[], stack: string): string[] {
  if (schema.class !== classRef)
    return [
      `The schema ${schema.title} is not of the class XDM ExperienceEvent (${classRef}). Use another schema and its dataset.`,
    ];
  const { missing, ofOtherType, standardGroups } = unfitFields(schema.fields, wanted);
  // What else such a schema lacks is of no use: its owner could add it, and the rows would still not fit.
  if (ofOtherType.length > 0) return [otherTypeProblem(schema, ofOtherType)];
  const problems: string[] = [];
  if (standardGroups.length > 0)
    problems.push(
      `The schema ${schema.title} lacks ${standardGroups.length === 1 ? "a field group" : "field groups"} of Adobe, which its owner must add:\n${standardGroups.map((ref) => `  ${ref}`).join("\n")}`,
    );
  if (missing.length > 0) problems.push(missingProblem(schema, missing, stack));
  return problems;
}

function otherTypeProblem(schema: Schema, ofOtherType: readonly OtherType[]): string {
  const shown = (path: string) => path.replace(/^_tenant\b/, schema.tenantNamespace);
  const lines = ofOtherType.map(
    ({ path, is, needs }) =>
      `  ${shown(path)} is ${is === "any" ? "a map" : is}, and must be ${needs}`,
  );
  return `The schema ${schema.title} has fields of another type, which Adobe cannot change:\n${lines.join("\n")}\nUse another schema.`;
}

function missingProblem(schema: Schema, missing: readonly string[], stack: string): string {
  const { id: schemaId, tenantNamespace } = schema;
  const group = missingFieldGroup({ missing, schemaId, stack, tenantNamespace });
  const count = missing.length === 1 ? "a field" : `${missing.length} fields`;
  return `The schema ${schema.title} lacks ${count}. Its owner must create this field group (POST /data/foundation/schemaregistry/tenant/fieldgroups) and add it to the schema. If the schema has a field group from an earlier preview already, its owner can add the fields to that one instead:\n${JSON.stringify(group, null, 2)}`;
}
