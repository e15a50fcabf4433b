import type { CheckFailure } from "../../../provider-sdk";
import { isObject } from "../../client/json";
import { own } from "../../client/own";
import { specs } from "../../sdk/specs";
import { notTypo } from "../lifecycle/nearNames";
import { isUnknown } from "../lifecycle/unknown";
import { objectIn } from "./common";
import { isTableSource, tableFaults } from "./tableSource";

/** Values of a source by name, as `params` and `data.properties` have them. */
export type Values = Readonly<Record<string, unknown>>;

/** Adobe's id of Data Landing Zone, which is Adobe's own storage and needs no base connection. */
const LANDING_ZONE = "26f526f2-58f4-4712-961d-e41bf1ccc0e8";

/** The connection specifications of storages of files, by the flow specification `CloudStorageToAEP`. */
const fileSources = [
  "b3ba5556-48be-44b7-8b85-ff2b69b46dc4", "ecadc60c-7455-4d87-84dc-2a0e293d997b", "b7829c2f-2eb0-4f49-a6ee-55e33008b629",
  "4c10e202-c428-4796-9208-5f1f5732b1cf", "fb2e94c9-c031-467d-8103-6bd6e0a432f2", "32e8f412-cdf7-464c-9885-78184cb113fd",
  "b7bf2577-4520-42c9-bae9-cad01560f7bc", "998b8ae3-cec0-43b7-8abe-40b1eb4ee069", "be5ec48c-5b78-49d5-b8fa-7c89ec4569b8",
  "54e221aa-d342-4707-bcff-7a4bceef0001", "c85f9425-fb21-426c-ad0b-405e9bd8a46c", LANDING_ZONE,
]; // prettier-ignore

/** Streaming sources with what their guides say of `params`: Amazon Kinesis, Azure Event Hubs, Google PubSub. */
const streamingSources: Readonly<Record<string, { readonly required: readonly string[] }>> = {
  "86043421-563b-46ec-8e6c-e23184711bf6": { required: ["stream"] },
  "bf9f5905-92b7-48bf-bf20-455bc6b60a4e": { required: ["eventHubName"] },
  // The topic may be in the base connection.
  "70116022-a743-464a-bbfe-e226a7f8210c": { required: [] },
};

/** What of a source the check looks at. Values may be unknown. */
export interface Source {
  readonly connectionSpec: unknown;
  readonly baseConnectionId?: unknown;
  readonly format?: unknown;
  readonly params?: unknown;
  readonly dataProperties?: unknown;
}

/** What Adobe's guides to storages of files, to tables and to streaming sources rule out. Nothing is said of other sources. */
export function sourceFaults(source: Source): CheckFailure[] {
  const { connectionSpec, baseConnectionId, format, params } = source;
  if ([connectionSpec, params].some(isUnknown)) return [];
  const id = String(objectOf(connectionSpec)["id"]);
  const isFiles = fileSources.includes(id);
  const streaming = own(streamingSources, id) as
    { readonly required: readonly string[] } | undefined;
  const given = objectOf(params);
  const needsBase = id !== LANDING_ZONE && baseConnectionId === undefined;
  const baseFaults = needsBase
    ? [failure("baseConnectionId", "is required by this source; give the id of a Connection")]
    : [];
  if (id === specs.datasetStore.id) return datasetFaults(given);
  if (isTableSource(id)) return [...baseFaults, ...tableFaults(given, format)];
  if (!isFiles && streaming === undefined) return [];
  const required = (streaming?.required ?? ["path"]).filter((name) => (given[name] ?? "") === "");
  return [
    ...baseFaults,
    ...required.map((name) =>
      failure(`params.${name}`, "is required by this source; give it a value"),
    ),
    ...Object.entries(isFiles ? fileValues : streamValues).flatMap(([name, values]) =>
      valueFault(`params.${name}`, given[name], values),
    ),
    ...(isFiles ? formatFaults(source) : []),
  ];
}

/** The datasets that a dataflow exports, by Adobe's guide (help/destinations/api/export-datasets.md). */
function datasetFaults({ datasets }: Values): CheckFailure[] {
  const property = "params.datasets";
  const reason = "is a list of the datasets to export, each with dataSetId; give one at least";
  if (isUnknown(datasets)) return [];
  if (!Array.isArray(datasets) || datasets.length === 0) return [failure(property, reason)];
  const ids = datasets.map((one: unknown) => (isUnknown(one) ? one : objectOf(one)["dataSetId"]));
  return ids.flatMap((id, index) => {
    const at = `${property}[${index}].dataSetId`;
    if ((id ?? "") === "") return [failure(at, "is required; give the id of a dataset")];
    if (isUnknown(id) || ids.indexOf(id) === index) return [];
    return [failure(at, "is a dataset that is in the list before; remove one of them")];
  });
}

