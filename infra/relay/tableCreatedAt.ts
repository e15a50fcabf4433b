import { deployerClient } from "./deployerClient";

/**
 * When a table was created, in milliseconds since 1970, which the AWS provider's own function does not say. Undefined:
 * AWS does not show it.
 */
export async function tableCreatedAt(arn: string): Promise<number | undefined> {
  const [, , , region, , resource] = arn.split(":");
  // Few deployments need it.
  const { DescribeTableCommand, DynamoDBClient } = await import("@aws-sdk/client-dynamodb");
  const client = new DynamoDBClient(deployerClient(region));
  try {
    const command = new DescribeTableCommand({ TableName: resource?.replace(/^table\//, "") });
    return (await client.send(command)).Table?.CreationDateTime?.getTime();
  } finally {
    client.destroy();
  }
}
