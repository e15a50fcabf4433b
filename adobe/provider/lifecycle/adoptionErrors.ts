import type { CheckFailure, Properties } from "../../../provider-sdk";
import { AdobeError, sentences } from "../../client/errors";
import { byStatus } from "../../client/hints";
import { listed, withArticle } from "../../client/text";
import type { Creation } from "./adoption";
import { importLine } from "./importLine";

export function unmanagedError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  ids: readonly string[],
): Error {
  const [id = ""] = ids;
  const isKnown = creation.operation.sandbox.journal.isInAnotherState(id);
  return new Error(
    `${exists(creation, ids)}, which this stack did not make, or does not have any more. ${isKnown ? notReplaced(creation) : ""}Bring it under this stack ${importing(creation, id)}, ` +
      `adopt it with \`pulumi config set adobe-aep:adoptExisting true\`, or ${otherwise(creation)}`,
  );
}

/** Of an object that is to be adopted and differs from the program in what only a replacement changes. */
export function impossibleError<Inputs extends object, Outputs extends object>(
  creation: Pick<Creation<Inputs, Outputs>, "definition" | "operation">,
  id: string,
  paths: readonly string[],
): Error {
  return new Error(
    `cannot adopt the ${creation.definition.displayName} ${id}: it differs in ${listed(paths)}, which Adobe cannot change. ` +
      `Delete that object, or bring it under this stack ${importing(creation, id)}, so that the next \`pulumi up\` replaces it, or ${otherwise(creation)}`,
  );
}

/** Of an object that is to be adopted, and that no check would let the program change so. */
export function failedCheckError<Inputs extends object, Outputs extends object>(
  creation: Pick<Creation<Inputs, Outputs>, "definition">,
  id: string,
  failures: readonly CheckFailure[],
): Error {
  const reasons = failures.map(({ property, reason }) => `${property} ${reason}`).join("; ");
  return new Error(
    `cannot adopt the ${creation.definition.displayName} ${id} and change it to what the program has: ${reasons}. Or ${otherwise(creation)}`,
  );
}

function otherwise<Inputs extends object, Outputs extends object>({
  definition,
}: Pick<Creation<Inputs, Outputs>, "definition">): string {
  return definition.nameInput === undefined && definition.keyInput !== "name"
    ? "remove this resource from the program"
    : "give the resource another name";
}

export function otherOwnerError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  ids: readonly string[],
  tag: string,
): Error {
  const [id = ""] = ids;
  return new Error(
    `${exists(creation, ids)}, which another resource made, or this one in an earlier form or another state (ownership tag ${tag}). ` +
      notReplaced(creation) +
      `If this resource was renamed, give it \`aliases\`. If the object is a predecessor that is still to be deleted, run \`pulumi up\` with the program as it was before. ` +
      `If no state holds it any more, bring it under this stack ${importing(creation, id)}. Otherwise give the resource another name`,
  );
}

/** The engine does not tell a provider that it creates an object to replace another one. */
function notReplaced<Inputs extends object, Outputs extends object>({
  operation,
}: Pick<Creation<Inputs, Outputs>, "operation">): string {
  return (
    `If this run was to replace it (\`pulumi state taint\`, \`--replace\`), it cannot, because it is there until the new one is made: ` +
    `run \`pulumi state untaint '${operation.context.urn}'\`, or leave out \`--replace\`. `
  );
}

/**
 * Of a create while another resource of this stack has the only object that there can be.
 *
 * @param cause - with which Adobe has rejected it.
 */
export function heldError<Inputs extends object, Outputs extends object>(
  creation: Creation<Inputs, Outputs>,
  held: readonly string[],
  cause?: AdobeError,
): Error {
  const { nameInput, keyInput } = creation.definition;
  const other = nameInput === undefined && keyInput !== "name" ? "other inputs" : "another name";
  const there = exists(creation, held);
  return new Error(
    // Adobe's text is in the message, so it is not repeated as a cause.
    sentences(
      ...(cause === undefined ? [] : [withoutAdvice(cause).message]),
      `${there.charAt(0).toUpperCase()}${there.slice(1)}, which another resource of this stack has`,
      `If this resource is that one under a new name, give it \`aliases\`. Otherwise give one of them ${other}`,
    ),
  );
}

/** A rejection without what to do about one that nothing explains, or about a name that is taken. */
function withoutAdvice(error: AdobeError): AdobeError {
  const { status, hint } = error.details;
  const isGeneral = [byStatus["400"], byStatus["422"]].includes(hint);
  return status === 409 || isGeneral
    ? new AdobeError({ ...error.details, hint: undefined })
    : error;
}

/** Of a create that finds only an object that another resource of this run is adopting. */
export function takenError<Inputs extends object, Outputs extends object>({
  definition,
}: Creation<Inputs, Outputs>): Error {
  return new Error(
    `another resource of this run adopts the same ${definition.displayName}. Run \`pulumi up\` again`,
  );
}

/** The name as an output. It differs from the input when the auto-name was in use. */
export function nameIn<Inputs extends object, Outputs extends object>({
  definition,
  inputs,
}: Pick<Creation<Inputs, Outputs>, "definition" | "inputs">): Properties {
  const { nameInput } = definition;
  return nameInput === undefined ? {} : { [nameInput]: (inputs as Properties)[nameInput] };
}

function exists<Inputs extends object, Outputs extends object>(
  { definition, inputs }: Creation<Inputs, Outputs>,
  ids: readonly string[],
): string {
  const { nameInput, displayName } = definition;
  const name =
    nameInput === undefined ? "" : ` named "${String((inputs as Properties)[nameInput])}"`;
  return `there is already ${withArticle(displayName)}${name}, ${listed(ids)}`;
}

/** The end of a sentence: how an object is imported. */
export function importing<Inputs extends object, Outputs extends object>(
  { definition, operation }: Pick<Creation<Inputs, Outputs>, "definition" | "operation">,
  id: string,
): string {
  return `with \`${importLine(definition.token, operation.context, id)}\``;
}
