import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from "../../common/json";
import { hexId } from "../../common/ids";
import { composedById } from "../schemaRegistry/compose";
import type { Mapping, MappingSet, MappingSetVersion } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import type { CompiledMapping } from "./apply";
import { engine } from "./lazyEngine";

const byReadName: Readonly<Record<string, string>> = {
  "text/x.schema-path": "ATTRIBUTE",
  "text/x.aep-xl": "EXPRESSION",
  "text/plain": "STATIC",
};

/** Reads one mapping in either vocabulary. */
export const mappingFrom = (value: unknown): Mapping => {
  const sent = objectOf(value);
  const sourceType = stringOf(sent["sourceType"]) ?? "ATTRIBUTE";
  return {
    id: hexId(16),
    sourceType: byReadName[sourceType] ?? sourceType,
    source: stringOf(sent["source"]) ?? stringOf(sent["sourceAttribute"]) ?? "",
    destination: stringOf(sent["destination"]) ?? stringOf(sent["destinationXdmPath"]) ?? "",
    name: stringOf(sent["name"]),
    description: stringOf(sent["description"]),
    identity: sent["identity"] === true,
  };
};

/** Reads a mapping set in either vocabulary: `outputSchema`/`source` or `xdmSchema`/`sourceAttribute`. */
export const mappingSetFrom = (
  body: JsonObject,
  version: number,
  now: number,
): MappingSetVersion => {
  const output = objectOf(body["outputSchema"]);
  const sent = isObject(output["schemaRef"]) ? output["schemaRef"] : objectOf(body["schemaRef"]);
  const id = stringOf(sent["id"]) ?? stringOf(body["xdmSchema"]);
  const contentType = stringOf(sent["contentType"]) ?? stringOf(body["xdmVersion"]) ?? "1.0";
  return {
    version,
    modified: now,
    name: stringOf(body["name"]),
    schemaRef: id === undefined ? undefined : { id, contentType },
    inputSchema: isObject(body["inputSchema"]) ? body["inputSchema"] : undefined,
    mappings: arrayOf(body["mappings"]).map(mappingFrom),
    tags: arrayOf(body["tags"]),
  };
};

export const versionOf = (set: MappingSet, version: number): MappingSetVersion | undefined =>
  set.versions.find((one) => one.version === version);

const compiled = new WeakMap<MappingSetVersion, { revision: number; mapping: CompiledMapping }>();

/** A version of a mapping set ready to run; compiled anew when the registry has changed. */
export const compiledMapping = (sandbox: Sandbox, version: MappingSetVersion): CompiledMapping => {
  const known = compiled.get(version);
  if (known?.revision === sandbox.registryRevision) return known.mapping;
  const schema =
    version.schemaRef === undefined
      ? undefined
      : composedById(sandbox, version.schemaRef.id)?.schema;
  const mapping = engine().compileMapping(version.mappings, schema);
  compiled.set(version, { revision: sandbox.registryRevision, mapping });
  return mapping;
};
