import { plain } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { isUnknown } from "../lifecycle/unknown";
import { objectIn, textOf } from "./common";

/** What of a source or target connection its base connection has to fit. Values may be unknown. */
interface Wanted {
  readonly connectionSpec?: { readonly id: string } | undefined;
  readonly baseConnectionId?: string | undefined;
}

/**
 * Rejects a base connection of another kind. Every guide of Adobe gives both the same connection specification, and the
 * responses that they print have the same in `inheritedAttributes` (help/destinations/api/edit-destination.md): a base
 * connection has the credentials of one kind of source or destination. One that is not known yet, or not there, is not
 * looked at.
 *
 * @throws Error that names both specifications
 */
export async function verifyBase(
  { connectionSpec, baseConnectionId }: Wanted,
  scope: Operation,
): Promise<void> {
  if (baseConnectionId === undefined || connectionSpec === undefined) return;
  if ([baseConnectionId, connectionSpec, connectionSpec.id].some(isUnknown)) return;
  const base = await baseOf(baseConnectionId, scope);
  if (base === undefined || base.spec === "" || base.spec === connectionSpec.id) return;
  const [its, wanted] = await Promise.all([
    described(base.spec, scope),
    described(connectionSpec.id, scope),
  ]);
  throw new Error(
    `baseConnectionId: the base connection ${plain(base.name)} ${baseConnectionId} is of the specification ${its}, and connectionSpec is ${wanted}. Give a base connection of the same specification, or correct connectionSpec. Nothing was made`,
  );
}

/** What a run knows of a base connection. */
interface Base {
  readonly name: string;
  readonly spec: string;
}

/** The run has read or made a base connection, whose specification is fixed (FLOW-1414): nothing has to read it again. */
export function learnBase(id: string, base: Base, { sandbox }: Operation): void {
  sandbox.baseConnections.set(id, base);
}

/** A base connection, read once in a run; undefined when it is not there. */
async function baseOf(id: string, { sandbox, signal }: Operation): Promise<Base | undefined> {
  const known = sandbox.baseConnections.get(id);
  if (known !== undefined) return known;
  const found = await sandbox.client.flows.getShared("connections", id, { signal, since: 0 });
  if (found === undefined) return undefined;
  const spec = textOf(objectIn(found, "connectionSpec")["id"]);
  return { name: found.name ?? "", spec };
}

/** A connection specification by name and id. Where Adobe does not show its name, the id has to do. */
async function described(id: string, { sandbox, signal }: Operation): Promise<string> {
  const found = await sandbox.client.flows.specs
    .get("connectionSpecs", id, { signal })
    .catch(() => undefined);
  const name = found?.name === undefined ? "" : `"${plain(found.name)}" `;
  return `${name}${plain(id)}`;
}
