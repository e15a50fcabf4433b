import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import { bundle } from "../bundle";
import type { Namer } from "../naming";
import type { Account } from "./account";
import { allow, trustLambda, type Allow } from "./policy";

export interface HandlerArgs {
  /** Last part of the physical names. */
  readonly part: string;
  readonly names: Namer;
  readonly account: Account;
  readonly description: string;
  /** Module whose `handler` is run, from the root of the repository. */
  readonly entry: string;
  readonly environment: pulumi.Input<Record<string, pulumi.Input<string>>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly logRetentionDays: number;
  /** What it may do beside writing its own log. */
  readonly permissions: readonly Allow[];
}

/** A Lambda function of the relay, with its log group and a role that may do just what it does. */
export class Handler extends pulumi.ComponentResource {
  readonly function: lambda.Function;
  readonly arn: pulumi.Output<string>;
  readonly invokeArn: pulumi.Output<string>;
  readonly logGroupName: pulumi.Output<string>;
  /** SHA-256 of the code, in hex: changes with the code alone. */
  readonly codeHash: string;

  constructor(name: string, args: HandlerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Handler", name, {}, opts);
    const { names, part } = args;
    const physical = names("function", part);
    const own = { parent: this };

    // First of all: a function that runs before its log group is there makes one without retention.
    const logGroup = new cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/lambda/${physical}`, retentionInDays: args.logRetentionDays },
      own,
    );
    const role = new iam.Role(
      `${name}-role`,
      {
        name: names("role", part),
        description: `Role of the function ${physical}.`,
        assumeRolePolicy: trustLambda(args.account.accountId),
      },
      own,
    );
    const policy = new iam.RolePolicy(
      `${name}-policy`,
      {
        name: names("role", part),
        role: role.name,
        policy: allow([
          {
            actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
            resources: [pulumi.interpolate`${logGroup.arn}:*`],
          },
          ...args.permissions,
        ]),
      },
      own,
    );
    const { code, hash } = bundle(args.entry);
    this.function = new lambda.Function(
      `${name}-function`,
      {
        name: physical,
        description: args.description,
        code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(code) }),
        handler: "index.handler",
        runtime: lambda.Runtime.NodeJS24dX,
        architectures: ["arm64"],
        role: role.arn,
        memorySize: args.memoryMb,
        timeout: args.timeoutSeconds,
        environment: { variables: args.environment },
        loggingConfig: {
          logFormat: "JSON",
          logGroup: logGroup.name,
          applicationLogLevel: "INFO",
          systemLogLevel: "WARN",
        },
      },
      { ...own, dependsOn: [policy] },
    );
    this.arn = this.function.arn;
    this.invokeArn = this.function.invokeArn;
    this.logGroupName = logGroup.name;
    this.codeHash = hash;
    this.registerOutputs({
      function: this.function,
      arn: this.arn,
      invokeArn: this.invokeArn,
      logGroupName: this.logGroupName,
      codeHash: this.codeHash,
    });
  }
}
