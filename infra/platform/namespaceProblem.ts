import type * as aep from "../../adobe/sdk";

/** Types of namespaces whose ids are of things, or of the accounts and leads of a B2B edition. */
const notOfPeople = /^(?:non_people|b2b)/i;

/** Why an identity of the site cannot be in a namespace; undefined when it can. */
export function namespaceProblem({
  code,
  idType,
}: Pick<aep.identity.GetNamespaceResult, "code" | "idType">): string | undefined {
  return notOfPeople.test(idType)
    ? `The namespace ${code} of chatlio-aep:identities has the type ${idType}: Adobe joins no person by it. Name a namespace of people, or take the entry out of chatlio-aep:identities.`
    : undefined;
}
