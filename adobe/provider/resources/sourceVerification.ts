import { plain } from "../../client/text";
import { specs } from "../../sdk/specs";
import type { Operation } from "../lifecycle/definition";
import { nearNames } from "../lifecycle/nearNames";
import { isUnknown } from "../lifecycle/unknown";
import { objectIn, textOf } from "./common";
import type { DatasetExport } from "./datasetExport";
import type { DeltaColumn } from "./deltaColumn";
import type { Encryption } from "./encryptedFiles";
import { columnNamesOf, isTableSource, TABULAR } from "./tableSource";

/** What of a dataflow its source connections have to fit. */
interface Wanted {
  readonly sourceConnectionIds: readonly string[];
  readonly deltaColumn?: DeltaColumn | undefined;
  readonly encryption?: Encryption | undefined;
  readonly datasetExport?: DatasetExport | undefined;
}

/**
 * Looks at the source connections of a dataflow with a delta column or encrypted files, or that exports datasets. Values may be unknown; what is not
 * known yet, or is not there, is not looked at.
 *
 * @throws Error when a source is not of tables, of files or of datasets, or does not take the column
 */
export async function verifySources(
  { sourceConnectionIds, deltaColumn, encryption, datasetExport }: Wanted,
  { sandbox, signal }: Operation,
): Promise<void> {
  if ([deltaColumn, encryption, datasetExport].every((one) => one === undefined)) return;
  if (isUnknown(sourceConnectionIds)) return;
  for (const id of sourceConnectionIds.filter((one) => !isUnknown(one))) {
    const found = await sandbox.client.flows.get("sourceConnections", id, { signal });
    const fault =
      found &&
      (deltaFault(found, deltaColumn) ??
        encryptionFault(found, encryption) ??
        exportFault(found, datasetExport));
    if (fault !== undefined)
      throw new Error(
        `${fault} (source connection ${plain(found?.name ?? "")} ${id}). Nothing was made`,
      );
  }
}

function deltaFault(found: object, column: DeltaColumn | undefined): string | undefined {
  if (column === undefined || isUnknown(column)) return undefined;
  const format = textOf(objectIn(found, "data")["format"]);
  if (format !== "" && format !== TABULAR)
    return `deltaColumn: is for sources of tables, and the format of this one is "${plain(format)}"; leave it out`;
  const columns = columnNamesOf(objectIn(found, "params"));
  const { name } = column;
  if (columns === undefined || isUnknown(name) || columns.includes(name)) return undefined;
  const [near] = nearNames(
    name,
    columns.map((one) => ({ name: one })),
  );
  const fix =
    near === undefined
      ? "; add it to them, or name one that is"
      : `; did you mean "${plain(near)}"? Correct it`;
  return `deltaColumn.name: "${plain(name)}" is not one of the columns that the source takes${fix}`;
}

function encryptionFault(found: object, encryption: Encryption | undefined): string | undefined {
  if (encryption === undefined || isUnknown(encryption)) return undefined;
  const spec = textOf(objectIn(found, "connectionSpec")["id"]);
  const isTables = textOf(objectIn(found, "data")["format"]) === TABULAR || isTableSource(spec);
  return isTables
    ? "encryption: is for sources of files, and this one is of tables; leave it out"
    : undefined;
}

function exportFault(found: object, wanted: DatasetExport | undefined): string | undefined {
  if (wanted === undefined) return undefined;
  const isDatasets = textOf(objectIn(found, "connectionSpec")["id"]) === specs.datasetStore.id;
  return isDatasets
    ? undefined
    : "datasetExport: is for a source connection of specs.datasetStore, and this one is another; correct one of them";
}
