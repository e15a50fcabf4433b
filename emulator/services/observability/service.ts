import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { arrayOf, objectOf, stringOf, type JsonObject } from "../../common/json";
import { ok, type Call, type Service } from "../../common/service";
import { aggregators, granularities, joined, metrics, type Point, type Shape } from "./metrics";

const guide = "Observability Insights guide, metrics";

const errors = errorTable({
  badRequest: {
    status: 400,
    code: "INSGHT-1000-400",
    title: "Bad Request",
    behavior: documented(
      guide,
      "A request without start, end, metrics or aggregator, with an unknown metric or aggregator, a granularity without downsample, or a start after its end, is answered 400 with INSGHT-1000-400.",
    ),
  },
  sandbox: {
    status: 401,
    code: "INSGHT-1003-401",
    title: "Sandbox validation error",
    behavior: documented(
      guide,
      "A missing or unknown sandbox is answered 401 with INSGHT-1003-401.",
    ),
  },
});

interface Place {
  readonly sandboxName: string | undefined;
  readonly sandboxId: string | undefined;
  readonly imsOrgId: string | undefined;
}

const insightsError = (kind: ErrorKind, why: string, tenantInfo: Place): ApiError =>
  new ApiError(kind.status, {
    type: `http://ns.adobe.com/aep/errors/${kind.code}`,
    title: `${kind.title} - ${why}`,
    status: kind.status,
    report: { tenantInfo, additionalContext: null },
    "error-chain": [
      {
        serviceId: "INSGHT",
        errorCode: kind.code,
        invokingServiceId: "INSGHT",
        unixTimeStampMs: Date.now(),
      },
    ],
  });

const refuse = (call: Call, why: string): never => {
  throw insightsError(errors.badRequest, why, {
    sandboxName: call.sandbox.info.name,
    sandboxId: call.sandbox.id,
    imsOrgId: call.user.orgId,
  });
};

interface Query {
  readonly start: number;
  readonly end: number;
  readonly granularity: string | undefined;
}

const timeOf = (call: Call, body: JsonObject, name: string): number => {
  const at = Date.parse(stringOf(body[name]) ?? "");
  return Number.isNaN(at) ? refuse(call, `${name} must be an ISO 8601 date and time.`) : at;
};

const queryOf = (call: Call, body: JsonObject): Query => {
  const [start, end] = [timeOf(call, body, "start"), timeOf(call, body, "end")];
  if (start > end) refuse(call, "Start date cannot be after end date.");
  const granularity = stringOf(body["granularity"])?.toUpperCase();
  if (granularity !== undefined && !granularities.includes(granularity)) {
    refuse(call, `granularity must be one of ${granularities.join(", ")}.`);
  }
  return { start, end, granularity };
};

const shapeOf = (call: Call, asked: JsonObject, { granularity }: Query): Shape => {
  const aggregator = stringOf(asked["aggregator"]) ?? refuse(call, "aggregator is missing.");
  const downsample = stringOf(asked["downsample"]);
  for (const name of [aggregator, downsample]) {
    if (name !== undefined && aggregators[name] === undefined) {
      refuse(call, `${name} is no aggregator; there are ${Object.keys(aggregators).join(", ")}.`);
    }
  }
  if (granularity !== undefined && downsample === undefined) {
    refuse(call, "granularity needs a downsample.");
  }
  return { aggregator, downsample, granularity };
};

interface Filter {
  readonly ids: readonly string[];
  readonly groupBy: boolean;
}

const filterOf = (call: Call, asked: JsonObject): Filter | undefined => {
  const [filter] = arrayOf(asked["filters"]).map(objectOf);
  if (filter === undefined) return undefined;
  const name = stringOf(filter["name"])?.toLowerCase();
  if (name !== "datasetid" && name !== "datasets") {
    refuse(call, "Metrics can be filtered by dataSetId only.");
  }
  const ids = (stringOf(filter["value"]) ?? "").split("|").filter((id) => id !== "");
  return { ids, groupBy: filter["groupBy"] === true };
};

const metricOf = (call: Call, asked: JsonObject, query: Query): JsonObject => {
  const name = stringOf(asked["name"]) ?? "";
  const source = metrics[name] ?? refuse(call, `${name} is no metric that the emulator counts.`);
  const shape = shapeOf(call, asked, query);
  const filter = filterOf(call, asked);
  const within = (points: readonly Point[]): Point[] =>
    points.filter(({ at }) => at >= query.start && at <= query.end);
  const { sandbox, organization } = call;
  const ids = filter?.ids ?? sandbox.datasets.values().map(({ id }) => id);
  const series =
    source.by === "sandbox"
      ? [{ id: undefined, points: within(source.points(organization, sandbox)) }]
      : ids.map((id) => ({ id, points: within(source.points(sandbox, id)) }));
  const apart = filter?.groupBy === true && source.by === "dataset";
  return {
    metric: name,
    filters: asked["filters"] ?? [],
    datapoints: apart
      ? series.map(({ id, points }) => ({
          groupBy: { dataSetId: id },
          dps: joined([points], shape),
        }))
      : [
          {
            groupBy: {},
            dps: joined(
              series.map(({ points }) => points),
              shape,
            ),
          },
        ],
    ...(query.granularity === undefined ? {} : { granularity: query.granularity }),
  };
};

/** Counts over time of what came into datasets, from what the emulator still knows. */
export const observability: Service = {
  name: "Observability Insights",
  base: "/data/infrastructure/observability/insights",
  access: "gateway",
  errors,
  notes: [
    assumed(
      "The guide's example has a data point for each day.",
      "An interval in which nothing happened has no data point; records are counted at the minute their batch began.",
    ),
  ],
  sandbox: (organization, name) => {
    const sandbox = organization.sandbox(name ?? "");
    if (sandbox !== undefined) return sandbox;
    throw insightsError(errors.sandbox, `There is no sandbox ${name ?? "in x-sandbox-name"}.`, {
      sandboxName: name,
      sandboxId: undefined,
      imsOrgId: organization.settings.credentials.orgId,
    });
  },
  routes: [
    {
      method: "POST",
      path: "/metrics",
      behavior: documented(
        guide,
        "Gives metrics of datasets and inlets between start and end, in intervals of granularity, together or by dataset (filters with groupBy).",
      ),
      handle: (call) => {
        const body = objectOf(call.body);
        const query = queryOf(call, body);
        const asked = arrayOf(body["metrics"]).map(objectOf);
        if (asked.length === 0) refuse(call, "metrics is missing.");
        return ok({ metricResponses: asked.map((one) => metricOf(call, one, query)) });
      },
    },
  ],
};
