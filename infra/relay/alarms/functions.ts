import type { AlarmThresholds } from "../../config/alarms";
import {
  FIVE_MINUTES,
  ofFunction,
  type AlarmDefinition,
  type AlarmSources,
  type Condition,
} from "./definition";
import { ownTotal } from "./own";

const common = {
  comparison: "GreaterThanOrEqualToThreshold",
  periodSeconds: FIVE_MINUTES,
  periods: 1,
  missing: "notBreaching",
} as const satisfies Partial<Condition>;

/** The alarms on what AWS says about the functions. */
export function functionAlarms(
  sources: AlarmSources,
  { functionErrors, throttles }: AlarmThresholds,
): AlarmDefinition[] {
  const { receiver, forwarder } = sources;
  const all: (AlarmDefinition | undefined)[] = [
    functionErrors === undefined
      ? undefined
      : {
          setting: "functionErrors",
          id: "function-errors",
          what: "Invocations of the receiver, the forwarder or the keeper fail: a webhook may be lost, events are not delivered, or what could not be delivered is not copied.",
          act: "Read the errors in the functions' logs, and go back to the release before if an update brought them.",
          condition: { ...common, ...errors(sources), threshold: functionErrors },
        },
    throttles === undefined
      ? undefined
      : {
          setting: "throttles",
          id: "throttles",
          what: "AWS throttles the receiver or the forwarder: the account or the function has too little concurrency, and webhooks get a 5xx.",
          act: "Look at the account's concurrency (npx chatlio-aep doctor) and reserve some for the receiver.",
          condition: {
            ...common,
            metrics: {
              receiver: ofFunction(receiver, "Throttles"),
              forwarder: ofFunction(forwarder, "Throttles"),
            },
            expression: "FILL(receiver, 0) + FILL(forwarder, 0)",
            threshold: throttles,
          },
        },
  ];
  return all.filter((alarm) => alarm !== undefined);
}

/**
 * The forwarder throws when every message of an invocation failed because of the streaming endpoint. That
 * has an alarm of its own, so its errors do not count while messages return to the queue.
 */
function errors({ namespace, receiver, forwarder, keeper }: AlarmSources) {
  const metrics = {
    receiver: ofFunction(receiver, "Errors"),
    forwarder: ofFunction(forwarder, "Errors"),
    keeper: ofFunction(keeper, "Errors"),
  };
  if (namespace === undefined) {
    return { metrics, expression: "FILL(receiver, 0) + FILL(keeper, 0) + FILL(forwarder, 0)" };
  }
  return {
    metrics: { ...metrics, retried: ownTotal(namespace, "Retried") },
    expression:
      "FILL(receiver, 0) + FILL(keeper, 0) + IF(FILL(retried, 0) > 0, 0, FILL(forwarder, 0))",
  };
}
