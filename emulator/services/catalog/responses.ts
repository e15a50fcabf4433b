import { filterBy, sortBy } from "../../common/filter";
import { arrayOf, type JsonObject, objectOf, own, textOf, valueAt } from "../../common/json";
import type { Call } from "../../common/service";
import type { Batch, Dataset } from "../../state/entities";
import { expiryTag } from "../dataHygiene/expirations";
import { firstCode } from "../schemaRegistry/recordMessages";
import { lastBatches } from "./batches";
import { catalogError, catalogErrors } from "./errors";
import { isTimeSeries } from "./retention";

/** About what a row takes in the lake: the emulator keeps none of its files. */
const ROW_BYTES = 1_000;

const defaultLimit = 20;
const maxLimit = 100;

/** Parameters of list requests; every other one filters by the field of that name. */
const listParameters = new Set([
  "limit",
  "start",
  "orderBy",
  "properties",
  "property",
  "tags",
  "createdAfter",
  "createdBefore",
  "requestDataSource",
]);

/** The object with the wanted properties only; dots lead into objects. */
function selectProperties(object: JsonObject, properties: string | null): JsonObject {
  if (properties === null || properties === "") return object;
  return Object.fromEntries(
    properties
      .split(",")
      .map((path) => [path, valueAt(object, ...path.split("."))] as const)
      .filter(([, value]) => value !== undefined),
  );
}

/** A number of the query; rejected outside its range. */
function numberOf(
  call: Call,
  name: string,
  { fallback, min, max }: { fallback: number; min: number; max: number },
): number {
  const text = call.query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= min && value <= max && text.trim() !== "") {
    return value;
  }
  const range = max === Number.MAX_SAFE_INTEGER ? `${min} or more` : `from ${min} to ${max}`;
  throw catalogError(catalogErrors.badPage, `${name} must be a whole number, ${range}.`);
}

