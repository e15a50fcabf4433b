import * as pulumi from "@pulumi/pulumi";

/** A statement that allows actions on resources; wildcards among the actions do not type-check. */
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

/** Trust policy: only Lambda, and only for this account, may take on the role. */
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

/** Queue policy that refuses whatever does not come over TLS. Who may use the queue, roles say. */
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
