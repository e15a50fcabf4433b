import type { Settings } from "../../config";
import type { AlarmDefinition } from "./definition";

/** Most characters of an alarm's description (Amazon CloudWatch, PutMetricAlarm). */
export const MAX_TEXT = 1_024;

/** Where the runbooks are, when no address is configured. */
const RUNBOOKS = "docs/runbooks.md";

/**
 * The text of an alarm: what has happened, where, what to do. It goes to whoever gets the alarm, so it
 * names the stack and nothing of an event. CloudWatch adds since when.
 */
export function alarmText(
  { what, act, id }: Pick<AlarmDefinition, "what" | "act" | "id">,
  { prefix, region, relay, stack }: Settings,
): string {
  const runbook = `${relay.runbookUrl ?? RUNBOOKS}#${id}`;
  return [what, `Stack ${stack} of ${prefix} in ${region}.`, act, `Runbook: ${runbook}`].join("\n");
}
