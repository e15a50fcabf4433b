import type * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../config";
import { metricsNamespace, namerAfter, type Tags } from "../naming";
import { Alarms } from "./alarms";
import type { AlarmSources } from "./alarms/definition";
import type { Api } from "./api";
import { Dashboard } from "./dashboard";
import type { Forwarder } from "./forwarder";
import type { Keeper } from "./keeper";
import { SavedQueries, type LogGroups } from "./queries";
import type { Queues } from "./queues";
import type { Receiver } from "./receiver";
import type { Reconciler } from "./reconciler";

/** What the operator's resources look at. */
export interface RelayParts {
  readonly settings: Settings;
  readonly tags: Tags;
  readonly queues: Queues;
  readonly receiver: Receiver;
  readonly forwarder: Forwarder;
  readonly keeper: Keeper;
  readonly api: Api;
  /** Undefined: nothing looks at AEP on a schedule. */
  readonly reconciler: Reconciler | undefined;
}

/** The log groups of these parts. */
export function logGroupsOf({
  api,
  forwarder,
  keeper,
  receiver,
  reconciler,
}: Pick<RelayParts, "api" | "forwarder" | "keeper" | "receiver" | "reconciler">): LogGroups {
  return {
    api: api.logGroupName,
    receiver: receiver.logGroupName,
    forwarder: forwarder.logGroupName,
    keeper: keeper.logGroupName,
    ...(reconciler && { reconciler: reconciler.logGroupName }),
  };
}

/** Creates what whoever runs the stack needs, and the relay does not: alarms, dashboard, saved queries. */
export function createOperatorResources(
  name: string,
  parts: RelayParts,
  parent: pulumi.Resource,
): void {
  const { settings, tags } = parts;
  const names = namerAfter(parts.queues.events.name);
  const { relay, prefix, stack } = settings;
  const sources: AlarmSources = {
    namespace: relay.metrics === "none" ? undefined : metricsNamespace(prefix, stack),
    queue: parts.queues.events.name,
    deadLetterQueue: parts.queues.deadLetters.name,
    undeliveredQueue: parts.queues.undelivered.name,
    receiver: parts.receiver.function.name,
    forwarder: parts.forwarder.function.name,
    keeper: parts.keeper.function.name,
    apiId: parts.api.apiId,
    linksTranscripts: relay.linkTranscripts,
    reconciler: parts.reconciler && {
      name: parts.reconciler.function.name,
      ...parts.reconciler.task,
    },
  };
  const groups = logGroupsOf(parts);
  const told = relay.alarmEmail !== undefined || relay.alarmTopicArn !== undefined;
  const alarms = told
    ? new Alarms(`${name}-alarms`, { settings, names, tags, sources }, { parent }).arns
    : [];
  if (relay.dashboard) {
    const args = { settings, names, sources, groups, alarms };
    new Dashboard(`${name}-dashboard`, args, { parent });
  }
  if (relay.savedQueries) {
    new SavedQueries(`${name}-queries`, { folder: `${prefix}-${stack}`, groups }, { parent });
  }
}
