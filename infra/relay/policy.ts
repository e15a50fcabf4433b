import * as pulumi from "@pulumi/pulumi";

/** A statement that allows actions on resources. An action that is only a wildcard does not type-check. */
export interface Allow {
  readonly actions: readonly `${string}:${string}`[];
  readonly resources: readonly pulumi.Input<string>[];
}

const version = "2012-10-17";

/** A policy document for a role. */
export function allow(statements: readonly Allow[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: version,
    Statement: statements.map(({ actions, resources }) => ({
      Effect: "Allow",
      Action: actions,
      Resource: resources,
    })),
  });
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

/** Queue policy that rejects requests without TLS. The roles say who may use the queue. */
export function tlsOnly(queueArn: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: version,
    Statement: [
      {
        Sid: "TlsOnly",
        Effect: "Deny",
        Principal: "*",
        Action: "sqs:*",
        Resource: queueArn,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ],
  });
}
