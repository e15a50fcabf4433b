import type { FlowItem } from "../../adobe/client/flowService";
import { objectAt, textAt } from "./values";

/** The mapping set of a dataflow, and the version to which the dataflow is pinned. */
export function mappingSetOf(
  flow: FlowItem,
): { readonly id: string; readonly version: string } | undefined {
  const all = flow["transformations"];
  const params = (Array.isArray(all) ? all : []).map((one: unknown) => objectAt(one, "params"));
  const found = params.find((one) => textAt(one, "mappingId") !== undefined);
  const id = textAt(found, "mappingId");
  return id === undefined ? undefined : { id, version: textAt(found, "mappingVersion") ?? "0" };
}
