import { InitializationFailedError } from "../../../provider-sdk";
import { AdobeError } from "../../client";
import { sentences } from "../../client/errors";
import type { QuerySchedule } from "../../client/querySchedules";
import type { Operation } from "../lifecycle/definition";
import { waitFor } from "../lifecycle/waiting";
import { goneError } from "./gone";

/** Waits until it is registered. */
export async function registered(id: string, scope: Operation): Promise<QuerySchedule> {
  const { querySchedules } = scope.sandbox.client;
  return waitFor(`the registration of the schedule ${id}`, scope, async () => {
    const now = await querySchedules.get(id, { signal: scope.signal });
    if (now === undefined) throw goneError("schedule", id);
    return now.state === "REGISTERING" ? undefined : now;
  });
}

/** Whether it runs, or will once it is registered. */
export function isEnabled({ state }: QuerySchedule): boolean {
  return state !== "DISABLED";
}

/** Enables or disables it, and waits until Adobe shows that. */
export async function setState(id: string, wanted: boolean, scope: Operation): Promise<void> {
  const { querySchedules } = scope.sandbox.client;
  const { signal } = scope;
  const what = wanted ? "enabled" : "disabled";
  try {
    await querySchedules.setState(id, wanted, { signal });
  } catch (error) {
    // Adobe rejects the state that it has already: a request before this one may have got lost.
    const now = error instanceof AdobeError ? await querySchedules.get(id, { signal }) : undefined;
    if (now === undefined || isEnabled(now) !== wanted) throw error;
  }
  await waitFor(`the schedule ${id} being ${what}`, scope, async () => {
    const now = await querySchedules.get(id, { signal });
    if (now === undefined) throw goneError("schedule", id);
    return isEnabled(now) === wanted ? true : undefined;
  });
}

/** What a create has to do after Adobe has the schedule; when it fails, the next run goes on. */
export async function finish(
  id: string,
  { enabled }: { readonly enabled?: boolean | undefined },
  scope: Operation,
): Promise<void> {
  try {
    const now = await registered(id, scope);
    if (enabled === false && isEnabled(now)) await setState(id, false, scope);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const state = enabled === false ? "disabled" : "registered";
    // Without it among the outputs, the next update knows that it is not written yet.
    throw new InitializationFailedError(id, { enabled: undefined }, {}, [
      sentences(
        `the schedule ${id} was made but is not ${state} yet: ${why}`,
        "The next `pulumi up` continues",
      ),
    ]);
  }
}
