import { UsageError } from "../userError";
import type { TargetStack } from "./flowStack";

const keepBoth =
  "--mode both keeps it next to the dataflow (docs/chatlio.md says how to switch later).";

/**
 * The mode with which a stack takes a dataflow. What the stack has deployed stays in it: without a mode of its own a
 * stack is in relay mode, and with `direct` the next update would delete its queues and functions.
 *
 * @param given - the mode that the caller wants, if any
 * @throws UsageError when the stack has something deployed that the mode leaves out
 */
export function modeFor({ ids, mode, name }: TargetStack, given?: string): string {
  const names = [...ids.keys()];
  const hasRelay = mode !== "direct" && names.some((each) => each.startsWith("relay-"));
  const hasDirect = mode !== "relay" && names.some((each) => each.startsWith("direct-"));
  const wanted = given ?? (mode === "both" ? "both" : "direct");
  if (wanted === "direct" && hasRelay)
    throw new UsageError(
      `The stack ${name} has a relay, which the next update would delete in direct mode. Nothing was written. ${keepBoth}`,
    );
  if (wanted === "relay" && hasDirect)
    throw new UsageError(
      `The stack ${name} has dataflows of direct mode, which the next update would delete in relay mode. Nothing was written. --mode both keeps them.`,
    );
  return wanted;
}
