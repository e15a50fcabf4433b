import { arrayOf, objectOf, stringOf, textOf, valueAt, type JsonObject } from "../../common/json";
import { flowError, flowErrors } from "./errors";

/** How the transformations of a dataflow from a source are called, and what each needs. */
const params: Readonly<Record<string, (given: JsonObject) => string | undefined>> = {
  Mapping: () => undefined,
  Copy: ({ deltaColumn }) => {
    const { name, dateFormat, timezone } = objectOf(deltaColumn);
    if ((stringOf(name) ?? "") === "") return "Required: deltaColumn.name.";
    const isText = [dateFormat, timezone].every((one) => one === undefined || isString(one));
    return isText ? undefined : "deltaColumn.dateFormat and timezone must be texts.";
  },
  Encryption: ({ publicKeyId }) =>
    (stringOf(publicKeyId) ?? "") === "" ? "Required: publicKeyId." : undefined,
};

/** The flow spec of storages of files, whose files may be encrypted; its printed spec does not name the transformation. */
const FILES = "9753525b-82c7-4dce-8a9b-5ccfce2b9876";

/** Rejects a transformation that the flow spec does not have, one that lacks what it needs, and one that is there twice. */
export function checkSourceTransformations(spec: JsonObject | undefined, body: JsonObject): void {
  const allowed = new Set([
    "Mapping",
    ...arrayOf(spec?.["transformationSpecs"]).map((one) => textOf(objectOf(one)["name"])),
    ...(spec?.["id"] === FILES ? ["Encryption"] : []),
  ]);
  const all = arrayOf(body["transformations"]).map(objectOf);
  const names = all.map((one) => textOf(one["name"]));
  for (const [index, name] of names.entries()) {
    const path = `/transformations/${index}`;
    if (!allowed.has(name)) {
      const listed = [...allowed].map((one) => `\`${one}\``).join(", ");
      reject(`${path}: The name of a transformation must be one of ${listed}.`);
    }
    if (names.indexOf(name) !== index) reject(`${path}: ${name} is there twice.`);
    const fault = params[name]?.(objectOf(valueAt(all[index], "params")));
    if (fault !== undefined) reject(`${path}/params: ${fault}`);
  }
}

function isString(value: unknown): boolean {
  return typeof value === "string";
}

function reject(detail: string): never {
  throw flowError(flowErrors.badTransformation, detail);
}
