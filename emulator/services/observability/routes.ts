import { assumed, documented } from "../../common/behavior";
import { ok, type Service } from "../../common/service";
import { insightsError, insightsErrors } from "./errors";
import { toResponse } from "./responses";
import { validQuery } from "./validate";

const guide = "Observability Insights guide, metrics";

/** Counts over time of what came into datasets, from what the emulator still holds. */
export const observability: Service = {
  name: "Observability Insights",
  base: "/data/infrastructure/observability/insights",
  access: "gateway",
  errors: insightsErrors,
  notes: [
    assumed(
      "The guide's example has a data point for each day.",
      "An interval in which nothing happened has no data point; records count at the minute their batch began.",
    ),
  ],
  sandbox: (organization, name) => {
    const sandbox = organization.sandbox(name ?? "");
    if (sandbox !== undefined) return sandbox;
    const reason = `There is no sandbox ${name ?? "in x-sandbox-name"}.`;
    throw insightsError(insightsErrors.sandbox, reason, {
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
        "Returns metrics of datasets and streaming endpoints between start and end, in intervals of granularity, together or by dataset (filters with groupBy).",
      ),
      handle: (call) => {
        const { range, metrics } = validQuery(call);
        return ok({ metricResponses: metrics.map((metric) => toResponse(call, metric, range)) });
      },
    },
  ],
};
