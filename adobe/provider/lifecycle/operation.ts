import type { Context, Properties } from "../../../provider-sdk";
import type { Definition, NamedObject, Operation } from "./definition";
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

/**
 * How old a list may be in which a create looks for its name for the first time, so that many creates share a read.
 * Short: what somebody else has made since then is not in it.
 */
const LIST_AGE_MS = 10_000;

/** Since when a list must have been read that a first look may use, in milliseconds since 1970. */
export function recently({ timing }: Pick<SandboxContext, "timing">): number {
  return timing.now() - LIST_AGE_MS;
}

/** All objects of a type that have a name, as they were recently. None, when Adobe has no list of them. */
export async function listRecent<Inputs extends object, Outputs extends object>(
  definition: Pick<Definition<Inputs, Outputs>, "list">,
  operation: Operation,
): Promise<readonly NamedObject[]> {
  return (await definition.list?.({ ...operation, since: recently(operation.sandbox) })) ?? [];
}
