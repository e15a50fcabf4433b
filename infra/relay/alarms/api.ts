import type { AlarmThresholds } from "../../config/alarms";
import { FIVE_MINUTES, type AlarmDefinition, type AlarmSources } from "./definition";
import { ownTotal } from "./own";

const texts = [
  {
    setting: "serverErrors",
    id: "server-errors",
    metricName: "5xx",
    what: "The webhook URLs respond with a 5xx. Chatlio is not known to send a webhook again, so each one may be a lost event.",
    act: "Look which part failed: the function, its concurrency or the queue.",
  },
  {
    setting: "clientErrors",
    id: "client-errors",
    metricName: "4xx",
    what: "The API rejects unusually many requests with a 4xx.",
    act: "Look who sends them and what they get: 401 is a wrong token, 413 a body that is too large, 429 more than the API takes.",
  },
] as const;

/** The alarms on what the API responds. */
export function apiAlarms(
  { apiId, namespace }: AlarmSources,
  thresholds: AlarmThresholds,
): AlarmDefinition[] {
  const responses = texts.flatMap(({ metricName, setting, ...text }): AlarmDefinition[] => {
    const threshold = thresholds[setting];
    if (threshold === undefined) return [];
    const metric = {
      namespace: "AWS/ApiGateway",
      metricName,
      dimensions: { ApiId: apiId },
      stat: "Sum",
    } as const;
    return [{ setting, ...text, condition: surge(metric, threshold) }];
  });
  return [...responses, ...tokenAlarm(namespace, thresholds.wrongTokens)];
}

/** Who scans the API does not know the paths of webhooks. Who does, is probably Chatlio with an old URL. */
function tokenAlarm(namespace: string | undefined, threshold: number | undefined) {
  if (namespace === undefined || threshold === undefined) return [];
  const alarm: AlarmDefinition = {
    setting: "wrongTokens",
    id: "wrong-tokens",
    what: "Webhooks are rejected because their URL has no valid token: these events are lost.",
    act: "Compare the URLs in Chatlio's dashboard with those of the stack (npx chatlio-aep webhooks --show).",
    condition: surge(ownTotal(namespace, "WrongToken"), threshold),
  };
  return [alarm];
}

/** So many within five minutes. The metrics have no value when there was nothing to count. */
function surge(
  metric: AlarmDefinition["condition"]["metrics"][string],
  threshold: number,
): AlarmDefinition["condition"] {
  return {
    metrics: { m: metric },
    comparison: "GreaterThanOrEqualToThreshold",
    threshold,
    periodSeconds: FIVE_MINUTES,
    periods: 1,
    missing: "notBreaching",
  };
}
