import { mediaTypeOf } from "../../common/headers";
import { hexId } from "../../common/ids";
import { arrayOf, isObject, objectOf, type JsonObject } from "../../common/json";
import { patchedBy } from "../../common/jsonPatch";
import type { Call } from "../../common/service";
import type { Dataset, Flow } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { catalogError, catalogErrors } from "./errors";
import { newTags, serverTagsOf, withTimeOfProfile } from "./serverTags";
import {
  callerFields,
  checkDataset,
  checkFormatTag,
  checkPreconditions,
  checkTypes,
  isDryRun,
} from "./validate";

/** The dataset that the path names. */
export function findDataset(call: Call): Dataset {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.datasets.get(id);
  if (found === undefined)
    throw catalogError(catalogErrors.notFound, `Dataset ${id} was not found.`);
  return found;
}

function save(call: Call, dataset: Dataset): Dataset {
  if (isDryRun(call)) return dataset;
  call.sandbox.datasets.set(dataset.id, dataset);
  call.organization.events.emit("change");
  return dataset;
}

export function createDataset(call: Call): Dataset {
  const body = callerFields(call.body);
  checkDataset(call, body);
  const now = call.organization.now();
  const id = hexId(12);
  const tags = { ...objectOf(body["tags"]), ...newTags(call, body, id) };
  return save(call, {
    id,
    created: now,
    updated: now,
    version: "1.0.0",
    body: withTimeOfProfile(call, { ...body, tags }),
  });
}

function change(call: Call, old: Dataset, sent: JsonObject): Dataset {
  const body = callerFields(sent);
  checkDataset(call, body, old);
  const patch = Number(old.version.split(".")[2] ?? 0) + 1;
  return save(call, {
    ...old,
    body: withTimeOfProfile(call, body),
    updated: call.organization.now(),
    version: `1.0.${patch}`,
  });
}

/** PUT: the caller's fields are replaced as a whole. */
export function replaceDataset(call: Call): Dataset {
  const old = findDataset(call);
  checkPreconditions(call, old);
  const typed = checkTypes(call.body);
  const sent = typed["tags"] === undefined ? { ...typed, tags: serverTagsOf(old.body) } : typed;
  checkFormatTag(old.body, sent);
  return change(call, old, sent);
}

const jsonPatchType = "application/json-patch+json";

/** Media types that the body of a PATCH may have. */
export const patchTypes = ["application/json", jsonPatchType];

/** PATCH: a partial object merged at the top level (v1) or deeply (v2), or JSON Patch by content type. */
export function patchDataset(call: Call, deep: boolean): Dataset {
  const old = findDataset(call);
  checkPreconditions(call, old);
  if (mediaTypeOf(call.headers) === jsonPatchType) {
    const patched = patchedBy(old.body, call.body, (detail) =>
      catalogError(catalogErrors.badPatch, detail),
    );
    checkFormatTag(old.body, patched);
    return change(call, old, patched);
  }
  const sent = checkTypes(call.body);
  const merged = deep ? mergeDeep(old.body, sent) : { ...old.body, ...sent };
  checkFormatTag(old.body, merged);
  return change(call, old, merged);
}

/** Merges objects deeply; every other value replaces, null too. */
function mergeDeep(left: JsonObject, right: JsonObject): JsonObject {
  const result: JsonObject = { ...left };
  for (const [key, value] of Object.entries(right)) {
    result[key] = isObject(value) ? mergeDeep(objectOf(result[key]), value) : value;
  }
  return result;
}

/** The dataflows that write to a dataset. */
function flowsTargeting(sandbox: Sandbox, datasetId: string): Flow[] {
  const targets = sandbox.targetConnections
    .values()
    .filter(({ body }) => objectOf(body["params"])["dataSetId"] === datasetId)
    .map(({ id }) => id);
  return targets.flatMap((id) =>
    sandbox.flows.values().filter(({ body }) => arrayOf(body["targetConnectionIds"]).includes(id)),
  );
}

/** Removes a dataset with its rows. Gives false when there is none. */
export function deleteDataset(call: Call): boolean {
  const { sandbox, organization } = call;
  const id = call.params["id"] ?? "";
  if (sandbox.datasets.get(id) === undefined) return false;
  const flows = flowsTargeting(sandbox, id);
  if (flows.length > 0 && organization.assume["dataset-in-use"] === "refused") {
    throw catalogError(
      catalogErrors.inUse,
      `Dataflows target it: ${flows.map((flow) => flow.id).join(", ")}.`,
    );
  }
  sandbox.datasets.delete(id);
  sandbox.datasetLabels.delete(id);
  sandbox.rows(id).clear();
  sandbox.rejected(id).clear();
  organization.events.emit("change");
  return true;
}
