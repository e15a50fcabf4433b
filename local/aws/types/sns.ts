import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetSubscriptionAttributesCommand,
  GetTopicAttributesCommand,
  ListTagsForResourceCommand,
  SubscribeCommand,
  TagResourceCommand,
  UnsubscribeCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-sns";
import type { TopicArgs, TopicSubscriptionArgs } from "@pulumi/aws/sns";

import { unlessGone } from "../clients";
import { inputsOf, str, text, textMap, type AwsType } from "../define";
import { changedTags, fromTagList, tagList, tagsOf } from "../tags";

const gone = ["NotFound", "NotFoundException"];

/** `aws:sns/topic:Topic`; id: its ARN. */
export const topic: AwsType = {
  inputs: inputsOf<TopicArgs>()({ name: text, tags: textMap.optional() }),
  replaces: ["name"],
  computed: ["arn"],

  async create(inputs, { sns }) {
    const created = await sns.send(
      new CreateTopicCommand({ Name: str(inputs, "name"), Tags: tagList(tagsOf(inputs)) }),
    );
    return str({ ...created }, "TopicArn");
  },

  async read(arn, { sns }) {
    const command = new GetTopicAttributesCommand({ TopicArn: arn });
    if ((await unlessGone(sns.send(command), gone)) === undefined) return undefined;
    const { Tags } = await sns.send(new ListTagsForResourceCommand({ ResourceArn: arn }));
    return { arn, name: arn.split(":").at(-1), tags: fromTagList(Tags) };
  },

  async update(ResourceArn, newInputs, oldInputs, { sns }) {
    const tags = changedTags(oldInputs, newInputs);
    if (tags.set) await sns.send(new TagResourceCommand({ ResourceArn, Tags: tagList(tags.set) }));
    if (tags.remove)
      await sns.send(new UntagResourceCommand({ ResourceArn, TagKeys: tags.remove }));
  },

  async delete(arn, { sns }) {
    await unlessGone(sns.send(new DeleteTopicCommand({ TopicArn: arn })), gone);
  },
};

/** `aws:sns/topicSubscription:TopicSubscription`; id: its ARN, also before it is confirmed. */
export const topicSubscription: AwsType = {
  inputs: inputsOf<TopicSubscriptionArgs>()({ topic: text, protocol: text, endpoint: text }),
  replaces: ["topic", "protocol", "endpoint"],
  computed: ["arn"],

  async create(inputs, { sns }) {
    const created = await sns.send(
      new SubscribeCommand({
        TopicArn: str(inputs, "topic"),
        Protocol: str(inputs, "protocol"),
        Endpoint: str(inputs, "endpoint"),
        ReturnSubscriptionArn: true,
      }),
    );
    return str({ ...created }, "SubscriptionArn");
  },

  async read(arn, { sns }) {
    const command = new GetSubscriptionAttributesCommand({ SubscriptionArn: arn });
    const found = (await unlessGone(sns.send(command), gone))?.Attributes;
    if (found === undefined) return undefined;
    return {
      arn,
      topic: found["TopicArn"],
      protocol: found["Protocol"],
      endpoint: found["Endpoint"],
    };
  },

  async delete(arn, { sns }) {
    await unlessGone(sns.send(new UnsubscribeCommand({ SubscriptionArn: arn })), gone);
  },
};
