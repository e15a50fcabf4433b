import { getQueue, type GetQueueResult } from "@pulumi/aws/sqs/getQueue";
import type * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../naming";
import { isInState } from "./lastDeployment";

interface QueueInputs {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** How AWS and the provider say that there is no such queue. */
function isMissing(error: unknown): boolean {
  return /NonExistentQueue|QueueDoesNotExist|queue does not exist|couldn't find resource|empty result/i.test(
    String(error),
  );
}

/**
 * The tags of the queue of this name; undefined when there is none.
 *
 * @throws Error when AWS does not say whether there is one.
 */
export async function tagsOf(
  name: string,
  find: (args: { readonly name: string }) => Promise<Pick<GetQueueResult, "tags">> = getQueue,
): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    return (await find({ name })).tags;
  } catch (error) {
    if (isMissing(error)) return undefined;
    // Without the response, AWS could return the queue of another stack.
    throw new Error(
      `Cannot look for a queue named ${name} (${error instanceof Error ? error.message : String(error)}). The deployer needs sqs:GetQueueUrl and sqs:ListQueueTags on it; then run \`pulumi up\` again.`,
    );
  }
}

/**
 * Stops the creation of a queue whose name another queue has. AWS does not: it returns the existing queue
 * when all attributes are equal, so that two stacks would share it, and destroying one would delete it
 * under the other. Only the replacement of this very queue may get it back (`--replace` with `protectData`).
 *
 * @throws Error that says what to do.
 */
export async function rejectTakenQueue({
  name: resource,
  newInputs,
  urn,
}: pulumi.ResourceHookArgs): Promise<void> {
  const { name, tags } = newInputs as QueueInputs;
  const existing = await tagsOf(name);
  if (existing === undefined) return;
  const isOwn = existing[ownerTag] === tags?.[ownerTag];
  if (isOwn && (await isInState(urn))) return;
  const command = `npx chatlio-aep adopt${isOwn ? "" : ` ${resource}`}`;
  const why = isOwn ? "and is not in this stack's state" : "and this stack has not created it";
  throw new Error(
    `The queue ${name} exists already, ${why}. If an earlier deployment of this stack has left it and no other stack uses it, import it: ${command}. ${otherwise("Otherwise")}`,
  );
}

/** A stack that has been deployed has the names of its first deployment, whatever its configuration is now. */
function otherwise(begin: string): string {
  return `${begin} set another chatlio-aep:namePrefix, or in a stack that has been deployed, which keeps its names, restore the state as it was (docs/refactoring.md).`;
}

/** How AWS's services say that there is such an object already. */
const alreadyExists = /already exist|AlreadyExists|AlreadyOwnedByYou|ResourceExists/i;

/**
 * Adds the way out to the error of a create that AWS has rejected because there is such an object already.
 *
 * @returns false: the engine does not try again.
 * @throws Error with the error of AWS, and what to do.
 */
export function explainTakenName({
  errors,
  failedOperation,
}: Pick<pulumi.ErrorHookArgs, "errors" | "failedOperation">): boolean {
  const [error = ""] = errors;
  if (failedOperation !== "create" || !alreadyExists.test(error)) return false;
  throw new Error(
    `${error}. To import what an earlier deployment of this stack has left: npx chatlio-aep adopt. Not when \`pulumi state move\` has given it to another stack, or that stack has created it. ${otherwise("Then")}`,
  );
}
