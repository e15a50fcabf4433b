import {
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
  type AttributeDefinition,
  type SSESpecification,
} from "@aws-sdk/client-dynamodb";
import type { TableArgs } from "@pulumi/aws/dynamodb";
import * as z from "zod";

import type { Properties } from "../../../provider-sdk";
import { unlessGone, type Aws } from "../clients";
import { boolean, inputsOf, object, str, text, textMap, type AwsType } from "../define";
import { changedTags, fromTagList, tagList, tagsOf } from "../tags";

const gone = ["ResourceNotFoundException"];

interface Ttl {
  readonly attributeName?: string;
  readonly enabled?: boolean;
}

function encryptionOf(inputs: Properties): SSESpecification {
  const { enabled, kmsKeyArn } = { ...(inputs["serverSideEncryption"] as Encryption | undefined) };
  if (enabled !== true) return { Enabled: false };
  return { Enabled: true, SSEType: "KMS", KMSMasterKeyId: kmsKeyArn };
}

interface Encryption {
  readonly enabled?: boolean;
  readonly kmsKeyArn?: string;
}

async function putTtl(TableName: string, inputs: Properties, { dynamodb }: Aws): Promise<void> {
  const { attributeName, enabled } = { ...(inputs["ttl"] as Ttl | undefined) };
  if (attributeName === undefined) return;
  const specification = { AttributeName: attributeName, Enabled: enabled ?? false };
  await dynamodb.send(
    new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification: specification }),
  );
}

/** `aws:dynamodb/table:Table`; id: its name. */
export const table: AwsType = {
  inputs: inputsOf<TableArgs>()({
    name: text,
    billingMode: text.optional(),
    hashKey: text,
    attributes: z.array(object({ name: text, type: text })),
    ttl: object({ attributeName: text, enabled: boolean }).optional(),
    serverSideEncryption: object({ enabled: boolean, kmsKeyArn: text }).optional(),
    tags: textMap.optional(),
  }),
  replaces: ["name", "hashKey"],
  computed: ["arn"],

  async create(inputs, aws) {
    const name = str(inputs, "name");
    const attributes = inputs["attributes"] as readonly { name: string; type: string }[];
    await aws.dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: str(inputs, "hashKey"), KeyType: "HASH" }],
        AttributeDefinitions: attributes.map((attribute) => ({
          AttributeName: attribute.name,
          AttributeType: attribute.type as AttributeDefinition["AttributeType"],
        })),
        SSESpecification: encryptionOf(inputs),
        Tags: tagList(tagsOf(inputs)),
      }),
    );
    await putTtl(name, inputs, aws);
    return name;
  },

  async read(name, { dynamodb }) {
    const command = new DescribeTableCommand({ TableName: name });
    const found = (await unlessGone(dynamodb.send(command), gone))?.Table;
    if (found === undefined) return undefined;
    const { TimeToLiveDescription: ttl } = await dynamodb.send(
      new DescribeTimeToLiveCommand({ TableName: name }),
    );
    const { Tags: tags } = await dynamodb.send(
      new ListTagsOfResourceCommand({ ResourceArn: found.TableArn }),
    );
    const key = found.SSEDescription?.KMSMasterKeyArn;
    return {
      arn: found.TableArn,
      name,
      billingMode: found.BillingModeSummary?.BillingMode ?? "PROVISIONED",
      hashKey: found.KeySchema?.[0]?.AttributeName,
      attributes: (found.AttributeDefinitions ?? []).map((attribute) => ({
        name: attribute.AttributeName,
        type: attribute.AttributeType,
      })),
      ttl: {
        attributeName: ttl?.AttributeName ?? "",
        enabled: ttl?.TimeToLiveStatus === "ENABLED",
      },
      ...(key ? { serverSideEncryption: { enabled: true, kmsKeyArn: key } } : {}),
      tags: fromTagList(tags),
    };
  },

  async update(name, newInputs, oldInputs, aws) {
    const { dynamodb } = aws;
    const { Table: found } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
    const ResourceArn = found?.TableArn;
    const { remove, set } = changedTags(oldInputs, newInputs);
    if (set) await dynamodb.send(new TagResourceCommand({ ResourceArn, Tags: tagList(set) }));
    if (remove) await dynamodb.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
    await dynamodb.send(
      new UpdateTableCommand({ TableName: name, SSESpecification: encryptionOf(newInputs) }),
    );
  },

  async delete(name, { dynamodb }) {
    await unlessGone(dynamodb.send(new DeleteTableCommand({ TableName: name })), gone);
  },
};
