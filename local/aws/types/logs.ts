import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { LogGroupArgs } from "@pulumi/aws/cloudwatch";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { inputsOf, number, str, text, type AwsType } from "../define";

const gone = ["ResourceNotFoundException"];

async function setRetention(logGroupName: string, inputs: Properties, { logs }: Aws) {
  const retentionInDays = inputs["retentionInDays"];
  if (typeof retentionInDays === "number") {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  } else {
    await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
  }
}

/** `aws:cloudwatch/logGroup:LogGroup`; id: the group's name. */
export const logGroup: AwsType = {
  inputs: inputsOf<LogGroupArgs>()({ name: text, retentionInDays: number.optional() }),
  replaces: ["name"],
  computed: ["arn"],

  async create(inputs, aws) {
    const name = str(inputs, "name");
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName: name }));
    await setRetention(name, inputs, aws);
    return name;
  },

  async read(name, { logs }) {
    const response = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    const found = response.logGroups?.find((group) => group.logGroupName === name);
    if (found === undefined) return undefined;
    return {
      name,
      // The real provider removes the wildcard for "its streams" from the end.
      arn: found.arn?.replace(/:\*$/, ""),
      retentionInDays: found.retentionInDays ?? 0,
    };
  },

  async update(name, newInputs, _oldInputs, aws) {
    await setRetention(name, newInputs, aws);
  },

  async delete(name, { logs }) {
    await unlessGone(logs.send(new DeleteLogGroupCommand({ logGroupName: name })), gone);
  },
};
