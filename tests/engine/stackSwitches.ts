import { CloudWatchClient, DisableAlarmActionsCommand } from "@aws-sdk/client-cloudwatch";
import {
  paginateListEventSourceMappings,
  UpdateEventSourceMappingCommand,
} from "@aws-sdk/client-lambda";

import { awsIdentity } from "../../local/services/ministack";
import { exportState, lambdaOf, run, type Local } from "./stackSupport";

const rule = "relay-reconciler-schedule";

/** Disables the triggers of forwarder and keeper, as somebody could in the Lambda console. */
async function disableTriggers(local: Local): Promise<void> {
  const lambda = lambdaOf(local);
  try {
    for await (const { EventSourceMappings } of paginateListEventSourceMappings(
      { client: lambda },
      {},
    ))
      for (const { UUID } of EventSourceMappings ?? [])
        await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
  } finally {
    lambda.destroy();
  }
}

/** Has an alarm tell nobody any more. */
async function disableAlarm({ services, stack }: Local): Promise<void> {
  const cloudwatch = new CloudWatchClient({
    endpoint: services.aws?.url ?? "",
    region: awsIdentity.region,
    ...(services.aws === undefined ? {} : { credentials: services.aws.credentials }),
  });
  const AlarmNames = [`chatlio-aep-${stack.name}-dead-letters`];
  await cloudwatch.send(new DisableAlarmActionsCommand({ AlarmNames }));
  cloudwatch.destroy();
}

interface State {
  readonly version: number;
  readonly deployment: {
    readonly resources: readonly { readonly urn: string; inputs?: object; outputs?: object }[];
  };
}

/**
 * Leaves the stack's state as a refresh of a disabled schedule leaves it. The rule is in the state only: nothing here runs
 * a schedule.
 */
async function disableSchedule({ stack }: Local): Promise<void> {
  const state = JSON.parse(await exportState(stack, "encrypted")) as State;
  const found = state.deployment.resources.find(({ urn }) => urn.endsWith(`::${rule}`));
  if (found === undefined) throw new Error(`the stack has no ${rule}`);
  const off = { state: "DISABLED" };
  Object.assign(found, {
    inputs: { ...found.inputs, ...off },
    outputs: { ...found.outputs, ...off },
  });
  await stack.importStack(state);
}

/**
 * Expects that `pulumi refresh` and `pulumi up`, with which docs/runbooks.md repairs what was disabled by hand, switch on
 * again both triggers, the schedule of the reconciler, and an alarm, and change nothing else.
 */
export async function expectSwitchedOn(local: Local): Promise<void> {
  await disableTriggers(local);
  await disableAlarm(local);
  await disableSchedule(local);
  await run(local.stack, "refresh");
  const { steps } = await run(local.stack, "up");
  expect([...steps].sort()).toEqual([
    "update relay-alarms-dead-letters",
    "update relay-forwarder-trigger",
    "update relay-keeper-trigger",
    `update ${rule}`,
  ]);
  await run(local.stack, "refresh");
  expect((await run(local.stack, "preview")).steps).toEqual([]);
}
