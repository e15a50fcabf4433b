import { flowEtag } from "../../common/ids";
import { arrayOf, objectOf } from "../../common/json";
import type { Call } from "../../common/service";
import type { DatasetLabels } from "../../state/entities";
import { labelError, labelErrors } from "./errors";
import { checkFieldLabels, checkVersion, validLabels } from "./validate";

/** The labels of the dataset of the path. Throws 404 when it has none. */
export function findLabels({ sandbox, params, path }: Call): DatasetLabels {
  const found = sandbox.datasetLabels.get(params["id"] ?? "");
  if (found !== undefined) return found;
  throw labelError(labelErrors.notFound, "Entities Not Found", path);
}

/** POST: gives a dataset its first labels. */
export function createLabels(call: Call): DatasetLabels {
  const { sandbox, params, path } = call;
  const id = params["id"] ?? "";
  if (sandbox.datasets.get(id) === undefined) {
    throw labelError(labelErrors.noDataset, `There is no dataset ${id}.`, path);
  }
  if (sandbox.datasetLabels.get(id) !== undefined) {
    throw labelError(labelErrors.exists, "The entity already exists. Use PUT.", path);
  }
  const labels = validLabels(call);
  checkFieldLabels(call, []);
  return save(call, { id, labels, fieldLabels: [] });
}

/** PUT: replaces the labels of the dataset, and keeps those of its fields that are sent back. */
export function replaceLabels(call: Call): DatasetLabels {
  const old = findLabels(call);
  checkVersion(call, old);
  const labels = validLabels(call);
  checkFieldLabels(call, old.fieldLabels);
  const sent = objectOf(call.body)["optionalLabels"];
  const fieldLabels = arrayOf(sent).filter((one) => arrayOf(objectOf(one)["labels"]).length > 0);
  return save(call, { id: old.id, labels, fieldLabels });
}

function save({ sandbox, organization }: Call, labels: Omit<DatasetLabels, "etag">): DatasetLabels {
  const etag = flowEtag(organization.now()).replaceAll('"', "");
  const saved = { ...labels, etag };
  sandbox.datasetLabels.set(saved.id, saved);
  organization.events.emit("change");
  return saved;
}
