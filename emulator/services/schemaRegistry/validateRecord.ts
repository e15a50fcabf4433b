import type * as AjvModule from "ajv";
import type { ValidateFunction } from "ajv";
import type * as AjvFormats from "ajv-formats";

import { isObject, type JsonObject, objectOf, own, without } from "../../common/json";
import { lazily, loaderOf } from "../../common/lazy";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { composedById } from "./compose";
import { findResource, primaryOf } from "./library";
import { recordMessage } from "./recordMessages";

const load = loaderOf(__filename);

const validators = new WeakMap<JsonObject, ValidateFunction>();

/**
 * Those compiled last, by what they check: most writes repeat a schema but for its texts, and to compile one takes
 * longer than all else that a write does.
 */
const compiled = new Map<string, ValidateFunction>();
const keptValidators = 100;

/**
 * Adobe writes its own keywords (`meta:…`) into schemas, so ajv must not mind unknown ones. A validator sees few
 * records: to make its code shorter takes longer than it saves.
 */
const ajv = lazily(() => {
  const { Ajv } = load("ajv") as typeof AjvModule;
  const { default: addFormats } = load("ajv-formats") as typeof AjvFormats;
  const code = { optimize: false };
  return addFormats(
    new Ajv({ strict: false, allErrors: true, verbose: true, logger: false, code }),
  );
});

function validatorOf(schema: JsonObject): ValidateFunction {
  const known = validators.get(schema);
  if (known !== undefined) return known;
  const checked = without(schema, "$id", "$schema", "title", "description");
  const key = JSON.stringify(checked, (name, value: unknown) =>
    name.startsWith("meta:") ? undefined : value,
  );
  const validate = compiled.get(key) ?? ajv().compile(checked);
  validators.set(schema, validate);
  keep(key, validate);
  return validate;
}

/** Keeps a validator as the last one used, and forgets the one that was not used for longest. */
function keep(key: string, validate: ValidateFunction): void {
  compiled.delete(key);
  compiled.set(key, validate);
  const [oldest] = compiled;
  if (compiled.size <= keptValidators || oldest === undefined) return;
  compiled.delete(oldest[0]);
  ajv().removeSchema(oldest[1].schema);
}

/** Why a composed schema cannot be used to check records; undefined when it can. */
export function schemaError(schema: JsonObject): string | undefined {
  try {
    validatorOf(schema);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** What is wrong with a record of the schema, one sentence each with its path; empty when nothing is. */
export function recordFaults(
  organization: Organization,
  sandbox: Sandbox,
  schemaId: string,
  row: JsonObject,
): string[] {
  const composed = composedById(sandbox, schemaId);
  if (composed === undefined) return [`The schema ${schemaId} is gone.`];
  const faults: string[] = [];
  const validate = validatorOf(composed.schema);
  if (!validate(row)) {
    for (const error of validate.errors ?? []) {
      const path = error.instancePath === "" ? "/" : error.instancePath;
      faults.push(`${path}: ${recordMessage(error)}`);
    }
  }
  const isSaid = (fault: string) => {
    const path = fault.slice(0, fault.indexOf(":") + 1);
    return faults.some((one) => one.startsWith(path));
  };
  if (organization.assume["empty-values"] === "rejected") {
    faults.push(...emptyFaults(row, "").filter((fault) => !isSaid(fault)));
  }
  faults.push(...identityFaults(sandbox, schemaId, row));
  faults.push(...timeFaults(organization, row));
  return faults;
}

function emptyFaults(value: unknown, path: string): string[] {
  if (value === null) return [`${path}: expected type: Object, found: Null`];
  if (value === "") return [`${path}: expected minLength: 1, actual: 0`];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => emptyFaults(item, `${path}/${index}`));
  }
  if (!isObject(value)) return [];
  const entries = Object.entries(value);
  if (entries.length === 0 && path !== "") return [`${path}: minimum size: [1], found: [0]`];
  return entries.flatMap(([key, inner]) => emptyFaults(inner, `${path}/${key}`));
}

/** A primary identity is as good as required. */
function identityFaults(sandbox: Sandbox, schemaId: string, row: JsonObject): string[] {
  const primary = primaryOf(sandbox, findResource(sandbox, schemaId)?.$id ?? schemaId);
  if (primary === undefined) return [];
  const property = String(primary["xdm:sourceProperty"]);
  const value = property
    .slice(1)
    .split("/")
    .reduce<unknown>((node, key) => own(node, key), row);
  if (value !== undefined) return [];
  const at = property.lastIndexOf("/");
  const parent = property.slice(0, at);
  return [`${parent === "" ? "/" : parent}: required key [${property.slice(at + 1)}] not found`];
}

function timeFaults(organization: Organization, row: JsonObject): string[] {
  const time = typeof row["timestamp"] === "string" ? Date.parse(row["timestamp"]) : Number.NaN;
  return time > organization.now() && organization.assume["future-timestamp"] === "rejected"
    ? ["/timestamp: lies in the future"]
    : [];
}

/** The record with what the schema knows; other fields are dropped. */
export function known(schema: JsonObject, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => known(objectOf(schema["items"]), item));
  const properties = schema["properties"];
  if (!isObject(value) || !isObject(properties)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => Object.hasOwn(properties, key))
      .map(([key, inner]) => [key, known(objectOf(properties[key]), inner)]),
  );
}
