import type { FlowItem } from "../../client/flowService";
import type { SpecItem } from "../../client/flowSpecs";
import { own } from "../../client/own";
import { plain } from "../../client/text";
import { specs } from "../../sdk/specs";
import type { Operation } from "../lifecycle/definition";
import { nearNames } from "../lifecycle/nearNames";
import { isUnknown } from "../lifecycle/unknown";
import { objectIn, textOf, textsOf } from "./common";
import type { DatasetExport } from "./datasetExport";
import type { DeltaColumn } from "./deltaColumn";
import { deltaRemark } from "./deltaVerification";
import type { Encryption } from "./encryptedFiles";
import { columnNamesOf, isTableSource, TABULAR } from "./tableSource";

/** What of a dataflow its connections have to fit. */
interface Wanted {
  readonly sourceConnectionIds: readonly string[];
  readonly targetConnectionIds: readonly string[];
  readonly schedule?: { readonly frequency: string } | undefined;
  readonly deltaColumn?: DeltaColumn | undefined;
  readonly encryption?: Encryption | undefined;
  readonly activation?: unknown;
  readonly datasetExport?: DatasetExport | undefined;
}

/**
 * Looks at the connections of a dataflow: at its sources where the flow specification is looked up, or it has a delta column
 * or encrypted files, or exports datasets; at its targets where it leads to a destination. Values may be unknown; what is not
 * known yet, or is not there, is not looked at. A connection that the flow specification does not name is a warning: no
 * document says that its lists are whole.
 *
 * @param spec - the flow specification, where it is looked up
 * @throws Error when a source is not of tables, of files or of datasets as the dataflow is, or does not take the column, or
 * when a target does not say in which files datasets are exported
 */
export async function verifyConnections(
  wanted: Wanted,
  spec: SpecItem | undefined,
  scope: Operation,
): Promise<void> {
  const { deltaColumn, encryption, datasetExport, schedule } = wanted;
  const given = [deltaColumn, encryption, datasetExport].some((one) => one !== undefined);
  if (!given && spec === undefined) return;
  const sources = await known("sourceConnections", wanted.sourceConnectionIds, scope);
  for (const source of sources) reject(sourceFault(source, wanted), "source", source);
  const unnamed = spec === undefined ? [] : notNamed(spec, "source", sources);
  if (leadsToDestination(spec)) {
    const targets = await known("targetConnections", wanted.targetConnectionIds, scope);
    if (spec !== undefined) unnamed.push(...notNamed(spec, "target", targets));
    if (unnamed.length === 0 && sources.some(isDatasets))
      for (const target of targets) reject(fileFault(target), "target", target);
  }
  for (const remark of unnamed) scope.context.log("warning", remark);
  // What is wrong then is the flow specification.
  const remark =
    unnamed.length > 0 ? undefined : deltaRemark(spec, deltaColumn, schedule?.frequency);
  if (remark !== undefined) scope.context.log("warning", remark);
}

/** Those that are known, and there. */
async function known(
  kind: "sourceConnections" | "targetConnections",
  ids: readonly string[],
  { sandbox, signal }: Operation,
): Promise<FlowItem[]> {
  const found: FlowItem[] = [];
  for (const id of isUnknown(ids) ? [] : ids.filter((one) => !isUnknown(one))) {
    const one = await sandbox.client.flows.get(kind, id, { signal });
    if (one !== undefined) found.push(one);
  }
  return found;
}

function reject(fault: string | undefined, end: "source" | "target", found: FlowItem): void {
  if (fault === undefined) return;
  const which = `${end} connection ${plain(found.name ?? "")} ${found.id}`;
  throw new Error(`${fault} (${which}). Nothing was made`);
}

/** Every source leads to the data lake. */
function leadsToDestination(spec: SpecItem | undefined): boolean {
  const ids = textsOf(spec?.["targetConnectionSpecIds"]);
  return ids.length > 0 && !ids.includes(specs.dataLake.id);
}

/** Connections that the flow specification does not name, each in a sentence. */
function notNamed(spec: SpecItem, end: "source" | "target", all: readonly FlowItem[]): string[] {
  const key = `${end}ConnectionSpecIds`;
  const allowed = textsOf(spec[key]);
  return all
    .map((one) => ({ one, used: connectionSpecOf(one) }))
    .filter(({ used }) => allowed.length > 0 && used !== "" && !allowed.includes(used))
    .map(
      ({ one, used }) =>
        `flowSpec: "${plain(spec.name ?? spec.id)}" does not name the connection specification ${plain(used)} of the ${end} connection ${plain(one.name ?? "")} ${one.id}, so Adobe is likely to reject the dataflow: give a flow specification whose ${key} has it (getFlowSpec), or another ${end} connection`,
    );
}

function connectionSpecOf(found: FlowItem): string {
  return textOf(objectIn(found, "connectionSpec")["id"]);
}

function isDatasets(found: FlowItem): boolean {
  return connectionSpecOf(found) === specs.datasetStore.id;
}

function sourceFault(found: FlowItem, wanted: Wanted): string | undefined {
  return (
    deltaFault(found, wanted.deltaColumn) ??
    encryptionFault(found, wanted.encryption) ??
    exportFault(found, wanted)
  );
}

/** Adobe's guide to exports of datasets gives it in every target (help/destinations/api/export-datasets.md). */
function fileFault(target: FlowItem): string | undefined {
  return (objectIn(target, "params")["datasetFileType"] ?? "") === ""
    ? "params.datasetFileType of the target connection: is required for a source of datasets; give it there, JSON or PARQUET"
    : undefined;
}

function deltaFault(found: FlowItem, column: DeltaColumn | undefined): string | undefined {
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

function encryptionFault(found: FlowItem, encryption: Encryption | undefined): string | undefined {
  if (encryption === undefined || isUnknown(encryption)) return undefined;
  const spec = connectionSpecOf(found);
  const isTables = textOf(objectIn(found, "data")["format"]) === TABULAR || isTableSource(spec);
  const what = isTables ? "tables" : own(others, spec);
  return what === undefined
    ? undefined
    : `encryption: is for sources of files, and this one is of ${what}; leave it out`;
}

/** What sources have that are neither files nor tables. */
const others: Readonly<Record<string, string>> = {
  [specs.chatlio.id]: "events",
  [specs.httpApi.id]: "events",
  [specs.profileStore.id]: "audiences",
  [specs.datasetStore.id]: "datasets",
};

function exportFault(
  found: FlowItem,
  { datasetExport, activation }: Pick<Wanted, "datasetExport" | "activation">,
): string | undefined {
  if (datasetExport === undefined && isDatasets(found))
    return `datasetExport: is required for a source of datasets; give it${activation === undefined ? "" : " in place of activation"}`;
  return datasetExport === undefined || isDatasets(found)
    ? undefined
    : "datasetExport: is for a source connection of specs.datasetStore, and this one is another; correct one of them";
}
