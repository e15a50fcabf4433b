import type * as z from "zod";

import type { ConfigIssueParams } from "./keys";

/**
 * Reports each value that a list has already, at its place. The fix removes exactly that one: the key's example would
 * put another value in the place of the first, which may be in use.
 *
 * @param problem - what is wrong with such a value, of which the list has the first at a place such as `[0]`
 */
export function noneTwice(problem: (first: string) => string) {
  const params: ConfigIssueParams = { remove: true };
  return (values: readonly unknown[], context: z.RefinementCtx): void => {
    // From the end: what is behind a removed value moves forward, and the next command would remove another one.
    for (const [place, value] of [...values.entries()].toReversed()) {
      const first = values.indexOf(value);
      if (first === place) continue;
      const message = problem(`[${first}]`);
      context.addIssue({ code: "custom", path: [place], message, params: { ...params } });
    }
  };
}
