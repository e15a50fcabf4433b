import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import type { Flow, MappingSetVersion } from "../../state/entities";
import type { Sandbox } from "../../state/sandbox";
import { versionOf } from "../dataPrep/compiledMapping";

/** The mapping set and version that a dataflow names; undefined when it has no mapping. */
export function mappingRef(body: JsonObject): { id: string; version: number } | undefined {
  const transformation = arrayOf(body["transformations"])
    .map(objectOf)
    .find((one) => one["name"] === "Mapping");
  if (transformation === undefined) return undefined;
  const params = objectOf(transformation["params"]);
  return { id: String(params["mappingId"]), version: Number(params["mappingVersion"] ?? 0) };
}

/** The version of the mapping set that a dataflow runs with. */
export function mappingOf(sandbox: Sandbox, body: JsonObject): MappingSetVersion | undefined {
  const ref = mappingRef(body);
  const set = ref === undefined ? undefined : sandbox.mappingSets.get(ref.id);
  return ref === undefined || set === undefined ? undefined : versionOf(set, ref.version);
}

/** The dataset that a dataflow writes to. */
export function datasetIdOf(sandbox: Sandbox, flow: Flow): string | undefined {
  const [targetId] = arrayOf(flow.body["targetConnectionIds"]);
  const target = sandbox.targetConnections.get(String(targetId));
  return stringOf(objectOf(target?.body["params"])["dataSetId"]);
}
