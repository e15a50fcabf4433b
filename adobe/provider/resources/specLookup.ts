import { specNames } from "../../client/flowSpecs";
import type { SpecItem, SpecKind } from "../../client/flowSpecs";
import { plain } from "../../client/text";
import type { Operation } from "../lifecycle/definition";

/** The function that finds one by its name. */
const finders = { connectionSpecs: "getConnectionSpec", flowSpecs: "getFlowSpec" } as const;

/** One of Adobe's specifications, to check inputs against. Without it they are sent unchecked, which a warning says. */
export async function specFor(
  kind: SpecKind,
  id: string,
  { sandbox, context, signal }: Operation,
): Promise<SpecItem | undefined> {
  const found = await sandbox.client.flows.specs.get(kind, id, { signal });
  if (found !== undefined) return found;
  context.log(
    "warning",
    `Adobe shows no ${specNames[kind]} "${plain(id)}", so nothing is checked by it: give the id of one, which ${finders[kind]} finds by its name`,
  );
  return undefined;
}
