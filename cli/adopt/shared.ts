import type { FlowItem } from "../../adobe/client/flowService";
import { mappingSetOf } from "./mappingSet";

/** A part of a dataflow that another dataflow of the sandbox uses, too. */
export interface SharedPart {
  readonly what: "mapping set" | "source connection" | "target connection";
  readonly id: string;
  /** The other dataflow. */
  readonly by: { readonly id: string; readonly name: string };
}

/** Ids of what only one dataflow of a stack may have: the stack changes and deletes it with the dataflow. */
function partsOf(flow: FlowItem): readonly (readonly [SharedPart["what"], string])[] {
  const idsAt = (key: string): string[] => {
    const ids = flow[key];
    return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === "string") : [];
  };
  const mappingSet = mappingSetOf(flow)?.id;
  return [
    ...idsAt("sourceConnectionIds").map((id) => ["source connection", id] as const),
    ...idsAt("targetConnectionIds").map((id) => ["target connection", id] as const),
    ...(mappingSet === undefined ? [] : [["mapping set", mappingSet] as const]),
  ];
}

/** What the dataflow shares with others of its sandbox. */
export function sharedParts(flow: FlowItem, all: readonly FlowItem[]): SharedPart[] {
  return all
    .filter(({ id }) => id !== flow.id)
    .flatMap((other) => {
      const others = new Set(partsOf(other).map(([, id]) => id));
      const by = { id: other.id, name: other.name ?? other.id };
      return partsOf(flow)
        .filter(([, id]) => others.has(id))
        .map(([what, id]) => ({ what, id, by }));
    });
}
