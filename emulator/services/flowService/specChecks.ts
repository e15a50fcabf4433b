import {
  arrayOf,
  isObject,
  objectOf,
  own,
  stringOf,
  textOf,
  valueAt,
  type JsonObject,
} from "../../common/json";
import { contentTypeFault } from "../../common/schemaContentType";
import type { Call } from "../../common/service";
import type { Sandbox } from "../../state/sandbox";
import { findResource } from "../schemaRegistry/library";
import type { ConnectionKind } from "./connections";
import { flowError, flowErrors } from "./errors";
import { connectionSpecIds, connectionSpecs, hasId } from "./specs";

/** Rejects a connection that its connection spec does not allow. */
export function checkBySpec({ sandbox }: Call, body: JsonObject, kind: ConnectionKind): void {
  const spec = objectOf(body["connectionSpec"])["id"];
  if (kind === "connections") checkAuth(spec, objectOf(body["auth"]));
  if (kind === "sourceConnections" && spec === connectionSpecIds.chatlio) checkFormat(body);
  if (kind !== "connections") checkParamsBySpec(spec, body, kind);
  if (kind === "targetConnections" && spec === connectionSpecIds.dataLake) {
    checkParams(body);
    checkTargetSchema(sandbox, body);
  }
}

/** Rejects a way to authenticate that the connection spec does not have, and one that lacks what it requires. */
function checkAuth(spec: unknown, { specName, params }: JsonObject): void {
  const ways = arrayOf(valueAt(connectionSpecs.find(hasId(spec)), "authSpec")).map(objectOf);
  // Nothing is known of a base connection of a spec without one.
  if (ways.length === 0) return;
  const way = ways.find(({ name }) => name === specName);
  if (way === undefined) {
    throw flowError(
      flowErrors.badAuthSpec,
      `The auth spec '${textOf(specName)}' could not be found for the connection spec ID ${textOf(spec)}.`,
      "connections",
    );
  }
  if (spec === connectionSpecIds.httpApi) {
    checkDataType(objectOf(params));
    return;
  }
  const given = objectOf(params);
  const properties = objectOf(valueAt(way, "spec", "properties"));
  // Specs of Adobe's guides require names that they do not have.
  const missing = arrayOf(valueAt(way, "spec", "required"))
    .map(textOf)
    .filter((name) => Object.hasOwn(properties, name) && (given[name] ?? "") === "");
  if (missing.length > 0) {
    throw flowError(
      flowErrors.missingCredential,
      `Required: ${missing.map((name) => `auth.params.${name}`).join(", ")}.`,
      "connections",
    );
  }
}

/** Rejects parameters of a source or destination that its connection spec does not allow. */
function checkParamsBySpec(
  spec: unknown,
  body: JsonObject,
  kind: "sourceConnections" | "targetConnections",
): void {
  const key = kind === "sourceConnections" ? "sourceSpec" : "targetSpec";
  const schema = valueAt(connectionSpecs.find(hasId(spec)), key, "spec");
  const faults = paramFaults(schema, objectOf(body["params"]), "params");
  const error =
    kind === "sourceConnections" ? flowErrors.badSourceParams : flowErrors.badTargetParams;
  if (faults.length > 0) throw flowError(error, faults.join(" "), kind);
}

function paramFaults(schema: unknown, params: JsonObject, path: string): string[] {
  const properties = objectOf(valueAt(schema, "properties"));
  const missing = arrayOf(valueAt(schema, "required"))
    .map(textOf)
    .filter((name) => (params[name] ?? "") === "")
    // What only some dataflows have, the guides' requests leave out although the spec requires it.
    .filter((name) => valueAt(properties[name], "conditional") === undefined);
  return [
    ...missing.map((name) => `Required: ${path}.${name}.`),
    ...Object.entries(params).flatMap(([name, value]) =>
      isObject(value)
        ? paramFaults(own(properties, name), value, `${path}.${name}`)
        : valueFaults(own(properties, name), value, `${path}.${name}`),
    ),
  ];
}

function valueFaults(schema: unknown, value: unknown, path: string): string[] {
  const choices = arrayOf(valueAt(schema, "oneOf")).map((one) => valueAt(one, "const"));
  const allowed = [...arrayOf(valueAt(schema, "enum")), ...choices];
  if (allowed.length > 0 && !allowed.includes(value))
    return [`${path} must be one of ${allowed.map(textOf).join(", ")}.`];
  const pattern = stringOf(valueAt(schema, "pattern"));
  return pattern === undefined || new RegExp(pattern).test(textOf(value))
    ? []
    : [`${path} does not match ${pattern}.`];
}

function checkDataType({ dataType }: JsonObject): void {
  if (dataType !== undefined && !["xdm", "raw"].includes(textOf(dataType))) {
    throw flowError(
      flowErrors.badSpecValue,
      `auth.params.dataType must be xdm or raw, not ${textOf(dataType)}.`,
      "connections",
    );
  }
}

/** The source sends JSON and nothing else. */
function checkFormat(body: JsonObject): void {
  const { format } = objectOf(body["data"]);
  if (format !== undefined && format !== "json") {
    throw flowError(
      flowErrors.badSpecValue,
      `data.format must be json, not ${textOf(format)}.`,
      "sourceConnections",
    );
  }
}

function checkParams(body: JsonObject): void {
  if (objectOf(body["params"])["dataSetId"] === undefined) {
    throw flowError(flowErrors.requiredField, "Required: params.dataSetId.", "targetConnections");
  }
}

/** The version of the schema of the target's data, where one is named. */
function checkTargetSchema(sandbox: Sandbox, body: JsonObject): void {
  const { id, version } = objectOf(objectOf(body["data"])["schema"]);
  if (version === undefined) return;
  const fault = contentTypeFault(version, findResource(sandbox, textOf(id))?.version);
  if (fault !== undefined) {
    throw flowError(flowErrors.badSpecValue, `data.schema.version: ${fault}`, "targetConnections");
  }
}
