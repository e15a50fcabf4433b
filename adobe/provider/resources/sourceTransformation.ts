import type { FlowItem } from "../../client/flowService";
import { isObject } from "../../client/json";
import type { Json } from "../../client/json";
import { objectIn } from "./common";

/** The transformations of a dataflow. */
export function transformationsOf(flow: FlowItem): Json[] {
  const all = flow["transformations"];
  return Array.isArray(all) ? all.filter(isObject) : [];
}

/** The parameters of the transformation of this name; `{}` when there is none. */
export function paramsOf(flow: FlowItem, wanted: string): Json {
  return objectIn(
    transformationsOf(flow).find(({ name }) => name === wanted),
    "params",
  );
}