/** `te*t` as a regular expression; `**` stands for a literal star. */
function wildcard(text: string): string {
  return text
    .split("**")
    .map((part) =>
      part
        .split("*")
        .map((plain) => plain.replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&"))
        .join(".*"),
    )
    .join("\\*");
}

/** `name=a,b`, `name=!a`, and `name=te*t` as conditions. */
function simpleFilter(name: string, value: string): string {
  if (name === "name" && value.includes("*")) return `name~^${wildcard(value)}$`;
  return value.startsWith("!") ? `${name}!=${value.slice(1)}` : `${name}==${value}`;
}

/** `tags=name:value,other:*`: an object needs all of them. */
function hasTags(object: JsonObject, wanted: string | null): boolean {
  return (wanted ?? "")
    .split(",")
    .filter((pair) => pair !== "")
    .every((pair) => {
      const at = pair.indexOf(":");
      const [name, value] = at < 0 ? [pair, "*"] : [pair.slice(0, at), pair.slice(at + 1)];
      const pattern = new RegExp(`^${wildcard(value)}$`, "u");
      return arrayOf(own(object["tags"], name)).some((tag) => pattern.test(textOf(tag)));
    });
}

function isCreatedWithin(call: Call, created: unknown): boolean {
  const after = call.query.get("createdAfter");
  const before = call.query.get("createdBefore");
  return (
    (after === null || Number(created) > Number(after)) &&
    (before === null || Number(created) < Number(before))
  );
}

/** One object of a list: its response, and further fields by which the list can be filtered. */
export interface ListItem {
  readonly id: string;
  readonly response: JsonObject;
  readonly filterFields?: JsonObject;
}

/** A page of a list, keyed by id: filtered, sorted and limited as the query says. */
export function paginate(
  call: Call,
  items: readonly ListItem[],
  defaultOrder: string | null = null,
): JsonObject {
  const { query } = call;
  const start = numberOf(call, "start", { fallback: 0, min: 0, max: Number.MAX_SAFE_INTEGER });
  const limit = numberOf(call, "limit", { fallback: defaultLimit, min: 1, max: maxLimit });
  const view = ({ id, response, filterFields }: ListItem): JsonObject => ({
    id,
    ...response,
    ...filterFields,
  });
  const conditions = [
    ...query.getAll("property"),
    ...[...query]
      .filter(([name]) => !listParameters.has(name))
      .map(([name, value]) => simpleFilter(name, value)),
  ];
  const matching = filterBy(items, conditions, view).filter(
    ({ response }) =>
      hasTags(response, query.get("tags")) && isCreatedWithin(call, response["created"]),
  );
  return Object.fromEntries(
    sortBy(matching, query.get("orderBy") ?? defaultOrder, view)
      .slice(start, start + limit)
      .map(({ id, response }) => [id, selectProperties(response, query.get("properties"))]),
  );
}

/** The response to a lookup of one id, or of several separated by commas: those that exist, keyed by id. */
export function lookUp(
  call: Call,
  kind: string,
  find: (id: string) => JsonObject | undefined,
): JsonObject {
  const ids = (call.params["id"] ?? "").split(",");
  const found = ids
    .map((id) => [id, find(id)] as const)
    .filter((entry): entry is [string, JsonObject] => entry[1] !== undefined);
  if (found.length === 0) {
    throw catalogError(catalogErrors.notFound, `${kind} ${ids.join(", ")} was not found.`);
  }
  const properties = call.query.get("properties");
  return Object.fromEntries(
    found.map(([id, object]) => [id, selectProperties(object, properties)]),
  );
}

/** Headers with the version of the object, for If-Match, when the response holds a single one. */
export function versionHeaders(objects: JsonObject): Record<string, string> {
  const [only, ...others] = Object.values(objects);
  const version = objectOf(only)["version"];
  if (others.length > 0 || typeof version !== "string") return {};
  return { "e-tag": `"${version}"`, etag: `"${version}"` };
}

/** The reference by which Catalog names a dataset. */
export function referenceOf(id: string): string {
  return `@/dataSets/${id}`;
}

/** A dataset's view is an object of its own, which Catalog makes right after the dataset. */
function viewIdOf(id: string): string {
  return (BigInt(`0x${id}`) + 1n).toString(16).padStart(id.length, "0");
}

/** What the lake has of a dataset. The real numbers are counted from time to time; these are always new. */
function metricsOf({ sandbox }: Call, id: string, asOf: number): JsonObject {
  const { total } = sandbox.rows(id);
  return { storageSize: total * ROW_BYTES, rowCount: total, asOf };
}

/** A dataset without its id, which keys it. */
export function toDatasetResponse(
  call: Call,
  { id, created, updated, version, body }: Dataset,
): JsonObject {
  return {
    name: id,
    description: "",
    enableErrorDiagnostics: false,
    fileDescription: { format: "parquet" },
    ...body,
    tags: { ...objectOf(body["tags"]), ...expiryTag(call.sandbox, id) },
    ...lastBatches(call, id),
    version,
    imsOrg: call.user.orgId,
    sandboxId: call.sandbox.id,
    created,
    updated,
    createdClient: call.user.clientId,
    createdUser: call.user.userId,
    updatedUser: call.user.userId,
    viewId: viewIdOf(id),
    files: `@/dataSetFiles?dataSetId=${id}`,
    state: call.organization.assume["dataset-state"],
    extensions: {
      adobe_unifiedProfile: {},
      ...objectOf(body["extensions"]),
      adobe_lakeHouse: {
        ...objectOf(objectOf(body["extensions"])["adobe_lakeHouse"]),
        metrics: metricsOf(call, id, updated),
      },
    },
    persistence: {
      adls: { location: "adls", format: "delta", credentials: "@/dataSets/credentials" },
    },
    observableSchema: {},
    // No guide shows it; Adobe's client reads it.
    classification: {
      dataBehavior: isTimeSeries(call, body) ? "time-series" : "record",
      managedBy: "CUSTOMER",
    },
  };
}

/** Names the directory of the errors, with the code of the first rejected record where one is known. */
function errorsOf({ organization }: Call, { status, reason = "" }: Batch): readonly JsonObject[] {
  if (status === "success") return [];
  const code = firstCode(reason, organization.assume["streaming-codes"]);
  return [{ ...(code === undefined ? {} : { code }), description: "row_errors" }];
}

/** A batch without its id, which keys it. */
export function toBatchResponse(call: Call, batch: Batch): JsonObject {
  return {
    status: batch.status,
    created: batch.created,
    updated: batch.updated,
    started: batch.created,
    completed: batch.updated,
    imsOrg: call.user.orgId,
    sandboxId: call.sandbox.id,
    createdClient: "streaming",
    createdUser: call.user.userId,
    updatedUser: call.user.userId,
    recordCount: batch.recordCount,
    failedRecordCount: batch.failedRecordCount,
    relatedObjects: [{ type: "dataSet", id: batch.datasetId }],
    metrics: {
      recordsWritten: batch.recordCount,
      failedRecordCount: batch.failedRecordCount,
    },
    errors: errorsOf(call, batch),
    version: "1.0.0",
  };
}

/** The file of a successful batch; its contents are not available. */
export function toFileResponse(call: Call, fileId: string, batch: Batch): JsonObject {
  return {
    id: fileId,
    batchId: batch.id,
    dataSetViewId: batch.datasetId,
    imsOrg: call.user.orgId,
    createdUser: call.user.userId,
    createdClient: "streaming",
    updatedUser: call.user.userId,
    version: "1.0.0",
    created: batch.created,
    updated: batch.created,
  };
}
