import type { AlarmThresholds } from "../../config/alarms";
import { ofFunction, type AlarmDefinition, type AlarmSources } from "./definition";
import { ownTotal } from "./own";

/** The alarm on what the reconciler finds; none without it. A run that failed has found nothing, so it counts too. */
export function reconcileAlarms(
  { namespace, reconciler }: AlarmSources,
  { reconcileGap }: AlarmThresholds,
): AlarmDefinition[] {
  if (namespace === undefined || reconciler === undefined || reconcileGap === undefined) return [];
  return [
    {
      setting: "reconcileGap",
      id: "reconcile-gap",
      what: "Events that were delivered are no rows: AEP has rejected them after it had received them, or they are missing. Or the reconciler could not look.",
      act: "Look at the rejected rows and AEP's reasons (npx chatlio-aep reconcile), correct the cause, and send them again (replay --failed-only).",
      condition: {
        metrics: {
          gap: ownTotal(namespace, "Gap"),
          failed: ofFunction(reconciler.name, "Errors"),
        },
        expression: `FILL(gap, 0) + ${reconcileGap} * FILL(failed, 0)`,
        comparison: "GreaterThanOrEqualToThreshold",
        threshold: reconcileGap,
        periodSeconds: 3_600,
        // Until the next run: one hour more, because a run may come a little later.
        periods: reconciler.everyHours + 1,
        breaching: 1,
        missing: "notBreaching",
      },
    },
  ];
}
