import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";

import { withAwsErrors } from "../awsErrors";
import { regionOf, type StackOutputs } from "../stackOutputs";

/** The last parts of the alarms' names, as infra/relay/alarms defines them. */
export const alarmIds = [
  "dead-letters",
  "dead-letter-age",
  "queue-age",
  "keeper-age",
  "endpoint-failing",
  "function-errors",
  "throttles",
  "server-errors",
  "client-errors",
  "wrong-tokens",
  "imbalance",
  "reconcile-gap",
  "flow-down",
  "reconciler-silent",
  "no-events",
] as const;

/** An alarm of the stack. */
export interface Alarm {
  readonly id: string;
  readonly state: "OK" | "ALARM" | "INSUFFICIENT_DATA";
  /** Since when: RFC 3339. */
  readonly since?: string;
  /** What has happened and what to do, a line each. */
  readonly text: string;
}

/** The alarms that the stack has; none when nobody is to be told. */
export async function readAlarms(relay: StackOutputs): Promise<readonly Alarm[]> {
  // Alarms are named after the queue.
  const start = (relay.queueUrl.split("/").at(-1) ?? "").replace(/-events$/, "");
  const client = new CloudWatchClient({ region: regionOf(relay) });
  const { MetricAlarms: found = [] } = await withAwsErrors("cloudwatch:DescribeAlarms", () =>
    client.send(new DescribeAlarmsCommand({ AlarmNames: alarmIds.map((id) => `${start}-${id}`) })),
  );
  return found
    .map((alarm): Alarm => {
      const since = alarm.StateUpdatedTimestamp?.toISOString();
      return {
        id: (alarm.AlarmName ?? "").slice(start.length + 1),
        state: alarm.StateValue ?? "INSUFFICIENT_DATA",
        text: alarm.AlarmDescription ?? "",
        ...(since !== undefined && { since }),
      };
    })
    .sort((one, other) => rankOf(one) - rankOf(other));
}

/** Those that fire come first, then as docs/operating.md lists them. */
function rankOf({ id, state }: Alarm): number {
  const place = (alarmIds as readonly string[]).indexOf(id);
  return state === "ALARM" ? place - alarmIds.length : place;
}
