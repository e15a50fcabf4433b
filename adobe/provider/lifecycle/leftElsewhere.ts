import type { Properties } from "../../../provider-sdk";
import { listed, withArticle } from "../../client/text";
import type { Creation } from "./adoption";
import { importing } from "./adoptionErrors";
import { candidatesOf, objectsOf } from "./leftovers";
import type { OpenCreate } from "./openCreates";
import { operationOf } from "./operation";
import type { SandboxContext } from "./sandboxContext";

/**
 * Names what an interrupted create of this resource has made under another provider resource: an explicit one that the
 * program has since then, or one of another name. A stack of the same name may have such a resource too, so it is not
 * adopted.
 */
export async function warnOfOtherProviders<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
): Promise<void> {
  const { definition, operation } = creation;
  const { sandbox, context } = operation;
  const { journal, namedLeftovers, knownIds } = sandbox;
  for (const open of journal.leftOpenElsewhere(context.urn)) {
    if (open.token !== definition.token || namedLeftovers.has(open.key)) continue;
    const ids: string[] = [];
    for (const id of await candidatesOf(creation, open)) {
      const isHeld = knownIds.has(id) || journal.isInAnotherState(id);
      if (!isHeld && (open.id === id || (await hasKey(creation, open, id)))) ids.push(id);
    }
    const [first] = ids;
    if (first === undefined) continue;
    namedLeftovers.add(open.key);
    context.log(
      "warning",
      `a new ${definition.displayName} is made, although an earlier run was interrupted while it made one for ${context.urn} with another provider resource (${listed(ids)}). ` +
        `If no other stack of this name uses it, delete it in Adobe's UI. To keep it for this resource, bring it under this stack ${importing(creation, first)}`,
    );
  }
}

/** Whether the object has the auto-name or the ownership tag that no other create writes. */
async function hasKey<Inputs extends object, Outputs extends object>(
  { definition, inputs, operation }: Creation<Inputs, Outputs>,
  { key, name }: OpenCreate,
  id: string,
): Promise<boolean> {
  const found = await definition.read(id, inputs, operation);
  return found !== undefined && (name === key || found.tag === key);
}

/**
 * Names what an interrupted create of this resource has made in another sandbox, which the configuration had then. Only
 * a run with that sandbox can adopt it, and none can once the state has the object of this one.
 *
 * @param sandboxAt - of an organization and sandbox; undefined: this credential is for another organization.
 */
export async function warnOfOtherSandboxes<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  sandboxAt: (scope: string) => SandboxContext | undefined,
  { isPreview }: { readonly isPreview: boolean },
): Promise<void> {
  const { definition, inputs, operation } = creation;
  const { context } = operation;
  for (const scope of operation.sandbox.journal.otherScopesOf(context.urn)) {
    const sandbox = sandboxAt(scope);
    if (sandbox === undefined) continue;
    const there = { ...creation, operation: operationOf(context, sandbox, inputs as Properties) };
    for (const open of sandbox.journal.leftOpen()) {
      const isOurs = open.urn === context.urn && open.token === definition.token;
      if (!isOurs || sandbox.namedLeftovers.has(open.key)) continue;
      sandbox.namedLeftovers.add(open.key);
      const ids = await objectsOf(there, open).catch(() => undefined);
      if (ids?.length === 0) continue;
      const what = withArticle(definition.displayName);
      const left =
        ids === undefined
          ? `It may have left ${what} there, which this credential cannot see`
          : `${listed(ids)} may be what it has left behind`;
      const instead = isPreview
        ? ` If that sandbox is the right one, set adobe-aep:sandbox back before \`pulumi up\`, which then adopts it`
        : "";
      context.log(
        "warning",
        `an earlier run was interrupted while it made ${what} for ${context.urn} in the sandbox ${sandbox.config.sandbox}. ${left}. ` +
          `This stack gets one in ${operation.sandbox.config.sandbox}, so delete the other one in Adobe's UI when nothing uses it.${instead}`,
      );
    }
  }
}
