import { listed, withArticle } from "../../client/text";
import type { Creation } from "./adoption";
import { importing, nameIn } from "./adoptionErrors";
import { withoutMachine } from "./autoName";
import { importLine } from "./importLine";
import type { OpenCreate } from "./openCreates";
import { listRecent } from "./operation";
import { isMadeLate, isOfAnotherClient, mayBeMadeBy } from "./sentContent";

/**
 * Names the objects that this state has made before under the same auto-name, when the engine does not name them in
 * this run. A run that was interrupted on another machine may have left one behind, or the state may have lost it
 * (`pulumi state delete`, `pulumi state move`, `aliases`). It may as well be a copy, so it is not adopted. The engine
 * says nothing of an object that it replaces because the user wants it, so that one is named too.
 */
export async function warnOfLeftovers<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  autoName: string,
): Promise<void> {
  const { definition, operation } = creation;
  const { sandbox, context } = operation;
  // Nothing can have the name of a state that begins with this run.
  if (sandbox.isNewState || sandbox.owner === undefined) return;
  const all = await listAll(creation);
  const others = all.filter(
    ({ id, name }) =>
      withoutMachine(name) === withoutMachine(autoName) && !sandbox.knownIds.has(id),
  );
  const [first] = others;
  if (first === undefined) return;
  context.log(
    "warning",
    `a new ${definition.displayName} is made, although there is one with a name of this resource (${listed(others.map(({ id }) => id))}). ` +
      `If this run replaces it (\`pulumi state taint\`, \`--replace\`), the \`up\` deletes it, and there is nothing to do. ` +
      `Otherwise an interrupted run may have left it behind, it may have been removed from the state, another resource of this or another stack may have it, or it may be a copy. ` +
      `If no stack has it (\`pulumi stack --show-ids\`) and nothing uses it, delete it in Adobe's UI. To keep it for this resource, bring it under this stack ${importing(creation, first.id)}`,
  );
}

/**
 * Names what interrupted runs on this machine have made of this type, and what no create of this run takes up, because
 * the program has changed since then.
 */
export async function warnOfInterruptedCreates<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  key: string | undefined,
): Promise<void> {
  const { definition, operation } = creation;
  const { sandbox, context } = operation;
  const { journal, namedLeftovers, programUrns } = sandbox;
  for (const open of journal.leftOpen()) {
    const isSame = open.key === key && open.name === nameIn(creation)[definition.nameInput ?? ""];
    const isOther = open.token === definition.token && !isSame;
    // A resource of the program that has another create takes up what it has left behind.
    const isTakenUp = open.urn !== context.urn && programUrns.has(open.urn);
    if (!isOther || isTakenUp || namedLeftovers.has(open.key)) continue;
    const ids = await objectsOf(creation, open);
    const [first, ...more] = ids;
    if (first === undefined) continue;
    namedLeftovers.add(open.key);
    const unless = open.urn === context.urn ? "" : `, unless the program still has that resource`;
    const resource = { urn: open.urn, name: open.urn.split("::").at(-1) ?? "" };
    const line = importLine(definition.token, resource, more.length === 0 ? first : "<id>");
    context.log(
      "warning",
      `an earlier run was interrupted while it made ${withArticle(definition.displayName)} for ${open.urn}, and the program has changed since then. ` +
        `${listed(ids)} may be what it has left behind${unless}: it fits what that run sent, and this state does not have it. If nothing else uses it, delete it in Adobe's UI, or bring it under this stack with \`${line}\``,
    );
  }
}

/** What the create may have made, judged as adoption judges it: what shows itself to be somebody else's is left out. */
export async function objectsOf<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  open: OpenCreate,
): Promise<string[]> {
  const { journal, knownIds } = creation.operation.sandbox;
  const ids: string[] = [];
  for (const id of await candidatesOf(creation, open)) {
    if (knownIds.has(id)) continue;
    const outcome = journal.outcomeOf(open.key, id);
    const isLeft =
      outcome === "made" || (outcome === "interrupted" && (await mayBeLeft(creation, open, id)));
    if (isLeft) ids.push(id);
  }
  return ids;
}

export async function candidatesOf<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  { id, name, inputs }: OpenCreate,
): Promise<readonly string[]> {
  const { definition, operation } = creation;
  if (id !== undefined)
    return (await definition.read(id, creation.inputs, operation)) === undefined ? [] : [id];
  if (inputs !== undefined) return definition.find(inputs as Inputs, operation);
  return (await listAll(creation)).filter((one) => one.name === name).map((one) => one.id);
}

/** Whether a POST of unknown outcome may have made the object: by its tag, its content and its creation. */
async function mayBeLeft<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  { key, name, inputs }: OpenCreate,
  id: string,
): Promise<boolean> {
  const { definition, operation } = creation;
  const { journal, timing } = operation.sandbox;
  const form = (inputs ?? creation.inputs) as Inputs;
  const found = await definition.read(id, form, operation);
  if (found === undefined || isOfAnotherClient(found, operation)) return false;
  if (name === key || found.tag === key) return true;
  if (inputs === undefined || found.tag !== undefined) return false;
  const isLate = isMadeLate(found, timing.now() - journal.ageOf(key));
  if (isLate || journal.isOfAnotherCreate(key, id)) return false;
  return mayBeMadeBy(creation, found, { sent: [inputs], at: journal.firstSentAt(key) });
}

function listAll<Inputs extends object, Outputs extends object>({
  definition,
  operation,
}: Creation<Inputs, Outputs>) {
  return operation.sandbox.readOnce(definition.token, () => listRecent(definition, operation));
}
