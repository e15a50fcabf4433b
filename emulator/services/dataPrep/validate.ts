import type { ApiError } from "../../common/apiError";
import { typed } from "../../common/fields";
import { hexId } from "../../common/ids";
import { arrayOf, entryOf, isObject, type JsonObject, objectOf, stringOf } from "../../common/json";
import { contentTypeFault } from "../../common/schemaContentType";
import type { Call } from "../../common/service";
import type { Mapping, MappingSetVersion } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { composedById } from "../schemaRegistry/compose";
import { findResource } from "../schemaRegistry/library";
import { compiledMapping } from "./compiledMapping";
import { dataPrepError, dataPrepErrors } from "./errors";

/** Finds the sandbox of the `x-sandbox-name` header. */
export function dataPrepSandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined)
    throw dataPrepError(dataPrepErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox === undefined) {
    throw dataPrepError(dataPrepErrors.sandboxUnknown, `There is no sandbox ${name}.`);
  }
  return sandbox;
}

function invalid(detail: string): ApiError {
  return dataPrepError(dataPrepErrors.invalid, detail);
}

/** The body of a mapping set, its types checked. */
export function sentSet(body: unknown): JsonObject {
  return typed(
    body,
    {
      name: "text",
      outputSchema: "object",
      inputSchema: "object",
      schemaRef: "object",
      xdmSchema: "text",
      mappings: "list of objects",
      tags: "list",
    },
    invalid,
  );
}

/** The body of a single mapping, its types checked. */
export function sentMapping(body: unknown): JsonObject {
  return typed(
    body,
    { sourceType: "text", source: "text", destination: "text", name: "text", description: "text" },
    invalid,
  );
}

interface Reference {
  readonly id: unknown;
  readonly contentType: unknown;
}

/** The reference to the schema in a mapping set's body; in the older vocabulary the version may be missing. */
function sentReference(body: JsonObject): Reference {
  const output = objectOf(body["outputSchema"]);
  const sent = isObject(output["schemaRef"]) ? output["schemaRef"] : objectOf(body["schemaRef"]);
  return sent["id"] === undefined
    ? { id: body["xdmSchema"], contentType: "xdmVersion" in body ? body["xdmVersion"] : "1.0" }
    : { id: sent["id"], contentType: sent["contentType"] };
}

/** Rejects the body of a mapping set whose schema does not exist, or a schema in a version that it does not have. */
export function checkSchema(call: Call, body: JsonObject): void {
  const reference = sentReference(body);
  const { id } = reference;
  if (typeof id === "string" && composedById(call.sandbox, id) === undefined) {
    throw invalid(`There is no schema ${id}.`);
  }
  for (const one of [...(typeof id === "string" ? [reference] : []), ...sideReferences(body)]) {
    const fault = contentTypeFault(one.contentType, versionOfSchema(call, one.id));
    if (fault !== undefined) throw invalid(fault);
  }
}

/** The other references to a schema in a mapping set, each of which may leave out its content type. */
function sideReferences(body: JsonObject): Reference[] {
  const parts = [objectOf(body["outputSchema"]), objectOf(body["inputSchema"]), body];
  return parts
    .map((part) => objectOf(part["schemaRef"]))
    .filter((sent) => sent["contentType"] !== undefined)
    .map((sent) => ({ id: sent["id"], contentType: sent["contentType"] }));
}

function versionOfSchema(call: Call, id: unknown): string | undefined {
  return typeof id === "string" ? findResource(call.sandbox, id)?.version : undefined;
}

const sourceTypes: Readonly<Record<string, string>> = {
  "text/x.schema-path": "ATTRIBUTE",
  "text/x.aep-xl": "EXPRESSION",
  "text/plain": "STATIC",
  // What a read returns is accepted by a write too.
  "text/x.constant": "STATIC",
};

/** Reads one mapping in either vocabulary. */
export function readMapping(value: unknown): Mapping {
  const sent = objectOf(value);
  const sourceType = stringOf(sent["sourceType"]) ?? "ATTRIBUTE";
  return {
    id: hexId(16),
    sourceType: entryOf(sourceTypes, sourceType) ?? sourceType,
    source: stringOf(sent["source"]) ?? stringOf(sent["sourceAttribute"]) ?? "",
    destination: stringOf(sent["destination"]) ?? stringOf(sent["destinationXdmPath"]) ?? "",
    name: stringOf(sent["name"]),
    description: stringOf(sent["description"]),
    identity: sent["identity"] === true,
  };
}

/** Reads a mapping set in either vocabulary: `outputSchema`/`source` or `xdmSchema`/`sourceAttribute`. */
export function readMappingSet(body: JsonObject, version: number, now: number): MappingSetVersion {
  const reference = sentReference(body);
  const id = stringOf(reference.id);
  const contentType = stringOf(reference.contentType) ?? "1.0";
  return {
    version,
    modified: now,
    name: stringOf(body["name"]),
    schemaRef: id === undefined ? undefined : { id, contentType },
    inputSchema: isObject(body["inputSchema"]) ? body["inputSchema"] : undefined,
    mappings: arrayOf(body["mappings"]).map(readMapping),
    tags: arrayOf(body["tags"]),
  };
}

/** The mapping set of a request as its version `number`; rejected without schema or mappings. */
export function checkMappingSet(call: Call, number: number): MappingSetVersion {
  const body = sentSet(call.body);
  const version = readMappingSet(body, number, call.organization.now());
  if (version.schemaRef === undefined || body["mappings"] === undefined) {
    throw dataPrepError(dataPrepErrors.invalid, "Required: outputSchema.schemaRef and mappings.");
  }
  checkSchema(call, body);
  if (call.query.get("validate") === "true") checkCompiles(call, version);
  return version;
}

/** Rejects a mapping set with a mapping that cannot run. */
export function checkCompiles(call: Call, version: MappingSetVersion): void {
  const { faults } = compiledMapping(call.sandbox, version);
  if (faults.length > 0) {
    throw dataPrepError(
      dataPrepErrors.invalid,
      faults.map(({ mapping, reason }) => `${mapping.destination}: ${reason}`).join(" "),
    );
  }
}
