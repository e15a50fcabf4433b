import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import { encodeReconcilerSettings, type AdobeSecret } from "../../handlers/reconciler/settings";
import type { Settings } from "../config";
import { inUnit } from "../config/duration";
import { keepsName, metricsNamespace } from "../naming";
import { createFunction, type CommonArgs } from "./function";
import { loginOf } from "./inletSecret";
import { allowKey, allowReading } from "./policy";
import { createStoredSecret } from "./storedSecret";

export interface ReconcilerArgs extends CommonArgs {
  readonly datasetId: pulumi.Input<string>;
  /** The relay's dataflow. */
  readonly flowId: pulumi.Input<string>;
  /** Milliseconds between two runs. */
  readonly every: number;
}

/** The function that compares on a schedule what was delivered with what AEP has ingested. */
export class Reconciler extends pulumi.ComponentResource {
  readonly function: lambda.Function;
  readonly logGroupName: pulumi.Output<string>;

  constructor(name: string, args: ReconcilerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Reconciler", name, {}, opts);
    const { accountId, every, names, settings, tags } = args;
    const { secret, version } = createStoredSecret(
      `${name}-secret`,
      {
        part: "reconciler",
        description: "Adobe credential of the reconciler.",
        value: JSON.stringify(credentialOf(settings)),
      },
      args,
      { parent: this },
    );
    const deployed = createFunction(
      name,
      {
        part: "reconciler",
        settings,
        names,
        tags,
        accountId,
        description:
          "Compares what was delivered with what Adobe Experience Platform has ingested.",
        entry: "handlers/reconciler/index.ts",
        environment: environmentOf(args, secret.arn, version.versionId),
        memoryMb: 256,
        timeoutSeconds: 300,
        permissions: [
          allowReading(secret.arn),
          // It belongs to no resource.
          { actions: ["cloudwatch:GetMetricStatistics"], resources: ["*"] },
          ...allowKey({ services: ["secretsmanager"], keyArn: settings.relay.kmsKey }),
        ],
      },
      this,
    );
    schedule(name, deployed.function, { every, tags }, this);
    this.function = deployed.function;
    this.logGroupName = deployed.logGroupName;
    this.registerOutputs({ function: this.function, logGroupName: this.logGroupName });
  }
}

/** The credential that reads from Adobe: the one that Pulumi deploys with. */
function credentialOf({ adobe }: Settings): AdobeSecret {
  const { platformUrl } = adobe;
  return { ...loginOf(adobe), ...(platformUrl === undefined ? {} : { platformUrl }) };
}

function environmentOf(
  { datasetId, every, flowId, settings }: ReconcilerArgs,
  arn: pulumi.Output<string>,
  versionId: pulumi.Output<string>,
) {
  return pulumi
    .all([datasetId, flowId, arn, versionId])
    .apply(([dataset, flow, secretArn, secretVersionId]) =>
      encodeReconcilerSettings({
        metricsNamespace: metricsNamespace(settings.prefix, settings.stack),
        datasetId: dataset,
        flowIds: [flow],
        isOnlyRelay: settings.relay.mode === "relay",
        windowSeconds: inUnit("s", every),
        secretArn,
        secretVersionId,
      }),
    );
}

/** Invokes the function again and again. Its rule has the function's name, which only one stack can have. */
function schedule(
  name: string,
  target: lambda.Function,
  { every, tags }: Pick<ReconcilerArgs, "every" | "tags">,
  parent: pulumi.ComponentResource,
): void {
  const hours = inUnit("h", every);
  const rule = new cloudwatch.EventRule(
    `${name}-schedule`,
    {
      name: target.name,
      description: "Runs the reconciler.",
      scheduleExpression: `rate(${hours} ${hours === 1 ? "hour" : "hours"})`,
      tags,
    },
    { parent, ...keepsName },
  );
  const permission = new lambda.Permission(
    `${name}-invoke`,
    {
      action: "lambda:InvokeFunction",
      function: target.name,
      principal: "events.amazonaws.com",
      sourceArn: rule.arn,
    },
    { parent },
  );
  new cloudwatch.EventTarget(
    `${name}-target`,
    { rule: rule.name, targetId: "reconciler", arn: target.arn },
    { parent, dependsOn: [permission] },
  );
}
