import type { HandMadeFlow } from "./flow";
import type { Ownership } from "./flowSchema";
import type { TargetStack, Webhook } from "./flowStack";

/** A key of the configuration, as `pulumi config set --path` takes it, and its value. */
export type Setting = readonly [key: string, value: string];

/** The settings that make a list of one that lacks some of its entries. */
function listSettings(
  key: string,
  now: readonly string[],
  wanted: readonly string[],
): readonly Setting[] {
  const all = [...new Set([...now, ...wanted])];
  return all.slice(now.length).map((value, index) => [`${key}[${now.length + index}]`, value]);
}

/** A stack for which no events are set has all, so a new one is narrowed to what is adopted. */
function eventSettings({ adopted, events, ids }: TargetStack, event: string): readonly Setting[] {
  const isNew = adopted.length === 0 && ids.size === 0;
  if (events === undefined && !isNew) return [];
  return listSettings("chatlio-aep:events", events ?? [], [event]);
}

/** Which schema and dataset stay somebody else's. Both are set, or neither when the stack has them. */
function existingSettings(
  { existing }: TargetStack,
  { datasetId, schemaId }: HandMadeFlow,
): readonly Setting[] {
  if (existing?.schemaId === schemaId && existing.datasetId === datasetId) return [];
  return [
    ["chatlio-aep:existing.schemaId", schemaId],
    ["chatlio-aep:existing.datasetId", datasetId],
  ];
}

/**
 * What the configuration lacks for a preview that changes nothing of what is adopted. Empty when the stack has adopted
 * it before.
 */
export function settingsFor(
  stack: TargetStack,
  flow: HandMadeFlow,
  ownership: Ownership,
  { mode, webhook }: { readonly mode: string; readonly webhook: Webhook | undefined },
): readonly Setting[] {
  const isOwned = ownership.ids !== undefined;
  const adopted = [
    ...(isOwned ? ["schema"] : []),
    ...(webhook === undefined ? [] : [`${webhook.widget}/${webhook.event}`]),
  ];
  return [
    ...(mode === stack.mode ? [] : ([["chatlio-aep:mode", mode]] as const)),
    ...(isOwned ? [] : existingSettings(stack, flow)),
    // What Profile takes is smaller, so the relay must know.
    ...(ownership.profile && !stack.profile ? ([["chatlio-aep:profile", "true"]] as const) : []),
    ...(webhook === undefined
      ? []
      : [
          ...listSettings("chatlio-aep:widgets", stack.widgets ?? [], [webhook.widget]),
          ...eventSettings(stack, webhook.event),
        ]),
    ...listSettings("chatlio-aep:adopted", stack.adopted, adopted),
  ];
}
