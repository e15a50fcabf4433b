/**
 * What DynamoDB requires at least of whoever chooses a key for a table (Amazon DynamoDB Developer Guide, encryption at rest
 * usage notes).
 */
const keyActions =
  "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo";

/** What the real AWS provider calls for a table of DynamoDB without indexes, streams and backups. */
export function table(arn: string, encryption: unknown, region: string) {
  const calls = (names: string) =>
    names.split(" ").map((name) => ({ action: `dynamodb:${name}`, resource: arn }));
  const { kmsKeyArn } = { ...(encryption as { readonly kmsKeyArn?: string } | undefined) };
  const context = { "kms:ViaService": `dynamodb.${region}.amazonaws.com` };
  const key =
    kmsKeyArn === undefined
      ? []
      : keyActions.split(" ").map((name) => {
          return { action: `kms:${name}`, resource: kmsKeyArn, context };
        });
  const reads = "DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource";
  return {
    create: [calls(`CreateTable TagResource UpdateTimeToLive ${reads}`), key],
    read: [calls(reads)],
    update: [calls(`UpdateTable UpdateTimeToLive TagResource UntagResource ${reads}`), key],
    delete: [calls("DeleteTable DescribeTable")],
  };
}
