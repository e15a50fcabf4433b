import { isDeepStrictEqual } from "node:util";

import { typed, type FieldTypes } from "../../common/fields";
import { headerValue } from "../../common/headers";
import { arrayOf, isObject, objectOf } from "../../common/json";
import type { Call } from "../../common/service";
import type { DatasetLabels } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { labelError, labelErrors } from "./errors";

/** Finds the sandbox of the `x-sandbox-name` header. */
export function labelSandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined) throw labelError(labelErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox !== undefined) return sandbox;
  throw labelError(labelErrors.sandboxUnknown, `There is no sandbox ${name}.`);
}

const fieldTypes: FieldTypes = {
  labels: "list of texts",
  parents: "list",
  optionalLabels: "list of objects",
  entityId: "object",
};

/** The labels of a body, without repetitions. */
export function validLabels({ body, params }: Call): readonly string[] {
  const reject = (detail: string) => labelError(labelErrors.invalid, detail);
  const sent = typed(body, fieldTypes, reject);
  if (sent["labels"] === undefined) throw reject("`labels` is missing.");
  const { id = params["id"] } = objectOf(sent["entityId"]);
  if (id !== params["id"]) throw reject("`entityId` is another dataset's.");
  return [...new Set(arrayOf(sent["labels"]).map(String))];
}

/** Rejects the labels of fields that a dataset does not have yet; its own may be sent back, fewer, or not at all. */
export function checkFieldLabels({ body }: Call, known: readonly unknown[]): void {
  for (const one of arrayOf(objectOf(body)["optionalLabels"]).filter(isObject)) {
    const same = known
      .filter(isObject)
      .find((old) => isDeepStrictEqual(old["option"], one["option"]));
    const labels = arrayOf(same?.["labels"]);
    if (arrayOf(one["labels"]).every((label) => labels.includes(label))) continue;
    throw labelError(labelErrors.fieldLabels, "optionalLabels are deprecated.");
  }
}

/** Rejects a change of another version than the latest. */
export function checkVersion({ headers }: Call, { etag }: DatasetLabels): void {
  const wanted = headerValue(headers["if-match"])?.replaceAll('"', "");
  if (wanted === undefined) {
    throw labelError(labelErrors.versionMissing, "Send If-Match with the latest etag.");
  }
  if (wanted !== etag) throw labelError(labelErrors.stale, "If-Match is not the latest etag.");
}
