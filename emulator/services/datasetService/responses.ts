import { objectOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { DatasetLabels } from "../../state/entities";

/** The labels of a dataset as a GET returns them. */
export function toResponse(call: Call, { id, labels, fieldLabels }: DatasetLabels): JsonObject {
  const all = { imsOrg: call.user.orgId, labels, optionalLabels: fieldLabels };
  return call.organization.assume["dataset-labels-form"] === "flat"
    ? { labels, optionalLabels: fieldLabels }
    : { [`AEP:dataset:${id}`]: all };
}

/** The labels of a dataset as the response to a change has them. */
export function toChangeResponse(
  { sandbox }: Call,
  { id, labels, fieldLabels }: DatasetLabels,
  method: "POST" | "PUT",
): JsonObject {
  const schema = objectOf(sandbox.datasets.get(id)?.body["schemaRef"])["id"];
  const key = String(schema).split("/").slice(-3).join(".");
  return {
    parents: [{ id: `_${key}`, type: "schema", namespace: "AEP" }],
    optionalLabels: fieldLabels,
    labels,
    code: method === "POST" ? "PES-201" : "PES-200",
    message: `${method} Successful`,
  };
}
