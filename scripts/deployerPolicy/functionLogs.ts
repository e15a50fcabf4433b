import type { Target } from "./statements";

/** The log groups of the two functions that each event passes. */
export function functionLogs({ partition, region, account, prefix }: Target): readonly string[] {
  return ["receiver", "forwarder"].map(
    (part) =>
      `arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/${prefix}-*-${part}*`,
  );
}
