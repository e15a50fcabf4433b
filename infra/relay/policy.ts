import * as pulumi from "@pulumi/pulumi";

/** A statement that allows actions on resources. An action that is only a wildcard does not type-check. */
export interface Allow {
  readonly actions: readonly `${string}:${string}`[];
  readonly resources: readonly pulumi.Input<string>[];
  readonly condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

const version = "2012-10-17";

/** A policy document for a role. */
export function allow(statements: readonly Allow[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: version,
    Statement: statements.map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  });
}

/** The statement that lets a role read a secret. */
export function allowReading(secretArn: pulumi.Input<string>): Allow {
  return { actions: ["secretsmanager:GetSecretValue"], resources: [secretArn] };
}

/** What each AWS service does with the user's KMS key in the name of a function. */
const keyActions = {
  sqs: ["kms:Decrypt", "kms:GenerateDataKey"],
  secretsmanager: ["kms:Decrypt"],
  // To open the table's own key: its usage notes on encryption at rest name whoever accesses the table as the user of this
  // request, and DynamoDB itself as that of all others after the table's creation.
  dynamodb: ["kms:Decrypt"],
  // The functions only write objects.
  s3: ["kms:GenerateDataKey"],
} as const satisfies Readonly<Record<string, Allow["actions"]>>;

/** AWS services through which a function uses the user's KMS key. */
export interface KeyUse {
  readonly services: readonly (keyof typeof keyActions)[];
  readonly keyArn: string | undefined;
}

/** The statements that let a role use the key, and only through those services. None without a key. */
export function allowKey({ services, keyArn }: KeyUse): Allow[] {
  if (keyArn === undefined) return [];
  return services.map((service) => ({
    actions: keyActions[service],
    resources: [keyArn],
    condition: { StringLike: { "kms:ViaService": `${service}.*.amazonaws.com*` } },
  }));
}

/** The statement that lets a role write traces, which belong to no resource. */
export function allowTracing(tracing: boolean): Allow[] {
  if (!tracing) return [];
  return [{ actions: ["xray:PutTelemetryRecords", "xray:PutTraceSegments"], resources: ["*"] }];
}

/** Trust policy: only Lambda may assume the role, and only for this account. */
export function trustLambda(accountId: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: version,
    Statement: [
      {
        Effect: "Allow",
        Principal: { Service: "lambda.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: { StringEquals: { "aws:SourceAccount": accountId } },
      },
    ],
  });
}

function denyWithoutTls(Action: string, Resource: string | readonly string[]): string {
  return JSON.stringify({
    Version: version,
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action,
        Resource,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}

/**
 * Queue policy that rejects requests without TLS. The roles say who may use the queue. It applies to the
 * queue that has it, so it need not name one, and stays right when the stack is renamed.
 */
export function tlsOnly(): string {
  return denyWithoutTls("sqs:*", "*");
}

/** Bucket policy that rejects requests without TLS. S3 requires that it names the bucket. */
export function bucketTlsOnly(arn: pulumi.Output<string>): pulumi.Output<string> {
  return arn.apply((bucket) => denyWithoutTls("s3:*", [bucket, `${bucket}/*`]));
}
