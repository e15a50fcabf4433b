import type { StatementSource } from "./statements";

const table = "aws:dynamodb/table:Table";

/** The deployer's statements for the table of stacks that link transcripts. */
export const linkStatements: readonly StatementSource[] = [
  {
    sid: "Links",
    part: "storage",
    actions: {
      [table]: [
        "dynamodb:CreateTable",
        "dynamodb:DeleteTable",
        "dynamodb:DescribeContinuousBackups",
        "dynamodb:DescribeTable",
        "dynamodb:DescribeTimeToLive",
        "dynamodb:ListTagsOfResource",
        "dynamodb:TagResource",
        "dynamodb:UntagResource",
        "dynamodb:UpdateTable",
        "dynamodb:UpdateTimeToLive",
      ],
    },
    resources: ({ partition, region, account, prefix }) => [
      `arn:${partition}:dynamodb:${region}:${account}:table/${prefix}-*`,
    ],
  },
  {
    // DynamoDB uses the key in the name of whoever chooses it for a table. These are what it requires at least (Amazon
    // DynamoDB Developer Guide, "DynamoDB encryption at rest usage notes", key policy for a customer managed key).
    sid: "LinksKey",
    part: "storage",
    actions: {
      [table]: [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
    },
    resources: ({ kmsKey }) => [kmsKey ?? ""],
    condition: () => ({ StringLike: { "kms:ViaService": "dynamodb.*.amazonaws.com*" } }),
    when: ({ kmsKey }) => kmsKey !== undefined,
  },
];
