import { stringOf, textOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Expiration } from "../../state/entities";
import { hygieneError, hygieneErrors } from "./errors";

const dayMs = 86_400_000;

/** The expiry that was sent, in milliseconds; rejected unless it lies at least a day ahead. */
export function checkExpiry(call: Call, value: unknown): number {
  const expiry = Date.parse(stringOf(value) ?? "");
  if (expiry >= call.organization.now() + dayMs) return expiry;
  throw hygieneError(
    hygieneErrors.invalid,
    "`expiry` must be a date at least 24 hours in the future.",
  );
}

/** The id of the dataset that is to expire; rejected when there is no such dataset. */
export function checkDatasetId(call: Call, datasetId: string | undefined): string {
  if (datasetId !== undefined && call.sandbox.datasets.get(datasetId) !== undefined) {
    return datasetId;
  }
  throw hygieneError(hygieneErrors.invalid, "`datasetId` must be the id of a dataset.");
}

/** Rejects a new expiration without a name; the guide only shows one. */
export function checkHasName(body: JsonObject): void {
  if ((stringOf(body["displayName"]) ?? "") === "") {
    throw hygieneError(hygieneErrors.nameMissing, "`displayName` is required.");
  }
}

/** The texts of a body that are there. */
export function sentTexts(body: JsonObject): Partial<Expiration> {
  return {
    ...(body["displayName"] === undefined ? {} : { displayName: textOf(body["displayName"]) }),
    ...(body["description"] === undefined ? {} : { description: textOf(body["description"]) }),
  };
}
