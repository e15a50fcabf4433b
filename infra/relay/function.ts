import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import { bundleFunction, type FunctionName } from "../bundle";
import type { Settings } from "../config";
import { inUnit } from "../config/durationText";
import { keepsName, namer, type OutputNamer, type Tags } from "../naming";
import { named } from "./named";
import { allow, allowTracing, trustLambda, type Allow } from "./policy";

/** What every function of the relay is made with. */
export interface CommonArgs {
  readonly settings: Settings;
  readonly names: OutputNamer;
  readonly tags: Tags;
  readonly accountId: pulumi.Input<string>;
}

export interface FunctionArgs extends CommonArgs {
  /** Last part of the physical names. */
  readonly part: FunctionName;
  readonly description: string;
  readonly environment: pulumi.Input<Record<string, pulumi.Input<string>>>;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** What the function may do in addition to writing its own log. */
  readonly permissions: readonly Allow[];
}

/** A deployed Lambda function, and what the rest of the program needs to know about it. */
export interface DeployedFunction {
  readonly function: lambda.Function;
  readonly logGroupName: pulumi.Output<string>;
  /** SHA-256 of the code, in hex. It changes with the code alone. */
  readonly codeHash: string;
}

/**
 * Type that the components of the two functions had before each became a component of its own.
 * Their `aliases` name it, so that stacks deployed before are not replaced.
 */
export const formerFunctionType = "chatlio-aep:relay:Handler";

/**
 * A Lambda function with its log group and a role that allows only what the function does.
 *
 * @param name - First part of the resources' names: the name of the component that owns them.
 */
export function createFunction(
  name: string,
  args: FunctionArgs,
  parent: pulumi.ComponentResource,
): DeployedFunction {
  const { names, part, settings } = args;
  const physical = names("function", part);
  // Created first: a function that runs before its log group exists creates one without retention.
  const logGroup = new cloudwatch.LogGroup(
    `${name}-logs`,
    logGroupArgs(pulumi.interpolate`/aws/lambda/${physical}`, args),
    { parent, ...named(settings) },
  );
  const { role, policy } = createRole(name, args, logGroup, parent);
  const { files, hash } = bundleFunction(part);
  const lambdaFunction = new lambda.Function(
    `${name}-function`,
    {
      name: physical,
      description: args.description,
      code: new pulumi.asset.AssetArchive(
        Object.fromEntries(
          Object.entries(files).map(([file, code]) => [file, new pulumi.asset.StringAsset(code)]),
        ),
      ),
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
      ...optionsOf(part, settings),
      tags: args.tags,
    },
    { parent, dependsOn: [policy], ...named(settings) },
  );
  return { function: lambdaFunction, logGroupName: logGroup.name, codeHash: hash };
}

/** A log group's inputs: how long it keeps events, and the user's key that encrypts them. */
export function logGroupArgs(
  name: pulumi.Input<string>,
  { settings, tags }: Pick<FunctionArgs, "settings" | "tags">,
): cloudwatch.LogGroupArgs {
  const { kmsKey, logRetention } = settings.relay;
  return {
    name,
    retentionInDays: inUnit("d", logRetention),
    ...(kmsKey === undefined ? {} : { kmsKeyId: kmsKey }),
    tags,
  };
}

function optionsOf(part: FunctionArgs["part"], { relay }: Settings) {
  const reserved =
    part === "receiver" || part === "forwarder" ? relay.reservedConcurrency[part] : undefined;
  return {
    ...(relay.tracing ? { tracingConfig: { mode: "Active" } } : {}),
    ...(reserved === undefined ? {} : { reservedConcurrentExecutions: reserved }),
  };
}

function createRole(
  name: string,
  args: FunctionArgs,
  logGroup: cloudwatch.LogGroup,
  parent: pulumi.ComponentResource,
) {
  const physical = args.names("role", args.part);
  const { prefix, relay, stack } = args.settings;
  const { permissionsBoundary, tracing } = relay;
  const role = new iam.Role(
    `${name}-role`,
    {
      name: physical,
      description: `Role of the function ${namer(prefix, stack)("function", args.part)}.`,
      assumeRolePolicy: trustLambda(args.accountId),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      tags: args.tags,
    },
    { parent, ...named(args.settings) },
  );
  const policy = new iam.RolePolicy(
    `${name}-policy`,
    {
      name: physical,
      role: role.name,
      policy: allow([
        {
          actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
          resources: [pulumi.interpolate`${logGroup.arn}:*`],
        },
        ...args.permissions,
        ...allowTracing(tracing),
      ]),
    },
    { parent, ...keepsName },
  );
  return { role, policy };
}
