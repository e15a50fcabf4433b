import { listed } from "../../client/text";
import { importing } from "./adoption";
import type { Creation } from "./adoption";
import { withoutMachine } from "./autoName";

/**
 * Names the objects that this state has made on another machine under the same auto-name, when the engine does not
 * name them in this run. A run that was interrupted there may have left one behind. It may as well be in another
 * state (`pulumi state move`) or have another URN (`aliases`), so it is not adopted.
 */
export async function warnOfLeftovers<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  autoName: string,
): Promise<void> {
  const { definition, operation } = creation;
  const { sandbox, context } = operation;
  // Nothing can have the name of a state that begins with this run.
  if (sandbox.isNewState || sandbox.owner === undefined) return;
  const all = await sandbox.listOnce(
    definition.token,
    async () => (await definition.list?.(operation)) ?? [],
  );
  const others = all.filter(
    ({ id, name }) =>
      withoutMachine(name) === withoutMachine(autoName) && !sandbox.knownIds.has(id),
  );
  const [first] = others;
  if (first === undefined) return;
  context.log(
    "warning",
    `there is a ${definition.displayName} that this stack has made on another machine (${listed(others.map(({ id }) => id))}) and that this run has not found in the state, so a new one is made. ` +
      `If an interrupted run has left it behind, delete it in Adobe's UI, or bring it under this stack ${importing(creation, first.id)}`,
  );
}
