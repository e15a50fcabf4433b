import { typed, type FieldTypes } from "../../common/fields";
import { patchedBy } from "../../common/jsonPatch";
import { headerValue, mediaTypeOf } from "../../common/headers";
import { arrayOf, isObject, objectOf, stringOf, without, type JsonObject } from "../../common/json";
import { hexId } from "../../common/ids";
import type { Call } from "../../common/service";
import { composedById } from "../schemaRegistry/compose";
import { timeSeries } from "../schemaRegistry/global";
import { findResource } from "../schemaRegistry/library";
import type { Dataset } from "../../state/entities";
import { lastBatches } from "./batches";
import { catalogError, catalogErrors } from "./errors";
import { expiryTag } from "./expirations";

/** Keys Catalog writes itself; what a caller sends for them is dropped. */
const serverKeys = new Set([
  "version",
  "imsOrg",
  "created",
  "updated",
  "createdClient",
  "createdUser",
  "updatedUser",
  "viewId",
  "files",
  "observableSchema",
  "sandboxId",
  "lastBatchId",
  "lastBatchStatus",
  "lastSuccessfulBatch",
  "lastFailedBatch",
]);

/** Tags that tell of something else than the dataset. */
const serverTags = ["adobe/hygiene/ttl"];

export const datasetOf = (call: Call): Dataset => {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.datasets.get(id);
  if (found === undefined)
    throw catalogError(catalogErrors.notFound, `Dataset ${id} was not found.`);
  return found;
};

const datasetTypes: FieldTypes = {
  name: "text",
  description: "text",
  tags: "object of lists",
  schemaRef: "object",
  extensions: "object",
  fileDescription: "object",
};

const checkTypes = (body: unknown): JsonObject =>
  typed(body, datasetTypes, (detail) => catalogError(catalogErrors.badField, detail));

const ownKeys = (body: JsonObject): JsonObject => {
  const own = Object.fromEntries(Object.entries(body).filter(([key]) => !serverKeys.has(key)));
  return isObject(own["tags"]) ? { ...own, tags: without(own["tags"], ...serverTags) } : own;
};

/** Reads `enabled:true` as well as `enabled: true`. */
const isProfile = (body: JsonObject): boolean =>
  arrayOf(objectOf(body["tags"])["unifiedProfile"])
    .map((tag) => String(tag).replaceAll(" ", ""))
    .includes("enabled:true");

const check = (call: Call, body: JsonObject, self?: Dataset): void => {
  const schemaId = stringOf(objectOf(body["schemaRef"])["id"]);
  const resource = schemaId === undefined ? undefined : findResource(call.sandbox, schemaId);
  const free = call.organization.assume["dataset-without-schema"] === "accepted";
  if (schemaId === undefined && free && body["schemaRef"] === undefined) return;
  if (schemaId === undefined || resource?.type !== "schemas") {
    throw catalogError(catalogErrors.invalid, "schemaRef.id must be the $id of a schema.");
  }
  if (self !== undefined && objectOf(self.body["schemaRef"])["id"] !== schemaId) {
    throw catalogError(catalogErrors.schemaFixed, "The schema of a dataset cannot be changed.");
  }
  const union = arrayOf(resource.document["meta:immutableTags"]).includes("union");
  if (isProfile(body) && !union) {
    throw catalogError(
      catalogErrors.profileSchema,
      "To enable profile datasets the schema should be valid",
    );
  }
  const name = stringOf(body["name"]);
  const holder = call.sandbox.datasets
    .values()
    .find((other) => other.body["name"] === name && other.id !== self?.id);
  if (
    call.organization.assume["dataset-name"] === "unique" &&
    name !== undefined &&
    holder !== undefined
  ) {
    throw catalogError(catalogErrors.nameTaken, `The name is dataset ${holder.id}'s.`);
  }
};

const save = (call: Call, dataset: Dataset): Dataset => {
  call.sandbox.datasets.set(dataset.id, dataset);
  call.organization.events.emit("change");
  return dataset;
};

/** `Pragma: validate-only` asks whether it would work. */
const isDryRun = (call: Call): boolean => headerValue(call.headers.pragma) === "validate-only";

export const createDataset = (call: Call): Dataset => {
  const body = ownKeys(checkTypes(call.body));
  check(call, body);
  const now = call.organization.now();
  const id = hexId(12);
  const table = (stringOf(body["name"]) ?? "dataset").toLowerCase().replace(/[^a-z0-9]+/gu, "_");
  const tags = { ...objectOf(body["tags"]), "adobe/pqs/table": [`${table}_${id.slice(-4)}`] };
  const dataset: Dataset = {
    id,
    created: now,
    updated: now,
    version: "1.0.0",
    body: { ...body, tags },
  };
  return isDryRun(call) ? dataset : save(call, dataset);
};

const changed = (call: Call, old: Dataset, sent: JsonObject): Dataset => {
  const body = ownKeys(checkTypes(sent));
  check(call, body, old);
  const patch = Number(old.version.split(".")[2] ?? 0) + 1;
  const dataset: Dataset = {
    ...old,
    body,
    updated: call.organization.now(),
    version: `1.0.${patch}`,
  };
  return isDryRun(call) ? dataset : save(call, dataset);
};

