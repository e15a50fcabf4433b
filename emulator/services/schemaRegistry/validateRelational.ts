import { arrayOf, textOf, type JsonObject } from "../../common/json";
import type { Sandbox } from "../../state/sandbox";
import { composedById } from "./compose";
import { locate } from "./descriptorKey";
import { descriptorError, registryError, registryErrors } from "./errors";
import { findResource } from "./library";
import { hasEvents, isRelational } from "./relational";

const primaryKey = "xdm:descriptorPrimaryKey";
const version = "xdm:descriptorVersion";
const timestamp = "xdm:descriptorTimestamp";
const types = [primaryKey, version, timestamp];

function reject(detail: string): never {
  throw registryError(registryErrors.badKey, detail);
}

function pathsOf(body: JsonObject | undefined): string[] {
  return [body?.["xdm:sourceProperty"]]
    .flat()
    .flatMap((path) => (path === undefined ? [] : [textOf(path)]));
}

/** Rejects a primary key, version or timestamp that a schema cannot have. Its fields are there. */
export function checkRelationalDescriptor(
  sandbox: Sandbox,
  schemaId: string,
  body: JsonObject,
  self: string | undefined,
): void {
  const type = textOf(body["@type"]);
  if (!types.includes(type)) return;
  const document = findResource(sandbox, schemaId)?.document ?? {};
  if (!isRelational(document)) reject(`${schemaId} is not a relational schema.`);
  const other = (wanted: string) =>
    sandbox.descriptors
      .values()
      .find(
        ({ id, body: one }) =>
          id !== self && one["xdm:sourceSchema"] === schemaId && one["@type"] === wanted,
      )?.body;
  if (other(type) !== undefined) reject(`${schemaId} has a ${type} already.`);
  const paths = pathsOf(body);
  if (type !== primaryKey && paths.length !== 1) reject(`A ${type} is for one field.`);
  checkRequired(sandbox, schemaId, type, paths);
  const theirs = pathsOf(other(type === version ? primaryKey : version));
  if (type !== timestamp && paths.some((path) => theirs.includes(path))) {
    throw descriptorError(
      registryErrors.keyIsVersion,
      "A field cannot be in the primary key and be the version.",
    );
  }
  if (type === timestamp) checkTimestamp(sandbox, schemaId, document, paths);
  const key = type === primaryKey ? paths : pathsOf(other(primaryKey));
  const [time] = type === timestamp ? paths : pathsOf(other(timestamp));
  if (type !== version && key.length > 0 && time !== undefined && !key.includes(time)) {
    reject(`The primary key of events must have their timestamp ${time}.`);
  }
}

/** The fields must be required; those of a primary key are at the top. */
function checkRequired(
  sandbox: Sandbox,
  schemaId: string,
  type: string,
  paths: readonly string[],
): void {
  for (const path of paths) {
    const above = path.slice(0, path.lastIndexOf("/"));
    if (type === primaryKey && above !== "") reject(`${path} is not at the top of the schema.`);
    const holder =
      above === ""
        ? composedById(sandbox, schemaId)?.schema
        : locate(sandbox, schemaId, above)?.field;
    const name = path.slice(above.length + 1);
    if (!arrayOf(holder?.["required"]).includes(name)) reject(`${path} is not required.`);
  }
}

function checkTimestamp(
  sandbox: Sandbox,
  schemaId: string,
  document: JsonObject,
  [path = ""]: readonly string[],
): void {
  if (!hasEvents(document)) reject(`The schema ${schemaId} is not one of time series.`);
  if (locate(sandbox, schemaId, path)?.field["format"] !== "date-time") {
    reject(`${path} is not of the format date-time.`);
  }
}
