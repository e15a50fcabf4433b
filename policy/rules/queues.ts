import { deniesWithoutTls } from "../document";
import {
  nameInArn,
  parsed,
  textOf,
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
    // A policy of its own replaces the one that the queue has.
    const isQueue = type === QUEUE;
    if (!isQueue && type !== "aws:sqs/queuePolicy:QueuePolicy") return [];
    const atRest = props["sqsManagedSseEnabled"] === true || Boolean(props["kmsMasterKeyId"]);
    const name =
      textOf(props["name"] ?? props["queueUrl"])
        .split("/")
        .at(-1) ?? "";
    return [
      ...(atRest || !isQueue ? [] : ["The queue does not encrypt its messages at rest."]),
      ...(deniesWithoutTls(props["policy"], "sqs", [`:${name}`])
        ? []
        : ["The queue accepts requests without TLS."]),
    ];
  },
};

/** The dead-letter queue of a queue, by name: its own setting, or that of a resource of its own. */
function deadLetterTarget(queue: Resource, resources: readonly Resource[]): string | undefined {
  const separate = resources.find(
    ({ type, props }) =>
      type === "aws:sqs/redrivePolicy:RedrivePolicy" &&
      textOf(props["queueUrl"]).endsWith(`/${nameOf(queue)}`),
  );
  const { redrivePolicy } = (separate ?? queue).props;
  return nameInArn(parsed(redrivePolicy)["deadLetterTargetArn"]);
}

/** Names of the queues that get what a function, or a subscription of a topic, has failed at. */
function failuresOf({ props, type }: Resource): (string | undefined)[] {
  const at = (value: unknown, ...keys: string[]) =>
    keys.reduce<unknown>((found, key) => parsed(found)[key], value);
  switch (type) {
    case FUNCTION:
      return [nameInArn(at(props, "deadLetterConfig", "targetArn"))];
    case TRIGGER:
    case "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig":
      return [
        nameInArn(at(props, "destinationConfig", "onFailure", "destination")),
        nameInArn(at(props, "destinationConfig", "onFailure", "destinationArn")),
      ];
    case "aws:sns/topicSubscription:TopicSubscription":
      return [nameInArn(at(props, "redrivePolicy", "deadLetterTargetArn"))];
    default:
      return [];
  }
}

function nameOf({ props }: Resource): string {
  return String(props["name"]);
}

/** Whether a message that fails in the queue, then in its dead-letter queue and so on, comes back to a queue. */
function returns(start: string, targets: ReadonlyMap<string, string | undefined>): boolean {
  const passed = new Set<string>();
  for (let name: string | undefined = start; name !== undefined; name = targets.get(name)) {
    if (passed.has(name)) return true;
    passed.add(name);
  }
  return false;
}

/** Without one SQS deletes a message that nobody could process. */
export const deadLetterQueue: StackRule = {
  name: "dead-letter-queue",
  description: "Every queue has a dead-letter queue, or is one.",
  checkStack: (resources) => {
    const queues = resources.filter(({ type }) => type === QUEUE);
    const targets = new Map(
      queues.map((queue) => [nameOf(queue), deadLetterTarget(queue, resources)]),
    );
    const deadLetterQueues = new Set([...targets.values(), ...resources.flatMap(failuresOf)]);
    return queues.flatMap((resource): Finding[] => {
      const name = nameOf(resource);
      if (returns(name, targets))
        return [{ resource, message: "The queue is a dead-letter queue of its own messages." }];
      return targets.get(name) === undefined && !deadLetterQueues.has(name)
        ? [{ resource, message: "The queue has no dead-letter queue." }]
        : [];
    });
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
        // A name may have an alias or a version behind it.
        const reader = named(FUNCTION, nameInArn(given) ?? String(given).split(":")[0]);
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
