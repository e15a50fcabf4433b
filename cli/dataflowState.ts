/** What is known of a dataflow at Adobe. */
interface Known {
  /** Left out: it does not exist. */
  readonly state?: string | undefined;
}

/** What to do about a dataflow that is not enabled. */
export const DATAFLOW_FIX =
  "Enable it in AEP (Sources → Dataflows), or run `pulumi refresh` and `pulumi up`";

/** Whether AEP makes rows of what is posted to a dataflow. Of one that is disabled, it may accept events and lose them. */
export function isEnabled({ state }: Known): boolean {
  return state === "enabled";
}

/** The state of a dataflow in a table. */
export function stateText({ state }: Known): string {
  return state ?? "does not exist";
}