/** The guide matches the version, the reference the time of the last change: either will do. */
const refuseStale = (call: Call, { version, updated }: Dataset): void => {
  const named = (header: "if-match" | "if-none-match"): string | undefined =>
    headerValue(call.headers[header])?.replaceAll('"', "");
  const isThis = (wanted: string): boolean => ["*", version, String(updated)].includes(wanted);
  const [match, noneMatch] = [named("if-match"), named("if-none-match")];
  if (match !== undefined && !isThis(match)) {
    throw catalogError(catalogErrors.stale, `The dataset is at version ${version}.`);
  }
  if (noneMatch !== undefined && isThis(noneMatch)) {
    throw catalogError(catalogErrors.stale, `The dataset is at version ${version}.`);
  }
};

export const replaceDataset = (call: Call): Dataset => {
  const old = datasetOf(call);
  refuseStale(call, old);
  return changed(call, old, checkTypes(call.body));
};

const jsonPatchType = "application/json-patch+json";

/** What the body of a PATCH may be. */
export const patchTypes = ["application/json", jsonPatchType];

/** PATCH: a partial object merged at the top level (v1) or deeply (v2), or JSON Patch by content type. */
export const patchDataset = (call: Call, deep: boolean): Dataset => {
  const old = datasetOf(call);
  refuseStale(call, old);
  if (mediaTypeOf(call.headers) === jsonPatchType) {
    const patched = patchedBy(old.body, call.body, (detail) =>
      catalogError(catalogErrors.badPatch, detail),
    );
    checkRetention(call, old, patched);
    return changed(call, old, patched);
  }
  const sent = checkTypes(call.body);
  checkRetention(call, old, sent);
  return changed(call, old, deep ? mergedDeep(old.body, sent) : { ...old.body, ...sent });
};

/** RFC 7396: null removes, objects are merged, all else replaces. */
const mergedDeep = (left: JsonObject, right: JsonObject): JsonObject => {
  const result: JsonObject = { ...left };
  for (const [key, value] of Object.entries(right)) {
    if (value === null) result[key] = null;
    else result[key] = isObject(value) ? mergedDeep(objectOf(result[key]), value) : value;
  }
  return result;
};

const isTimeSeries = (call: Call, body: JsonObject): boolean => {
  const schemaId = String(objectOf(body["schemaRef"])["id"]);
  return composedById(call.sandbox, schemaId)?.parts.includes(timeSeries) === true;
};

/** The least time rows are kept, by store. */
export const leastRetention = (call: Call): Readonly<Record<string, string>> => ({
  adobe_lakeHouse: call.organization.assume["retention-least"],
  adobe_unifiedProfile: "P1D",
});

/** About how many days an ISO 8601 duration of years, months, weeks and days lasts. */
const daysOf = (duration: unknown): number | undefined => {
  const parts =
    typeof duration === "string"
      ? /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/u.exec(duration)
      : null;
  if (parts === null) return undefined;
  const [years = 0, months = 0, weeks = 0, days = 0] = parts
    .slice(1)
    .map((part: string | undefined) => Number(part ?? 0));
  return years * 365 + months * 30 + weeks * 7 + days;
};

const checkRetention = (call: Call, dataset: Dataset, sent: JsonObject): void => {
  const extensions = objectOf(sent["extensions"]);
  for (const [store, least] of Object.entries(leastRetention(call))) {
    const expiration = objectOf(extensions[store])["rowExpiration"];
    if (!isObject(expiration)) continue;
    const ttl = expiration["ttlValue"];
    if (ttl === null) continue;
    const days = daysOf(ttl);
    if (days === undefined || days < (daysOf(least) ?? 0)) {
      throw catalogError(
        catalogErrors.badTtl,
        `ttlValue must be an ISO 8601 duration such as P3M, at least ${least}.`,
      );
    }
    if (!isTimeSeries(call, dataset.body)) {
      throw catalogError(catalogErrors.badTtl, "Row retention is for time-series schemas only.");
    }
  }
};

/** Removes a dataset with its rows. False: there was none. */
export const deleteDataset = (call: Call): boolean => {
  const { sandbox, organization } = call;
  const id = call.params["id"] ?? "";
  if (sandbox.datasets.get(id) === undefined) return false;
  const flows = sandbox.targetConnections
    .values()
    .filter(({ body }) => objectOf(body["params"])["dataSetId"] === id)
    .flatMap((target) =>
      sandbox.flows
        .values()
        .filter(({ body }) => arrayOf(body["targetConnectionIds"]).includes(target.id)),
    );
  if (flows.length > 0 && organization.assume["dataset-in-use"] === "refused") {
    throw catalogError(
      catalogErrors.inUse,
      `Dataflows target it: ${flows.map((flow) => flow.id).join(", ")}.`,
    );
  }
  sandbox.datasets.delete(id);
  sandbox.rows(id).clear();
  sandbox.rejected(id).clear();
  organization.events.emit("change");
  return true;
};

/** A dataset as Catalog answers it, without the id that keys it. */
export const shownDataset = (
  call: Call,
  { id, created, updated, version, body }: Dataset,
): JsonObject => ({
  name: id,
  description: "",
  enableErrorDiagnostics: false,
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
  viewId: id,
  files: `@/dataSetFiles?dataSetId=${id}`,
  state: "DRAFT",
  persistence: {
    adls: { location: "adls", format: "delta", credentials: "@/dataSets/credentials" },
  },
  observableSchema: {},
  // In no guide; Adobe's client reads it.
  classification: {
    dataBehavior: isTimeSeries(call, body) ? "time-series" : "record",
    managedBy: "CUSTOMER",
  },
});
