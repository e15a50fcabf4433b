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

/** AWS services through which a function uses the user's KMS key. */
export interface KeyUse {
  /** `secretsmanager` decrypts only; a queue's messages are encrypted too. */
  readonly services: readonly ("sqs" | "secretsmanager")[];
  readonly keyArn: string | undefined;
}

/** The statements that let a role use the key, and only through those services. None without a key. */
export function allowKey({ services, keyArn }: KeyUse): Allow[] {
  if (keyArn === undefined) return [];
  return services.map((service) => ({
    actions: service === "sqs" ? ["kms:Decrypt", "kms:GenerateDataKey"] : ["kms:Decrypt"],
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

/**
 * Queue policy that rejects requests without TLS. The roles say who may use the queue. It applies to the
 * queue that has it, so it need not name one, and stays right when the stack is renamed.
 */
export function tlsOnly(): string {
  return JSON.stringify({
    Version: version,
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: "*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
