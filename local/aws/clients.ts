import { ApiGatewayV2Client } from "@aws-sdk/client-apigatewayv2";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";

/** The emulator's address, and a client for each of its services. */
export interface Aws {
  readonly endpoint: string;
  readonly region: string;
  readonly apiGateway: ApiGatewayV2Client;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly logs: CloudWatchLogsClient;
  readonly s3: S3Client;
  readonly secrets: SecretsManagerClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
}

/**
 * Clients for the emulator. Endpoint and keys are fixed: nothing is read from the user's AWS set-up.
 *
 * @param sessionToken - of the emulator's run, which accepts no other one
 */
export function connect(endpoint: string, region: string, sessionToken: string): Aws {
  const options = {
    endpoint,
    region,
    credentials: { accessKeyId: "test", secretAccessKey: "test", sessionToken },
    maxAttempts: 3,
  };
  return {
    endpoint,
    region,
    apiGateway: new ApiGatewayV2Client(options),
    cloudwatch: new CloudWatchClient(options),
    dynamodb: new DynamoDBClient(options),
    iam: new IAMClient(options),
    lambda: new LambdaClient(options),
    logs: new CloudWatchLogsClient(options),
    // The emulator serves all buckets at one address.
    s3: new S3Client({ ...options, forcePathStyle: true }),
    secrets: new SecretsManagerClient(options),
    sns: new SNSClient(options),
    sqs: new SQSClient(options),
    sts: new STSClient(options),
  };
}

/** The response; undefined when the error is one of those that mean "not found". */
export async function unlessGone<T>(
  call: Promise<T>,
  names: readonly string[],
): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && names.includes(error.name)) return undefined;
    throw error;
  }
}
