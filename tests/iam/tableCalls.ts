/** What the real AWS provider calls for a table of DynamoDB without indexes, streams and backups. */
export function table(arn: string, encryption: unknown, region: string) {
  const calls = (names: string) =>
    names.split(" ").map((name) => ({ action: `dynamodb:${name}`, resource: arn }));
  const { kmsKeyArn } = { ...(encryption as { readonly kmsKeyArn?: string } | undefined) };
  // DynamoDB makes the table's key with the customer's in the name of whoever creates the table (DynamoDB's guide).
  const context = { "kms:ViaService": `dynamodb.${region}.amazonaws.com` };
  const key =
    kmsKeyArn === undefined
      ? []
      : ["kms:CreateGrant", "kms:DescribeKey", "kms:Decrypt"].map((action) => {
          return { action, resource: kmsKeyArn, context };
        });
  const reads = "DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource";
  return {
    create: [calls(`CreateTable TagResource UpdateTimeToLive ${reads}`), key],
    read: [calls(reads)],
    update: [calls(`UpdateTable UpdateTimeToLive TagResource UntagResource ${reads}`), key],
    delete: [calls("DeleteTable DescribeTable")],
  };
}
