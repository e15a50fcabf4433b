import * as z from "zod";

import type { AdobeHttp } from "./http";
import { listOf } from "./shapes";
import type { CallOptions } from "./shapes";
import { HOUR_MS } from "./timeUnits";

const PATH = "/data/infrastructure/observability/insights/metrics";

/** Rows that batches have brought into a dataset. */
const ROWS = "timeseries.ingestion.dataset.recordsuccess.count";

const responses = z.looseObject({
  metricResponses: listOf(
    z.looseObject({
      datapoints: listOf(z.looseObject({ dps: z.record(z.string(), z.number()) })),
    }),
  ),
});

/** Adobe's Observability Insights API: metrics of what came into AEP. */
export class Observability {
  constructor(private readonly http: AdobeHttp) {}

  /** Rows that came into a dataset since the beginning of the hour in which `since` is, in milliseconds since 1970. */
  async rowsOf(
    datasetId: string,
    { since, until }: { readonly since: number; readonly until: number },
    { signal }: CallOptions = {},
  ): Promise<number> {
    const action = { verb: "read the metric of", kind: "dataset", name: datasetId };
    const filters = [{ name: "dataSetId", value: datasetId, groupBy: false }];
    const body = {
      start: new Date(Math.floor(since / HOUR_MS) * HOUR_MS).toISOString(),
      end: new Date(until).toISOString(),
      granularity: "HOUR",
      metrics: [{ name: ROWS, filters, aggregator: "sum", downsample: "sum" }],
    };
    const call = { method: "POST", path: PATH, body, action, repeatable: true, signal } as const;
    const { body: response } = await this.http.call(call);
    const { metricResponses } = this.http.shaped(responses, response, action);
    return metricResponses
      .flatMap(({ datapoints }) => datapoints)
      .flatMap(({ dps }) => Object.values(dps))
      .reduce((sum, value) => sum + value, 0);
  }
}
