import {
  nameInArn,
  parsed,
  statementsOf,
  type Finding,
  type Resource,
  type ResourceRule,
  type StackRule,
} from "../resource";

const QUEUE = "aws:sqs/queue:Queue";
const FUNCTION = "aws:lambda/function:Function";
const TRIGGER = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** AWS recommends six times the function's timeout: Lambda retries an invocation that AWS has throttled. */
const VISIBILITY_FACTOR = 6;

/** Messages contain personal data. */
export const encryption: ResourceRule = {
  name: "encryption",
  description: "Queues encrypt messages at rest, and reject requests without TLS.",
  check: ({ type, props }) => {
    if (type !== QUEUE) return [];
    const atRest = props["sqsManagedSseEnabled"] === true || Boolean(props["kmsMasterKeyId"]);
    const inTransit = statementsOf(props["policy"]).some(
      ({ Effect, Condition }) =>
        Effect === "Deny" && JSON.stringify(Condition).includes('"aws:SecureTransport":"false"'),
    );
    return [
      ...(atRest ? [] : ["The queue does not encrypt its messages at rest."]),
      ...(inTransit ? [] : ["The queue accepts requests without TLS."]),
    ];
  },
};

function deadLetterTarget({ props }: Resource): string | undefined {
  return nameInArn(parsed(props["redrivePolicy"])["deadLetterTargetArn"]);
}

/** Without one SQS deletes a message that nobody could process. */
export const deadLetterQueue: StackRule = {
  name: "dead-letter-queue",
  description: "Every queue has a dead-letter queue, or is one.",
  checkStack: (resources) => {
    const queues = resources.filter(({ type }) => type === QUEUE);
    const targets = new Set(queues.map(deadLetterTarget));
    return queues
      .filter((queue) => !deadLetterTarget(queue) && !targets.has(String(queue.props["name"])))
      .map((resource) => ({ resource, message: "The queue has no dead-letter queue." }));
  },
};

/** A shorter timeout delivers a message again while its function still works on it. */
export const visibilityTimeout: StackRule = {
  name: "visibility-timeout",
  description: `A queue's visibility timeout is at least ${VISIBILITY_FACTOR} times the timeout of the function that reads it.`,
  checkStack: (resources) => {
    const named = (wanted: string, name: string | undefined) =>
      resources.find(({ type, props }) => type === wanted && props["name"] === name);
    return resources
      .filter(({ type }) => type === TRIGGER)
      .flatMap(({ props }): Finding[] => {
        const queue = named(QUEUE, nameInArn(props["eventSourceArn"]));
        const given = props["functionName"];
        const reader = named(FUNCTION, nameInArn(given) ?? String(given));
        if (queue === undefined || reader === undefined) return [];
        // AWS's defaults, in seconds.
        const { visibilityTimeoutSeconds: visible = 30 } = queue.props;
        const { timeout = 3 } = reader.props;
        const least = VISIBILITY_FACTOR * Number(timeout);
        if (Number(visible) >= least) return [];
        const message = `The visibility timeout is ${String(visible)} s. The function ${reader.name} has a timeout of ${String(timeout)} s, so it must be at least ${String(least)} s.`;
        return [{ resource: queue, message }];
      });
  },
};
