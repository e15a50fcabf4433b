import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogGroupArgs } from "@pulumi/aws/cloudwatch";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { inputsOf, number, str, text, textMap, type AwsType } from "../define";
import { changedTags, tagsOf } from "../tags";

const gone = ["ResourceNotFoundException"];

async function setRetention(logGroupName: string, inputs: Properties, { logs }: Aws) {
  const retentionInDays = inputs["retentionInDays"];
  if (typeof retentionInDays === "number") {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  } else {
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  }
}

async function setKey(
  logGroupName: string,
  newInputs: Properties,
  oldInputs: Properties,
  { logs }: Aws,
): Promise<void> {
  const [before, after] = [oldInputs["kmsKeyId"], newInputs["kmsKeyId"]];
  if (before === after) return;
  try {
    await (typeof after === "string"
      ? logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: after }))
      : logs.send(new DisassociateKmsKeyCommand({ logGroupName })));
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith("Unknown action")) throw error;
    throw new Error(
      `MiniStack cannot change the KMS key of the existing log group ${logGroupName}; AWS can. Set the key before the first deployment of the local stack.`,
      { cause: error },
    );
  }
}

/** `aws:cloudwatch/logGroup:LogGroup`; id: the group's name. */
export const logGroup: AwsType = {
  inputs: inputsOf<LogGroupArgs>()({
    name: text,
    kmsKeyId: text.optional(),
    retentionInDays: number.optional(),
    tags: textMap.optional(),
  }),
  replaces: ["name"],
  computed: ["arn"],

  async create(inputs, aws) {
    const name = str(inputs, "name");
    await aws.logs.send(
      new CreateLogGroupCommand({
        logGroupName: name,
        kmsKeyId: inputs["kmsKeyId"] as string | undefined,
        tags: tagsOf(inputs),
      }),
    );
    await setRetention(name, inputs, aws);
    return name;
  },

  async read(name, { logs }) {
    const response = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    const found = response.logGroups?.find((group) => group.logGroupName === name);
    if (found === undefined) return undefined;
    // The real provider removes the wildcard for "its streams" from the end.
    const arn = found.arn?.replace(/:\*$/, "");
    const { tags } = await logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      name,
      arn,
      retentionInDays: found.retentionInDays ?? 0,
      ...(found.kmsKeyId ? { kmsKeyId: found.kmsKeyId } : {}),
      tags: tags ?? {},
    };
  },

  async update(name, newInputs, oldInputs, aws) {
    await setRetention(name, newInputs, aws);
    await setKey(name, newInputs, oldInputs, aws);
    const tags = changedTags(oldInputs, newInputs);
    const resourceArn = str(oldInputs, "arn");
    if (tags.set) await aws.logs.send(new TagResourceCommand({ resourceArn, tags: tags.set }));
    if (tags.remove)
      await aws.logs.send(new UntagResourceCommand({ resourceArn, tagKeys: tags.remove }));
  },

  async delete(name, { logs }) {
    await unlessGone(logs.send(new DeleteLogGroupCommand({ logGroupName: name })), gone);
  },
};
