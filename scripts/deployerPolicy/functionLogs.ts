import type { Target } from "./statements";

/** The log groups of functions by the last parts of their names. */
function logsOf(parts: readonly string[], { partition, region, account, prefix }: Target) {
  return parts.map(
    (part) =>
      `arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/${prefix}-*-${part}*`,
  );
}

/** The log groups of the two functions that each event passes. */
export function functionLogs(target: Target): readonly string[] {
  return logsOf(["receiver", "forwarder"], target);
}

/** The log groups of all functions that may write about an event. */
export function allFunctionLogs(target: Target): readonly string[] {
  return logsOf(["receiver", "forwarder", "keeper", "reconciler"], target);
}
