import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

import { encodeReconcilerSettings, type AdobeSecret } from "../../handlers/reconciler/settings";
import type { Settings } from "../config";
import { inUnit } from "../config/durationText";
import { keepsName, metricsNamespace } from "../naming";
import { createFunction, type CommonArgs } from "./function";
import { loginOf } from "./inletSecret";
import { allowKey, allowReading, type Allow } from "./policy";
import { createStoredSecret } from "./storedSecret";

export interface ReconcilerArgs extends CommonArgs {
  readonly datasetId: pulumi.Input<string>;
  /** The relay's dataflow. */
  readonly flowId: pulumi.Input<string>;
  readonly task: ReconcilerTask;
}

/** What the function does. */
export interface ReconcilerTask {
  /** Hours between two runs. */
  readonly everyHours: number;
  /** Whether it compares what was delivered with what AEP has ingested, or only looks whether the dataflow is enabled. */
  readonly compares: boolean;
}

/** It belongs to no resource. */
const readMetrics: Allow = { actions: ["cloudwatch:GetMetricStatistics"], resources: ["*"] };

/** Hours between two looks at the dataflow, when nothing is compared. */
const FLOW_CHECK_HOURS = 1;

/**
 * What the function of a stack does: it compares when the configuration says so, and looks at the dataflow for the alarm
 * `flow-down` when somebody gets alarms. Undefined: neither.
 */
export function reconcilerTask({ relay }: Settings): ReconcilerTask | undefined {
  const { alarms, metrics, reconcile } = relay;
  if (reconcile !== undefined) return { everyHours: inUnit("h", reconcile), compares: true };
  const isTold = relay.alarmEmail !== undefined || relay.alarmTopicArn !== undefined;
  if (!isTold || alarms.flowDown === undefined || metrics === "none") return undefined;
  return { everyHours: FLOW_CHECK_HOURS, compares: false };
}

/**
 * The function that looks on a schedule whether the dataflow is enabled, and compares what was delivered with what AEP has
 * ingested.
 */
export class Reconciler extends pulumi.ComponentResource {
  readonly function: lambda.Function;
  readonly logGroupName: pulumi.Output<string>;
  readonly task: ReconcilerTask;

  constructor(name: string, args: ReconcilerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:relay:Reconciler", name, {}, opts);
    const { accountId, names, settings, tags, task } = args;
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
        description: task.compares
          ? "Compares what was delivered with what Adobe Experience Platform has ingested."
          : "Looks whether the dataflow in Adobe Experience Platform is enabled.",
        environment: environmentOf(args, secret.arn, version.versionId),
        memoryMb: 256,
        timeoutSeconds: 300,
        permissions: [
          allowReading(secret.arn),
          ...(task.compares ? [readMetrics] : []),
          ...allowKey({ services: ["secretsmanager"], keyArn: settings.relay.kmsKey }),
        ],
      },
      this,
    );
    schedule(name, deployed.function, { everyHours: task.everyHours, tags }, this);
    this.task = task;
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
  { datasetId, flowId, settings, task }: ReconcilerArgs,
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
        windowSeconds: task.everyHours * 3_600,
        ...(task.compares ? {} : { comparesRows: false }),
        secretArn,
        secretVersionId,
      }),
    );
}

/** Invokes the function again and again. Its rule has the function's name, which only one stack can have. */
function schedule(
  name: string,
  target: lambda.Function,
  { everyHours: hours, tags }: { readonly everyHours: number } & Pick<ReconcilerArgs, "tags">,
  parent: pulumi.ComponentResource,
): void {
  const rule = new cloudwatch.EventRule(
    `${name}-schedule`,
    {
      name: target.name,
      description: "Runs the reconciler.",
      scheduleExpression: `rate(${hours} ${hours === 1 ? "hour" : "hours"})`,
      // Left out, it would stay as it is: the AWS provider sees no difference in a rule that somebody has disabled.
      state: "ENABLED",
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
