import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import { aggregate, type Point } from "./aggregate";
import type { MetricQuery, Range } from "./validate";

interface Series {
  /** The dataset's id; undefined for a metric of the whole sandbox. */
  readonly id: string | undefined;
  readonly points: readonly Point[];
}

function seriesOf(call: Call, query: MetricQuery, range: Range): readonly Series[] {
  const { sandbox, organization } = call;
  const { source } = query;
  const within = (points: readonly Point[]): Point[] =>
    points.filter(({ at }) => at >= range.start && at <= range.end);
  if (source.by === "sandbox") {
    return [{ id: undefined, points: within(source.points(organization, sandbox)) }];
  }
  const ids = query.datasetIds ?? sandbox.datasets.values().map(({ id }) => id);
  return ids.map((id) => ({ id, points: within(source.points(sandbox, id)) }));
}

/** One metric with its data points, together or grouped by dataset. */
export function toResponse(call: Call, query: MetricQuery, range: Range): JsonObject {
  const series = seriesOf(call, query, range);
  const { shape } = query;
  return {
    metric: query.name,
    filters: query.filters,
    datapoints: query.groupByDataset
      ? series.map(({ id, points }) => ({
          groupBy: { dataSetId: id },
          dps: aggregate([points], shape),
        }))
      : [
          {
            groupBy: {},
            dps: aggregate(
              series.map(({ points }) => points),
              shape,
            ),
          },
        ],
    ...(range.granularity === undefined ? {} : { granularity: range.granularity }),
  };
}
