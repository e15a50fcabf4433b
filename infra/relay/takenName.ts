import { getQueue, type GetQueueResult } from "@pulumi/aws/sqs/getQueue";
import * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../naming";

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
    // Without the answer, AWS could hand over the queue of another stack.
    throw new Error(
      `Cannot look for a queue named ${name} (${error instanceof Error ? error.message : String(error)}). The deployer needs sqs:GetQueueUrl and sqs:ListQueueTags on it; then run \`pulumi up\` again.`,
    );
  }
}

async function rejectTaken({ name: resource, newInputs }: pulumi.ResourceHookArgs) {
  const inputs = newInputs as QueueInputs;
  const existing = await tagsOf(inputs.name);
  if (existing === undefined || existing[ownerTag] === inputs.tags?.[ownerTag]) return;
  throw new Error(
    `The queue ${inputs.name} exists already, and this stack has not created it. If an earlier deployment of this stack has left it and no other stack uses it, import it: npx chatlio-aep adopt ${resource}. Otherwise set another chatlio-aep:namePrefix.`,
  );
}

/**
 * Option that stops the creation of a queue whose name another state's queue has. AWS does not: it
 * returns the existing queue when all attributes are equal, so that two stacks would share it, and
 * destroying one would delete it under the other.
 *
 * @param name - First part of the hook's name: the name of the component that owns the queues.
 */
export function rejectTakenName(name: string): Pick<pulumi.CustomResourceOptions, "hooks"> {
  const hook = new pulumi.ResourceHook(`${name}-reject-taken-name`, rejectTaken);
  return { hooks: { beforeCreate: [hook] } };
}
