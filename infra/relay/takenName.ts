import { getQueue } from "@pulumi/aws/sqs/getQueue";
import * as pulumi from "@pulumi/pulumi";

import { ownerTag } from "../naming";

interface QueueInputs {
  readonly name: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** The tags of the queue of this name; undefined when there is none. */
async function tagsOf(name: string): Promise<Readonly<Record<string, string>> | undefined> {
  try {
    return (await getQueue({ name })).tags;
  } catch {
    // Whoever may not look for queues may still create them: then AWS decides.
    return undefined;
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
