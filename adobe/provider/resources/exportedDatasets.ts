import { isObject } from "../../client/json";
import { plain } from "../../client/text";
import { specs } from "../../sdk/specs";
import type { Operation } from "../lifecycle/definition";
import { isUnknown } from "../lifecycle/unknown";
import { permitted } from "./permitted";

/** What is looked at of a source of datasets. Values may be unknown. */
interface Source {
  readonly connectionSpec: { readonly id: string };
  readonly format?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  readonly dataProperties?: Readonly<Record<string, unknown>> | undefined;
}

/** Whether a source connection has the datasets that a dataflow exports. */
export function isOfDatasets({ connectionSpec }: Pick<Source, "connectionSpec">): boolean {
  return !isUnknown(connectionSpec) && connectionSpec.id === specs.datasetStore.id;
}

/**
 * The `data` of a source connection. One of datasets has none in Adobe's guide to exports
 * (help/destinations/api/export-datasets.md), unless the program gives what no document has.
 */
export function dataOf(source: Source) {
  const { format, dataProperties } = source;
  const isDefault = format === "json" && dataProperties === undefined;
  if (isOfDatasets(source) && isDefault) return {};
  const properties = dataProperties === undefined ? {} : { properties: dataProperties };
  return { data: { format, ...properties } };
}

/** What looks wrong about the format of a source of datasets. */
export function datasetFormatRemark(source: Source): string | undefined {
  if (!isOfDatasets(source) || isUnknown(source.format)) return undefined;
  const wrong = [
    ...(source.format === undefined || source.format === "json" ? [] : ["format"]),
    ...(source.dataProperties === undefined ? [] : ["dataProperties"]),
  ];
  return wrong.length === 0
    ? undefined
    : `${wrong.join(" and ")}: a source of datasets has none in Adobe's guide; leave it out. The target connection says in which files datasets are exported (params.datasetFileType)`;
}

/**
 * Looks up the datasets of a source, but those that this run has made or has in its state.
 *
 * @throws Error that names each that is not there
 */
export async function verifyDatasets(source: Source, scope: Operation): Promise<void> {
  const { params } = source;
  if (!isOfDatasets(source) || params === undefined || isUnknown(params)) return;
  const { datasets } = params;
  if (isUnknown(datasets) || !Array.isArray(datasets)) return;
  const { sandbox, signal } = scope;
  const faults = datasets.map(async (one: unknown, index) => {
    const id = isObject(one) ? one["dataSetId"] : undefined;
    if (typeof id !== "string" || isUnknown(id) || sandbox.knownIds.has(id)) return [];
    const found = await permitted(() =>
      sandbox.isThereOnce(`dataset/${id}`, () => sandbox.client.catalog.get(id, { signal })),
    );
    if (found !== false) return [];
    const where = `the sandbox "${sandbox.config.sandbox}" has no dataset ${plain(id)}, or the credential's role may not see it`;
    return [
      `params.datasets[${index}].dataSetId: ${where}; correct it, or give the id of a Dataset as an output`,
    ];
  });
  const found = (await Promise.all(faults)).flat();
  if (found.length > 0) throw new Error(`${found.join("; ")}. Nothing was made`);
}
