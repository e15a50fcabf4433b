import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { documented } from "../../common/behavior";
import type { Call } from "../../common/service";

const guide = "Observability Insights guide, metrics";

export const insightsErrors = errorTable({
  badRequest: {
    status: 400,
    code: "INSGHT-1000-400",
    title: "Bad Request",
    behavior: documented(
      guide,
      "Returns 400 with INSGHT-1000-400 to a request without start, end, metrics or aggregator, with an unknown metric or aggregator, a granularity without downsample, or a start after its end.",
    ),
  },
  sandbox: {
    status: 401,
    code: "INSGHT-1003-401",
    title: "Sandbox validation error",
    behavior: documented(
      guide,
      "Returns 401 with INSGHT-1003-401 for a missing or unknown sandbox.",
    ),
  },
});

/** The sandbox and organization that an error names. */
export interface TenantInfo {
  readonly sandboxName: string | undefined;
  readonly sandboxId: string | undefined;
  readonly imsOrgId: string | undefined;
}

/** An error in Observability Insights' envelope. */
export function insightsError(kind: ErrorKind, reason: string, tenantInfo: TenantInfo): ApiError {
  return new ApiError(kind, {
    type: `http://ns.adobe.com/aep/errors/${kind.code}`,
    title: `${kind.title} - ${reason}`,
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
}

/** Rejects a request with 400 and the reason. */
export function rejectRequest(call: Call, reason: string): never {
  throw insightsError(insightsErrors.badRequest, reason, {
    sandboxName: call.sandbox.info.name,
    sandboxId: call.sandbox.id,
    imsOrgId: call.user.orgId,
  });
}
