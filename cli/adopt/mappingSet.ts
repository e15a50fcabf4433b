import type { FlowItem } from "../../adobe/client/flowService";
import type { Json } from "../../adobe/client/json";

/** Text or number at a key of a value that may be no object. */
export function textAt(value: unknown, key: string): string | undefined {
  const found = (value as Json | undefined)?.[key];
  return typeof found === "string" || typeof found === "number" ? String(found) : undefined;
}

/** Object at a key of a value that may be none; empty when there is none. */
export function objectAt(value: unknown, key: string): Json {
  const found = (value as Json | undefined)?.[key];
  return typeof found === "object" && found !== null ? (found as Json) : {};
}

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
