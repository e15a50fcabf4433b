import type { AlarmThresholds } from "../../config/alarms";
import { inUnit } from "../../config/durationText";
import { FIVE_MINUTES, ofQueue, type AlarmDefinition, type AlarmSources } from "./definition";

/**
 * The alarms on the queues. SQS sends no values of a queue that nobody uses: then an alarm stays as it
 * is, so that it does not clear while the messages are still there.
 */
export function queueAlarms(
  { queue, deadLetterQueue, undeliveredQueue }: AlarmSources,
  thresholds: AlarmThresholds,
): AlarmDefinition[] {
  return [
    ...deadLetterAlarms(deadLetterQueue, thresholds),
    ...age(
      {
        setting: "queueAge",
        id: "queue-age",
        what: "An event has been waiting in the queue for too long.",
        act: "Look whether the forwarder runs and what the streaming endpoint responds.",
      },
      queue,
      thresholds.queueAge,
    ),
    ...age(
      {
        setting: "keeperAge",
        id: "keeper-age",
        what: "What could not be delivered has been waiting for the keeper for too long: it is not in the dead-letter queue yet, where you would see it.",
        act: "Look whether the keeper's trigger is enabled, and at the keeper's log.",
      },
      undeliveredQueue,
      thresholds.keeperAge,
    ),
    ...silence(queue, thresholds.noEvents),
  ];
}

function deadLetterAlarms(
  queue: AlarmSources["queue"],
  { deadLetters, deadLetterAge }: AlarmThresholds,
): AlarmDefinition[] {
  const any: AlarmDefinition[] =
    deadLetters === undefined
      ? []
      : [
          {
            setting: "deadLetters",
            id: "dead-letters",
            what: "Messages are in the dead-letter queue: events that could not be delivered, or webhooks that could not be read.",
            act: "List them with their reasons (npx chatlio-aep dlq list), fix the cause, and redrive them.",
            condition: {
              metrics: { m: ofQueue(queue, "ApproximateNumberOfMessagesVisible") },
              comparison: "GreaterThanOrEqualToThreshold",
              threshold: deadLetters,
              periodSeconds: FIVE_MINUTES,
              periods: 1,
              missing: "ignore",
            },
          },
        ];
  const about = {
    setting: "deadLetterAge",
    id: "dead-letter-age",
    what: "A message in the dead-letter queue will soon be deleted: SQS keeps it for 14 days.",
    act: "Redrive it now (npx chatlio-aep dlq redrive), or move it to the archive (npx chatlio-aep dlq drop).",
  } as const;
  return [...any, ...age(about, queue, deadLetterAge)];
}

/** An alarm on the age of a queue's oldest message. */
function age(
  about: Pick<AlarmDefinition, "setting" | "id" | "what" | "act">,
  queue: AlarmSources["queue"],
  milliseconds: number | undefined,
): AlarmDefinition[] {
  if (milliseconds === undefined) return [];
  return [
    {
      ...about,
      condition: {
        metrics: { m: ofQueue(queue, "ApproximateAgeOfOldestMessage") },
        comparison: "GreaterThanOrEqualToThreshold",
        threshold: inUnit("s", milliseconds),
        periodSeconds: FIVE_MINUTES,
        periods: 1,
        missing: "ignore",
      },
    },
  ];
}

/** An alarm on hours without an event. What SQS counts exists with any `metrics` setting. */
function silence(queue: AlarmSources["queue"], milliseconds: number | undefined) {
  if (milliseconds === undefined) return [];
  const hours = inUnit("h", milliseconds);
  const alarm: AlarmDefinition = {
    setting: "noEvents",
    id: "no-events",
    what: `No event has arrived for ${hours} ${hours === 1 ? "hour" : "hours"}.`,
    act: "Look whether Chatlio's dashboard still has the webhook URLs, and whether the API responds.",
    condition: {
      metrics: { m: ofQueue(queue, "NumberOfMessagesSent", "Sum") },
      comparison: "LessThanThreshold",
      threshold: 1,
      periodSeconds: 3_600,
      periods: hours,
      missing: "breaching",
    },
  };
  return [alarm];
}
