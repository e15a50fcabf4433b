import type { AlarmThresholds } from "../../config/alarms";
import { inUnit } from "../../config/durationText";
import { FIVE_MINUTES, ofQueue, type AlarmDefinition, type AlarmSources } from "./definition";
import { ownTotal } from "./own";

/** The alarms on what the functions count themselves: none with `metrics: none`. */
export function deliveryAlarms(
  { linksTranscripts, namespace, queue }: AlarmSources,
  { endpointFailing, imbalance }: AlarmThresholds,
): AlarmDefinition[] {
  if (namespace === undefined) return [];
  return [
    ...(endpointFailing === undefined ? [] : [endpointAlarm(namespace, endpointFailing)]),
    ...(imbalance === undefined
      ? []
      : [balanceAlarm({ namespace, queue, linksTranscripts }, imbalance)]),
  ];
}

/**
 * The share of attempts that failed, in percent. In a period without attempts it has no value, because
 * failed messages wait for up to an hour: then the alarm stays as it is.
 */
function endpointAlarm(namespace: string, milliseconds: number): AlarmDefinition {
  return {
    setting: "endpointFailing",
    id: "endpoint-failing",
    what: "Most attempts to deliver fail: Adobe's streaming endpoint is down, busy or not found, or rejects the relay's credential. Events wait in the queue.",
    act: "Look at the reasons in the forwarder's log, at Adobe's status page, and at the dataflow in AEP.",
    condition: {
      metrics: {
        retried: ownTotal(namespace, "Retried"),
        delivered: ownTotal(namespace, "Delivered"),
      },
      expression: "100 * FILL(retried, 0) / (FILL(retried, 0) + FILL(delivered, 0))",
      comparison: "GreaterThanOrEqualToThreshold",
      threshold: 50,
      periodSeconds: FIVE_MINUTES,
      periods: Math.ceil(inUnit("s", milliseconds) / FIVE_MINUTES),
      missing: "ignore",
    },
  };
}

/** Hours over which events are added up. */
const BALANCE_HOURS = 24;

/**
 * Hours that the sums must differ. An event that is in flight at the end of an hour is accepted in one and delivered
 * in the next, so a difference in some hours says nothing. One that is missing is so in every hour from then on.
 */
const BALANCE_BREACHING = 8;

/**
 * Events of an hour among which one may be in flight at its end: at more than that, with a second from webhook to
 * Adobe, one nearly always is.
 */
const EVENTS_PER_IN_FLIGHT = 200;

/**
 * What was accepted and not delivered, less what is known to wait: messages that nobody has taken, and those that failed,
 * each of which is tried again, and counted in `Retried`, within an hour; and transcripts that wait for their visitors, for
 * less than an hour. What is hidden while it is being
 * delivered is not subtracted as AWS counts it: the largest number in an hour says nothing about the hour's end, and
 * on a busy stack it would hide as many missing events.
 */
function balanceAlarm(
  {
    linksTranscripts,
    namespace,
    queue,
  }: Pick<AlarmSources, "linksTranscripts" | "queue"> & { readonly namespace: string },
  threshold: number,
): AlarmDefinition {
  return {
    setting: "imbalance",
    id: "imbalance",
    what: "Accepted events are missing: they are not delivered, not in the queue, and were not moved to the dead-letter queue by the forwarder.",
    act: "Look in the dead-letter queue first: SQS itself may have moved them there.",
    condition: {
      metrics: {
        accepted: ownTotal(namespace, "Accepted"),
        delivered: ownTotal(namespace, "Delivered"),
        dead: ownTotal(namespace, "Dead"),
        visible: ofQueue(queue, "ApproximateNumberOfMessagesVisible"),
        retried: ownTotal(namespace, "Retried"),
        ...(linksTranscripts && { waiting: ownTotal(namespace, "Waiting") }),
      },
      expression: `RUNNING_SUM(FILL(accepted, 0)) - RUNNING_SUM(FILL(delivered, 0)) - RUNNING_SUM(FILL(dead, 0)) - FILL(visible, 0) - FILL(retried, 0)${linksTranscripts ? " - FILL(waiting, 0)" : ""} - FLOOR(FILL(accepted, 0) / ${EVENTS_PER_IN_FLIGHT})`,
      comparison: "GreaterThanOrEqualToThreshold",
      threshold,
      periodSeconds: 3_600,
      periods: BALANCE_HOURS,
      breaching: BALANCE_BREACHING,
      missing: "notBreaching",
    },
  };
}
