import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  ListQueueTagsCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
  UntagQueueCommand,
  type QueueAttributeName,
} from "@aws-sdk/client-sqs";
import type { QueueArgs, RedriveAllowPolicyArgs } from "@pulumi/aws/sqs";

import type { Properties } from "../../../provider-sdk";
import { unlessGone } from "../clients";
import { boolean, inputsOf, number, str, text, textMap, type AwsType } from "../define";
import { changedTags, tagsOf } from "../tags";

/** Pulumi's names, SQS's names, and how to read SQS's string. */
const attributes: readonly [string, QueueAttributeName, (value: string) => unknown][] = [
  ["delaySeconds", "DelaySeconds", Number],
  ["kmsMasterKeyId", "KmsMasterKeyId", String],
  ["maxMessageSize", "MaximumMessageSize", Number],
  ["messageRetentionSeconds", "MessageRetentionPeriod", Number],
  ["policy", "Policy", String],
  ["receiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds", Number],
  ["redrivePolicy", "RedrivePolicy", String],
  ["sqsManagedSseEnabled", "SqsManagedSseEnabled", (value) => value === "true"],
  ["visibilityTimeoutSeconds", "VisibilityTimeout", Number],
];

/** SQS's own defaults, restored when an input is removed. */
const defaults: Readonly<Record<string, string>> = {
  DelaySeconds: "0",
  KmsMasterKeyId: "",
  MaximumMessageSize: "262144",
  MessageRetentionPeriod: "345600",
  Policy: "",
  ReceiveMessageWaitTimeSeconds: "0",
  RedrivePolicy: "",
  SqsManagedSseEnabled: "true",
  VisibilityTimeout: "30",
};

function toAttributes(inputs: Properties): Record<string, string> {
  return Object.fromEntries(
    attributes
      .filter(([key]) => inputs[key] !== undefined)
      .map(([key, name]) => [name, String(inputs[key])]),
  );
}

const gone = ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"];

/** `aws:sqs/queue:Queue`; id: the queue's URL. */
export const queue: AwsType = {
  inputs: inputsOf<QueueArgs>()({
    name: text,
    delaySeconds: number.optional(),
    kmsMasterKeyId: text.optional(),
    maxMessageSize: number.optional(),
    messageRetentionSeconds: number.optional(),
    policy: text.optional(),
    receiveWaitTimeSeconds: number.optional(),
    redrivePolicy: text.optional(),
    sqsManagedSseEnabled: boolean.optional(),
    tags: textMap.optional(),
    visibilityTimeoutSeconds: number.optional(),
  }),
  replaces: ["name"],
  computed: ["arn", "url"],

  async create(inputs, { sqs }) {
    const created = await sqs.send(
      new CreateQueueCommand({
        QueueName: str(inputs, "name"),
        Attributes: toAttributes(inputs),
        tags: tagsOf(inputs),
      }),
    );
    return str({ ...created }, "QueueUrl");
  },

  async read(url, { sqs }) {
    const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ["All"] });
    const found = (await unlessGone(sqs.send(command), gone))?.Attributes;
    if (found === undefined) return undefined;
    const live: Properties = { url, name: url.split("/").at(-1), arn: found["QueueArn"] };
    for (const [key, name, read] of attributes) {
      const value = found[name];
      if (value !== undefined && value !== "") live[key] = read(value);
    }
    const { Tags: tags } = await sqs.send(new ListQueueTagsCommand({ QueueUrl: url }));
    return { ...live, tags: tags ?? {} };
  },

  async update(url, newInputs, oldInputs, { sqs }) {
    const before = toAttributes(oldInputs);
    const wanted = toAttributes(newInputs);
    const removed = Object.keys(before).filter((name) => !(name in wanted));
    const reset = Object.fromEntries(removed.map((name) => [name, defaults[name] ?? ""]));
    await sqs.send(
      new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { ...reset, ...wanted } }),
    );
    const tags = changedTags(oldInputs, newInputs);
    if (tags.set) await sqs.send(new TagQueueCommand({ QueueUrl: url, Tags: tags.set }));
    if (tags.remove) await sqs.send(new UntagQueueCommand({ QueueUrl: url, TagKeys: tags.remove }));
  },

  async delete(url, { sqs }) {
    await unlessGone(sqs.send(new DeleteQueueCommand({ QueueUrl: url })), gone);
  },
};

/** `aws:sqs/redriveAllowPolicy:RedriveAllowPolicy`; id: the URL of the queue whose attribute it is. */
export const redriveAllowPolicy: AwsType = {
  inputs: inputsOf<RedriveAllowPolicyArgs>()({ queueUrl: text, redriveAllowPolicy: text }),
  replaces: ["queueUrl"],
  computed: [],

  async create(inputs, { sqs }) {
    const url = str(inputs, "queueUrl");
    const Attributes = { RedriveAllowPolicy: str(inputs, "redriveAllowPolicy") };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
    return url;
  },

  async read(url, { sqs }) {
    const command = new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ["RedriveAllowPolicy"],
    });
    const found = (await unlessGone(sqs.send(command), gone))?.Attributes?.["RedriveAllowPolicy"];
    return found ? { queueUrl: url, redriveAllowPolicy: found } : undefined;
  },

  async update(url, newInputs, _oldInputs, { sqs }) {
    const Attributes = { RedriveAllowPolicy: str(newInputs, "redriveAllowPolicy") };
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes }));
  },

  async delete(url, { sqs }) {
    const Attributes = { RedriveAllowPolicy: "" };
    await unlessGone(sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes })), gone);
  },
};
