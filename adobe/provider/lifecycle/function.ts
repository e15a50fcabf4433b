import type * as z from "zod";

import { formatFailures } from "../../../provider-sdk";
import type { InvokeFunction, Properties } from "../../../provider-sdk";
import { listed } from "../../client/text";
import { withoutNulls } from "./nulls";
import type { SandboxContext } from "./sandboxContext";
import { validate } from "./validate";

/** A function of the provider: it looks up an object that somebody else manages. */
export interface FunctionDefinition<Args extends object, Result extends object> {
  /** `adobe-aep:<module>:get<Name>`. */
  readonly token: string;
  readonly description: string;
  readonly args: z.ZodObject;
  readonly result: z.ZodObject;
  readonly example: string;
  run(args: Args, sandbox: SandboxContext, signal: AbortSignal): Promise<Result>;
}

/** A definition as the provider SDK expects it. */
export function invokeFunction<Args extends object, Result extends object>(
  definition: FunctionDefinition<Args, Result>,
  sandbox: () => SandboxContext,
): InvokeFunction {
  return async (args, { signal }) => {
    const given = withoutNulls(args, definition.args);
    const failures = validate(definition.args, given);
    // The protocol also has a list of failures. It is not used, because Pulumi's Node.js SDK throws it with
    // a stack that Node.js needs half a minute to show under tsx (nodejs/node#64011).
    if (failures.length > 0) throw new Error(formatFailures(failures));
    const result = await definition.run(given as Args, sandbox(), signal);
    return { result: { ...result } as Properties };
  };
}

/** Returns the only match. Throws an error for the user when there is none or more than one. */
export function only<T extends { id: string }>(found: readonly T[], what: string): T {
  const [one, another] = found;
  if (one === undefined) {
    throw new Error(
      `there is no ${what}; check its spelling, the sandbox and the credential's role`,
    );
  }
  if (another !== undefined) {
    const ids = listed(found.map(({ id }) => id));
    throw new Error(
      `there is more than one ${what} (${ids}); give the id of the one that you want`,
    );
  }
  return one;
}
