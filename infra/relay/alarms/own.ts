import { ALL_EVENTS, type Count } from "../../../handlers/receiver/settings";
import type { Metric } from "./definition";

/** A metric that the functions write, over all events. */
export function ownTotal(namespace: string, metricName: Count | "DeliveryLag"): Metric {
  return { namespace, metricName, dimensions: { event: ALL_EVENTS }, stat: "Sum" };
}
