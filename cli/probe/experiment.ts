import type { AssumptionName, AssumptionValue } from "../../emulator/assumptions";
import type { ProbeContext } from "./context";

/**
 * How one assumption is found out: `observe` sends requests and returns what it saw, `judge` says which
 * value that is. So every judgment can be tested without a server.
 */
export interface Experiment {
  readonly assumption: AssumptionName;
  /** It makes schemas join the union, which Adobe may not let go again. */
  readonly union?: true;
  /** Sends the requests; returns the value, undefined when what it saw does not show which one it is. */
  readonly run: (context: ProbeContext) => Promise<string | undefined>;
  /** Which value it is that was seen; undefined when it is none, or could be several. */
  readonly judge: (seen: never) => string | undefined;
}

/** An experiment, its judgment checked against the values that the assumption has. */
export function experiment<Name extends AssumptionName, Seen>(
  assumption: Name,
  observe: (context: ProbeContext) => Promise<Seen>,
  judge: (seen: Seen) => AssumptionValue<Name> | undefined,
): Experiment {
  return { assumption, judge, run: async (context) => judge(await observe(context)) };
}
