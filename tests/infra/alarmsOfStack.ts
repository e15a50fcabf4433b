import { alarmsOf } from "../../infra/relay/alarms";
import type { AlarmDefinition, AlarmSources } from "../../infra/relay/alarms/definition";
import { values } from "./configuration";

const sources = {
  queue: "events",
  deadLetterQueue: "dead",
  undeliveredQueue: "undelivered",
  receiver: "receiver",
  keeper: "keeper",
  forwarder: "forwarder",
  apiId: "api",
  linksTranscripts: false,
  reconciler: { name: "reconciler", everyHours: 6, compares: true },
};

/** What looks at AEP in a stack that nothing but its alarms was set for. */
export const flowCheck = { name: "reconciler", everyHours: 1, compares: false };

/** The alarms of a stack with these settings. */
export function alarms(
  thresholds: Record<string, unknown> = {},
  metrics = true,
  reconciler: AlarmSources["reconciler"] = sources.reconciler,
  linksTranscripts = sources.linksTranscripts,
): readonly AlarmDefinition[] {
  const config = { "chatlio-aep:alarms": JSON.stringify(thresholds) };
  const namespace = metrics ? "chatlio-aep/test" : undefined;
  const own = { ...sources, reconciler, namespace, linksTranscripts };
  return alarmsOf(own, values(config)["chatlio-aep:alarms"]);
}

/** Their names, sorted. */
export function ids(all: readonly AlarmDefinition[]) {
  return all.map(({ id }) => id).sort();
}

/** Every alarm that a stack can have. */
export const all = alarms({ noEvents: "24h" });
