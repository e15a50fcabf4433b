import type { Namespace } from "../../state/entities";
import type { Organization } from "../../state/organization";
import { identityError, identityErrors } from "./errors";
import type { NamespaceInput } from "./validate";

/** Ids of an organization's own namespaces count up from here. */
const firstCustomId = 10_000_000;

function sameCode(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** The namespace with the id. Throws 404 when there is none. */
export function findNamespace({ namespaces }: Organization, id: string): Namespace {
  const found = namespaces.get(id);
  if (found === undefined) {
    throw identityError(identityErrors.notFound, `There is no namespace ${id}.`);
  }
  return found;
}

/** Creates a namespace. Throws 409 when another one has its code, in any case of letters. */
export function createNamespace(organization: Organization, input: NamespaceInput): Namespace {
  const { namespaces } = organization;
  const holder = namespaces.values().find(({ code }) => sameCode(code, input.code));
  if (holder !== undefined) {
    throw identityError(identityErrors.conflict, `The code is namespace ${holder.id}'s.`);
  }
  const now = organization.now();
  const id = firstCustomId + namespaces.size;
  const namespace = { id, ...input, custom: true, createTime: now, updateTime: now };
  namespaces.set(String(id), namespace);
  return namespace;
}

/** Changes name and description. `input` is read only once the namespace is known to be editable. */
export function updateNamespace(
  organization: Organization,
  id: string,
  input: () => NamespaceInput,
): Namespace {
  const old = findNamespace(organization, id);
  if (!old.custom) {
    throw identityError(identityErrors.standard, `Namespace ${old.code} is Adobe's.`);
  }
  const sent = input();
  if (!sameCode(sent.code, old.code) || sent.idType !== old.idType) {
    throw identityError(identityErrors.fixed, "code and idType cannot be edited.");
  }
  const namespace = { ...old, ...sent, code: old.code, updateTime: organization.now() };
  organization.namespaces.set(String(old.id), namespace);
  return namespace;
}
