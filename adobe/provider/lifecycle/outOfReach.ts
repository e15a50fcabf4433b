import type { Context, Properties } from "../../../provider-sdk";
import type { ProviderConfig } from "./config";
import { importLine } from "./importLine";
import { INTERNAL, INTERNAL_OUTPUT } from "./internalState";

/** Two resources would be one object, of which each update and delete undoes the other's. */
export function ownedTwiceError(
  { displayName, id }: { readonly displayName: string; readonly id: string },
  urn: string,
  other: string,
): Error {
  return new Error(
    `the ${displayName} ${id} belongs to ${urn}, and ${other} has adopted or imported it too, so each would undo what the other changes. ` +
      `Remove one of the two from the state with \`pulumi state delete '<urn>'\`, which keeps the object, and give that one another name in the program`,
  );
}

/** Of an object that is to be deleted as a predecessor, and that is the current one as well. */
export function isCurrentToo(id: string): string {
  return `${id} was kept: it was to be deleted as a predecessor, but the state also holds it as the current object, which was found by its name. To make a new object, change its name`;
}

/** Whether the object may be another state's too. */
export function isAdopted(outputs: Properties): boolean {
  return outputs[INTERNAL_OUTPUT.adopted] === true;
}

/** Of an object that may be another state's. */
export function staysAdopted(displayName: string, id: string): string {
  return (
    `the ${displayName} ${id} stays at Adobe: this stack has adopted it, and another one may have it too. ` +
    `Delete it in Adobe's UI when nothing uses it. A stack with adobe-aep:adoptExisting deletes what it has adopted`
  );
}

/** Of the same, when it is about to be changed in place. */
export function changesAdopted(displayName: string, id: string): string {
  return (
    `this changes the ${displayName} ${id}, which this stack has adopted: nothing at Adobe shows that its create has made it. ` +
    `If another stack has it too, it changes there as well, and that stack's next refresh shows it`
  );
}

/** Of the same, when it must be deleted before its replacement can be created. */
export function cannotReplaceAdopted(
  { displayName, token }: { readonly displayName: string; readonly token: string },
  context: Pick<Context, "urn" | "name">,
  id: string,
): Error {
  return new Error(
    `the ${displayName} ${id} cannot be replaced: this stack has adopted it, another one may have it too, and Adobe has no room for both the old and the new one. ` +
      `If it is this stack's alone, run \`pulumi config set adobe-aep:adoptExisting true\` and \`pulumi up\`, which deletes it. ` +
      `Or remove it from the state with \`pulumi state delete '${context.urn}'\` and take it as this stack's own with \`${importLine(token, context, id)}\``,
  );
}

/** Of the same, when the configuration consents to the deletion. */
export function deletesAdopted(displayName: string, id: string): string {
  return (
    `deleting the ${displayName} ${id}, which this stack has adopted and did not make (adobe-aep:adoptExisting). ` +
    `If another stack has it too, its next \`pulumi refresh\` finds it gone`
  );
}

/** Of an object in another organization: a credential belongs to one. */
export function isElsewhere(
  id: string,
  inputs: Properties | undefined,
  { orgId }: Pick<ProviderConfig, "orgId">,
): string {
  return (
    `${id} is in ${String(inputs?.[INTERNAL.scope])}, but the provider is configured for the organization ${orgId}, ` +
    `whose credential cannot reach it. To manage or delete it there, set adobe-aep:orgId and the credential back first`
  );
}

export function staysElsewhere(...parts: Parameters<typeof isElsewhere>): string {
  return `${isElsewhere(...parts)}. It stays there`;
}
