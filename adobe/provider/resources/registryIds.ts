import { altIdOf } from "../../client/schemaRegistry";
import type { RegistryResource } from "../../client/schemaRegistry";
import { listed, plain } from "../../client/text";
import type { Operation } from "../lifecycle/definition";
import { nearNames, typoRank } from "../lifecycle/nearNames";
import { isUnknown } from "../lifecycle/unknown";
import { refsOfContent } from "../xdm/fieldRefs";
import type { FieldRef } from "../xdm/fieldRefs";
import { isWellKnown } from "../xdm/standard";
import { permitted } from "./permitted";

const displayNames = {
  classes: "class",
  fieldgroups: "field group",
  datatypes: "data type",
} as const;

/** What other objects of the registry consist of. */
type Kind = keyof typeof displayNames;
const kinds = Object.keys(displayNames) as Kind[];

/** What the registry calls them in `$id`s. */
const segments = { classes: "classes", fieldgroups: "mixins", datatypes: "datatypes" } as const;

/** An `$id` that a program gives, which may be unknown, with what it is to be. */
export interface GivenId extends FieldRef {
  readonly kind: Kind;
}

/** The data types to which the fields of a field group, a class or another data type refer. */
export function dataTypesIn(content: Parameters<typeof refsOfContent>[0]): GivenId[] {
  return refsOfContent(content).map((one) => ({ ...one, kind: "datatypes" }));
}

/** A list of `$id`s in an input. */
export function idsIn(kind: Kind, property: string, ids: readonly string[] | undefined): GivenId[] {
  if (ids === undefined || isUnknown(ids)) return [];
  return ids.map((id, index) => ({ kind, id, property: `${property}[${index}]` }));
}

/**
 * Rejects `$id`s that do not exist, with what may be meant. What this run has made, or has in its state, is there, and so
 * may be what is not known yet. Adobe's own are looked up in one list of each kind, those of the organization one by one:
 * a sandbox may have thousands, and a program makes most of those that it names.
 *
 * @param was - those of before: what stays was there when it was set
 */
export async function verifyIds(
  given: readonly GivenId[],
  was: readonly GivenId[],
  scope: Operation,
): Promise<void> {
  const seen = new Set(was.map(keyOf));
  const added = given.filter((one) => {
    const isNew = isAddress(one.id) && !seen.has(keyOf(one));
    seen.add(keyOf(one));
    return isNew;
  });
  const faults = await Promise.all(added.map((one) => faultOf(one, scope)));
  const found = faults.filter((one) => one !== undefined);
  if (found.length > 0) throw new Error(`${found.join("; ")}. Nothing was sent`);
}

function keyOf({ kind, id }: GivenId): string {
  return `${kind} ${id}`;
}

/** Whether it is an `$id` that is known, and not another name of the object. */
function isAddress(id: string): boolean {
  return !isUnknown(id) && /^https?:\/\//.test(id);
}

async function faultOf(one: GivenId, scope: Operation): Promise<string | undefined> {
  const { kind, id, property } = one;
  if (scope.sandbox.knownIds.has(id) || isWellKnown(kind, id)) return undefined;
  if ((await permitted(() => isThere(kind, id, scope))) !== false) return undefined;
  const other = await otherKind(kind, id, scope);
  // A schema has one class, Adobe says. What else it takes in place of a field group, no document tells.
  if (other !== undefined && kind !== "classes") return undefined;
  if (other !== undefined)
    return `${property}: ${plain(id)} is the $id of a ${displayNames[other]}, not of a class; correct it`;
  return `${property}: ${await missingText(kind, id, scope)}`;
}

/** As what else there is such an `$id`: that of the organization's says it itself. */
async function otherKind(kind: Kind, id: string, scope: Operation): Promise<Kind | undefined> {
  const [, segment] = isOfTenant(id) ? altIdOf(id).split(".") : [];
  for (const other of kinds.filter((one) => one !== kind)) {
    const all = segment === undefined ? await permitted(() => adobes(other, scope)) : [];
    if (segment === segments[other] || all?.some((one) => one.id === id) === true) return other;
  }
  return undefined;
}

/** That an `$id` is not there, and what to do about it. */
export async function missingText(kind: Kind, id: string, scope: Operation): Promise<string> {
  const what = `${displayNames[kind]} ${plain(id)}`;
  if (isOfTenant(id)) {
    const { sandbox } = scope.sandbox.config;
    return `the sandbox "${sandbox}" has no ${what}, or the credential's role may not see it; correct the $id, which is another one in each sandbox, or give the id of the resource that makes it as an output`;
  }
  const all = (await permitted(() => adobes(kind, scope))) ?? [];
  const near = nearNames(
    id,
    all.map((one) => ({ name: one.id })),
    typoRank,
  );
  const meant = near.length === 0 ? "" : ` (near it: ${listed(near)})`;
  return `Adobe has no ${what}, or the credential's role may not see it; correct the $id${meant}`;
}

function adobes(kind: Kind, { sandbox, signal }: Operation) {
  return sandbox.readOnce(`adobes/${kind}`, () =>
    sandbox.client.registry.findAdobes(kind, { signal }),
  );
}

async function isThere(kind: Kind, id: string, scope: Operation): Promise<boolean> {
  // No document says that the list has all that can be referred to: what is not in it is read by its id.
  if (!isOfTenant(id) && (await adobes(kind, scope)).some((one) => one.id === id)) return true;
  return scope.sandbox.isThereOnce(`there/${kind}/${id}`, () => resolved(kind, id, scope));
}

/** Whether the registry has given the `$id` to a resource of an organization. */
export function isOfTenant(id: string): boolean {
  return altIdOf(id) !== id && !/^https:\/\/ns\.adobe\.com\/(xdm|experience)\//.test(id);
}

/** A resource with all its fields; undefined: it is not there. One of Adobe's own is read once in a run. */
export function resolved(
  kind: Kind,
  id: string,
  { sandbox, signal }: Operation,
): Promise<RegistryResource | undefined> {
  const { registry } = sandbox.client;
  if (isOfTenant(id)) return registry.getResolved(kind, id, { signal, container: "tenant" });
  return sandbox.readOnce(`adobes/${kind}/${id}`, () =>
    registry.getResolved(kind, id, { signal, container: "global" }),
  );
}
