import type { Context, Properties } from "../../../provider-sdk";
import type { Operation } from "./definition";
import { INTERNAL } from "./internalState";
import type { SandboxContext } from "./sandboxContext";

/** One operation on one resource, whose waits are shown to the user under it. */
export function operationOf(
  context: Context,
  sandbox: SandboxContext,
  inputs: Properties = {},
): Operation {
  sandbox.settling.follow(context);
  const tag = inputs[INTERNAL.tag] as string | undefined;
  return { sandbox, context, signal: context.signal, tag };
}
