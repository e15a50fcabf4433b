import type { AlarmThresholds } from "../../config/alarms";
import { ofFunction, type AlarmDefinition, type AlarmSources } from "./definition";
import { ownTotal } from "./own";

/** The alarms on what the reconciler finds; none without it. */
export function reconcileAlarms(
  { namespace, reconciler }: AlarmSources,
  { flowDown, reconcileGap, reconcilerSilent }: AlarmThresholds,
): AlarmDefinition[] {
  if (namespace === undefined || reconciler === undefined) return [];
  const hasGap = reconcileGap !== undefined && reconciler.compares;
  return [
    ...(hasGap ? [gapAlarm(namespace, reconciler, reconcileGap)] : []),
    ...(flowDown === undefined
      ? []
      : [flowAlarm(namespace, reconciler, { threshold: flowDown, tellsOfFailures: !hasGap })]),
    ...(reconcilerSilent === undefined ? [] : [silenceAlarm(reconciler, reconcilerSilent)]),
  ];
}

type Reconciler = NonNullable<AlarmSources["reconciler"]>;

/** Until the next run: one hour more, because a run may come a little later. */
function untilNextRun({ everyHours }: Reconciler) {
  return {
    comparison: "GreaterThanOrEqualToThreshold",
    periodSeconds: 3_600,
    periods: everyHours + 1,
    breaching: 1,
    missing: "notBreaching",
  } as const;
}

/** A run that failed has found nothing, so it counts too. */
function gapAlarm(namespace: string, reconciler: Reconciler, threshold: number): AlarmDefinition {
  return {
    setting: "reconcileGap",
    id: "reconcile-gap",
    what: "Events that were delivered are not rows: AEP has rejected them after it had received them, or they are missing. Or the reconciler could not look.",
    act: "Look at the rejected rows and AEP's reasons (npx chatlio-aep reconcile), correct the cause, and send them again (replay --failed-only).",
    condition: {
      metrics: {
        gap: ownTotal(namespace, "Gap"),
        failed: ofFunction(reconciler.name, "Errors"),
      },
      expression: `FILL(gap, 0) + ${threshold} * FILL(failed, 0)`,
      threshold,
      ...untilNextRun(reconciler),
    },
  };
}

/** Without {@link gapAlarm} no other alarm tells of a run that failed, and has not seen the dataflow. */
function flowAlarm(
  namespace: string,
  reconciler: Reconciler,
  { threshold, tellsOfFailures }: { readonly threshold: number; readonly tellsOfFailures: boolean },
): AlarmDefinition {
  const down = ownTotal(namespace, "FlowDown");
  const seen = tellsOfFailures
    ? {
        metrics: { down, failed: ofFunction(reconciler.name, "Errors") },
        expression: `FILL(down, 0) + ${threshold} * FILL(failed, 0)`,
      }
    : { metrics: { m: down } };
  return {
    setting: "flowDown",
    id: "flow-down",
    what: `The dataflow in AEP is disabled or gone${tellsOfFailures ? ", or nobody could look" : ""}. Events do not become rows: Adobe may reject them, or accept and lose them.`,
    act: "Enable the dataflow in AEP (Sources, Dataflows), or have it created again with pulumi refresh and pulumi up. Then send again what was rejected or lost meanwhile, as the runbook says.",
    condition: {
      ...seen,
      threshold,
      ...untilNextRun(reconciler),
    },
  };
}

/**
 * A function that nobody starts fails nowhere: no other alarm would ever fire. AWS counts no invocations then, and not
 * none, so a missing value is what is looked for. AWS also counts runs that fail; those are for {@link gapAlarm}.
 */
function silenceAlarm({ compares, everyHours, name }: Reconciler, missed: number): AlarmDefinition {
  return {
    setting: "reconcilerSilent",
    id: "reconciler-silent",
    what: `The reconciler does not run any more: nobody looks ${compares ? "whether AEP rejects events later, and " : ""}whether the dataflow is enabled.`,
    act: "Look whether its schedule is enabled (Amazon EventBridge, Rules) and may start the function, and repair both with pulumi refresh and pulumi up.",
    condition: {
      metrics: { m: ofFunction(name, "Invocations") },
      comparison: "LessThanThreshold",
      threshold: 1,
      periodSeconds: 3_600,
      // One hour more, because a run may come a little later.
      periods: everyHours * missed + 1,
      missing: "breaching",
    },
  };
}
