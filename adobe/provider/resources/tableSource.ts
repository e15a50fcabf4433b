import type { CheckFailure } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { isUnknown } from "../lifecycle/unknown";

/** The format of the data of every source of tables, by Adobe's guides. */
export const TABULAR = "tabular";

/** The connection specifications of databases, CRMs and other tables, by the flow specification `CRMToAEP`. */
const tableSources: readonly string[] = [
  "3416976c-a9ca-4bba-901a-1f08f66978ff", "38ad80fe-8b06-4938-94f4-d4ee80266b07", "d771e9c1-4f26-40dc-8617-ce58c4b53702",
  "3c9b37f8-13a6-43d8-bad3-b863b941fedd", "cc6a4487-9e91-433e-a3a3-9cf6626c1806", "3000eb99-cd47-43f3-827c-43caf170f015",
  "26d738e0-8963-47ea-aadf-c60de735468a", "74a1c565-4e59-48d7-9d67-7c03b8a13137", "cfc0fee1-7dc0-40ef-b73e-d8b134c436f5",
  "4f63aa36-bd48-4e33-bb83-49fbcd11c708", "cb66ab34-8619-49cb-96d1-39b37ede86ea", "eb13cb25-47ab-407f-ba89-c0125281c563",
  "1f372ff9-38a4-4492-96f5-b9a4e4bd00ec", "37b6bf40-d318-4655-90be-5cd6f65d334b", "a49bcc7d-8038-43af-b1e4-5a7a089a7d79",
  "221c7626-58f6-4eec-8ee2-042b0226f03b", "a8b6a1a4-5735-42b4-952c-85dce0ac38b5", "6a8d82bc-1caf-45d1-908d-cadabc9d63a6",
  "aac9bbd4-6c01-46ce-b47e-51c6f0f6db3f", "8e6b41a8-d998-4545-ad7d-c6a9fff406c3", "ecde33f2-c56f-46cc-bdea-ad151c16cd69",
  "102706fb-a5cd-42ee-afe0-bc42f017ff43", "09182899-b429-40c9-a15a-bf3ddbc8ced7", "0479cc14-7651-4354-b233-7480606c2ac3",
  "d6b52d86-f0f8-475f-89d4-ce54c8527328", "a8f4d393-1a6b-43f3-931f-91a16ed857f4", "1fe283f6-9bec-11ea-bb37-0242ac130002",
  "fcad62f3-09b0-41d3-be11-449d5a621b69", "ea1c2a08-b722-11eb-8529-0242ac130003", "35d6c4d8-c9a9-11eb-b8bc-0242ac130003",
  "ff4274f2-c9a9-11eb-b8bc-0242ac130003", "ba5126ec-c9ac-11eb-b8bc-0242ac130003", "b2e08744-4f1a-40ce-af30-7abac3e23cf3",
  "929e4450-0237-4ed2-9404-b7e1e0a00309", "2acf109f-9b66-4d5e-bc18-ebb2adcff8d5", "2fa8af9c-2d1a-43ea-a253-f00a00c74412",
]; // prettier-ignore

/** Whether a connection specification is one of tables. */
export function isTableSource(id: string): boolean {
  return tableSources.includes(id);
}

/**
 * What Adobe's guides to databases and CRMs rule out. Values may be unknown. The table is `tableName` in their requests, and
 * `path` in older ones. `columns` may be left out: the request in the guide to filters has none.
 */
export function tableFaults(
  given: Readonly<Record<string, unknown>>,
  format: unknown,
): CheckFailure[] {
  const isNamed = ["tableName", "path"].some((name) => (given[name] ?? "") !== "");
  const isOther = !isUnknown(format) && format !== TABULAR;
  return [
    ...(isNamed
      ? []
      : [{ property: "params.tableName", reason: "is required by this source; name the table" }]),
    ...(isOther
      ? [{ property: "format", reason: `must be "${TABULAR}" for a source of tables; give it` }]
      : []),
    ...columnFaults(given["columns"]),
  ];
}

function columnFaults(columns: unknown): CheckFailure[] {
  if (columns === undefined || isUnknown(columns)) return [];
  const property = "params.columns";
  if (!Array.isArray(columns))
    return [{ property, reason: "must be a list of columns, each with name and type; correct it" }];
  const names = columns.map((one: unknown) => (isObject(one) ? one["name"] : undefined));
  return columns.flatMap((one: unknown, index) => {
    if (isUnknown(one) || isUnknown(names[index])) return [];
    const name = names[index];
    const at = `${property}[${index}].name`;
    if (typeof name !== "string" || name === "")
      return [{ property: at, reason: "is required; give the name of the column" }];
    return names.indexOf(name) === index
      ? []
      : [{ property: at, reason: "is there twice; leave one out" }];
  });
}

/** The names of the columns that a source connection takes; undefined when it does not say. */
export function columnNamesOf(params: Readonly<Record<string, unknown>>): string[] | undefined {
  const { columns } = params;
  if (!Array.isArray(columns) || columns.length === 0) return undefined;
  const names = columns.map((one: unknown) => (isObject(one) ? one["name"] : undefined));
  return names.every((one) => typeof one === "string") ? names : undefined;
}

/**
 * Adobe's printed specification requires `meta` of each column, which the guides' requests leave out: no fault.
 */
export function isMissingMeta(fault: string): boolean {
  return /^params\.columns\[\d+\]\.meta: is required$/.test(fault);
}
