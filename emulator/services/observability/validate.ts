import { arrayOf, entryOf, type JsonObject, objectOf, stringOf } from "../../common/json";
import type { Call } from "../../common/service";
import { aggregators, granularities, type Shape } from "./aggregate";
import { rejectRequest } from "./errors";
import { metrics, type Source } from "./metrics";

/** The time range of a request, both ends included. */
export interface Range {
  readonly start: number;
  readonly end: number;
  /** Upper case; undefined when the request has none. */
  readonly granularity: string | undefined;
}

/** One metric that is requested, checked. */
export interface MetricQuery {
  readonly name: string;
  readonly source: Source;
  readonly shape: Shape;
  /** Ids of datasets; undefined means all of the sandbox. */
  readonly datasetIds: readonly string[] | undefined;
  readonly groupByDataset: boolean;
  /** `filters` as it was sent, for the response. */
  readonly filters: unknown;
}

function timeOf(call: Call, body: JsonObject, name: string): number {
  const at = Date.parse(stringOf(body[name]) ?? "");
  return Number.isNaN(at) ? rejectRequest(call, `${name} must be an ISO 8601 date and time.`) : at;
}

function validRange(call: Call, body: JsonObject): Range {
  const [start, end] = [timeOf(call, body, "start"), timeOf(call, body, "end")];
  if (start > end) rejectRequest(call, "Start date cannot be after end date.");
  const granularity = stringOf(body["granularity"])?.toUpperCase();
  if (granularity !== undefined && !granularities.includes(granularity)) {
    rejectRequest(call, `granularity must be one of ${granularities.join(", ")}.`);
  }
  return { start, end, granularity };
}

function validShape(call: Call, metric: JsonObject, { granularity }: Range): Shape {
  const aggregator =
    stringOf(metric["aggregator"]) ?? rejectRequest(call, "aggregator is missing.");
  const downsample = stringOf(metric["downsample"]);
  for (const name of [aggregator, downsample]) {
    if (name !== undefined && entryOf(aggregators, name) === undefined) {
      const valid = Object.keys(aggregators).join(", ");
      rejectRequest(call, `${name} is not a valid aggregator. Valid aggregators: ${valid}.`);
    }
  }
  if (granularity !== undefined && downsample === undefined) {
    rejectRequest(call, "granularity needs a downsample.");
  }
  return { aggregator, downsample, granularity };
}

function validFilter(
  call: Call,
  metric: JsonObject,
): Pick<MetricQuery, "datasetIds" | "groupByDataset"> {
  const [filter] = arrayOf(metric["filters"]).map(objectOf);
  if (filter === undefined) return { datasetIds: undefined, groupByDataset: false };
  const name = stringOf(filter["name"])?.toLowerCase();
  if (name !== "datasetid" && name !== "datasets") {
    rejectRequest(call, "Metrics can be filtered by dataSetId only.");
  }
  const datasetIds = (stringOf(filter["value"]) ?? "").split("|").filter((id) => id !== "");
  return { datasetIds, groupByDataset: filter["groupBy"] === true };
}

function validMetric(call: Call, metric: JsonObject, range: Range): MetricQuery {
  const name = stringOf(metric["name"]) ?? "";
  const source =
    entryOf(metrics, name) ??
    rejectRequest(call, `${name} is not a metric that the emulator counts.`);
  const shape = validShape(call, metric, range);
  const { datasetIds, groupByDataset } = validFilter(call, metric);
  return {
    name,
    source,
    shape,
    datasetIds,
    groupByDataset: groupByDataset && source.by === "dataset",
    filters: metric["filters"] ?? [],
  };
}

/**
 * The range and the metrics of a request. Throws
 * 400 with the first thing that is wrong.
 */
export function validQuery(call: Call): {
  readonly range: Range;
  readonly metrics: readonly MetricQuery[];
} {
  const body = objectOf(call.body);
  const range = validRange(call, body);
  const requested = arrayOf(body["metrics"]).map(objectOf);
  if (requested.length === 0) rejectRequest(call, "metrics is missing.");
  return { range, metrics: requested.map((metric) => validMetric(call, metric, range)) };
}