/** What people call files with columns, for which Adobe has one name. */
const columnFormats = /^(csv|tsv|psv|txt|text)$/i;

/** What looks wrong about the format of files. Other formats than the guide's exist. */
export function formatRemark({ connectionSpec, format }: Source): string | undefined {
  const id = String(objectOf(connectionSpec)["id"]);
  if (!fileSources.includes(id) || !columnFormats.test(String(format))) return undefined;
  return `format: Adobe's guide has no "${String(format)}"; it calls files with columns "delimited"`;
}

const fileValues = { type: ["file", "folder"], recursive: ["true", "false"] };
const streamValues = { dataType: ["raw", "xdm"], reset: ["latest", "earliest"] };

function valueFault(property: string, value: unknown, values: readonly string[]): CheckFailure[] {
  if (value === undefined || isUnknown(value)) return [];
  const isOne =
    (typeof value === "string" || typeof value === "boolean") && values.includes(String(value));
  if (isOne) return [];
  const quoted = values.map((one) => `"${one}"`).join(" or ");
  return [failure(property, `must be ${quoted}${notTypo(value, values)}; correct it`)];
}

/** Which properties of files Adobe's guide has for which formats. */
const propertyFormats: Readonly<Record<string, readonly string[]>> = {
  columnDelimiter: ["delimited"],
  encoding: ["delimited"],
  compressionType: ["delimited", "json"],
};

function formatFaults({ format, dataProperties }: Source): CheckFailure[] {
  const given = objectOf(dataProperties);
  // Formats of XDM, as parquet_xdm, are in other guides.
  const isKnown = ["delimited", "json", "parquet"].includes(String(format));
  const misplaced = Object.entries(propertyFormats).filter(
    ([name, formats]) => isKnown && given[name] !== undefined && !formats.includes(String(format)),
  );
  const { columnDelimiter } = given;
  const isLong =
    typeof columnDelimiter === "string" &&
    !isUnknown(columnDelimiter) &&
    Array.from(columnDelimiter).length !== 1;
  return [
    ...misplaced.map(([name, formats]) =>
      failure(
        `dataProperties.${name}`,
        `is for the format ${formats.map((one) => `"${one}"`).join(" or ")}, and this source has "${String(format)}"; correct one of them`,
      ),
    ),
    ...(isLong
      ? [failure("dataProperties.columnDelimiter", "must be one character; correct it")]
      : []),
  ];
}

function failure(property: string, reason: string): CheckFailure {
  return { property, reason };
}

function objectOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/**
 * Values as Adobe shows them: of an import, all; otherwise those that the program gives. Where Adobe shows a number or
 * truth value as a text, or the other way round, it is the program's value.
 */
export function valuesOf(actual: Values, last: Values | undefined, isImport: boolean): Values {
  const names = Object.keys(isImport ? actual : (last ?? {}));
  return Object.fromEntries(
    names
      .filter((name) => (own(actual, name) ?? undefined) !== undefined)
      .map((name) => [name, inFormOf(actual[name], own(last ?? {}, name))]),
  );
}

function inFormOf(actual: unknown, last: unknown): unknown {
  if (isObject(actual) && isObject(last))
    return Object.fromEntries(
      Object.entries(actual).map(([key, one]) => [key, inFormOf(one, own(last, key))]),
    );
  if (Array.isArray(actual) && Array.isArray(last))
    return actual.map((one: unknown, index) => inFormOf(knownOf(one, last[index]), last[index]));
  const areScalars = [actual, last].every(
    (one) => one !== null && !["object", "undefined"].includes(typeof one),
  );
  return areScalars && String(actual) === String(last) ? last : actual;
}

/** An element of a list, as a column, without what the program does not give: Adobe or somebody has added it. */
function knownOf(actual: unknown, last: unknown): unknown {
  if (!isObject(actual) || !isObject(last)) return actual;
  return Object.fromEntries(Object.entries(actual).filter(([key]) => Object.hasOwn(last, key)));
}

/** What of a source connection no program can write. */
export function notWritten(found: unknown): string[] {
  const known = ["format", "properties"];
  return Object.entries(objectIn(found, "data"))
    .filter(([key, value]) => !known.includes(key) && (value ?? "") !== "")
    .map(([key]) => `data.${key}`);
}
