import type { MappingSet, MappingSetVersion } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { composedById } from "../schemaRegistry/compose";
import type { CompiledMapping } from "./language/apply";
import { engine } from "./language/lazyEngine";

/** A version of a mapping set; undefined when the set does not have it. */
export function versionOf(set: MappingSet, version: number): MappingSetVersion | undefined {
  return set.versions.find((one) => one.version === version);
}

const compiled = new WeakMap<MappingSetVersion, { revision: number; mapping: CompiledMapping }>();

/** A version of a mapping set, compiled; compiled again after a change of the registry. */
export function compiledMapping(sandbox: Sandbox, version: MappingSetVersion): CompiledMapping {
  const known = compiled.get(version);
  if (known?.revision === sandbox.registryRevision) return known.mapping;
  const schema =
    version.schemaRef === undefined
      ? undefined
      : composedById(sandbox, version.schemaRef.id)?.schema;
  const mapping = engine().compileMapping(version.mappings, schema);
  compiled.set(version, { revision: sandbox.registryRevision, mapping });
  return mapping;
}
