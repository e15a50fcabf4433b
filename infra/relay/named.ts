import * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../config";
import { keepsBucketName, keepsName } from "../naming";
import { adoptLeftover } from "./adoptLeftover";
import { awsScope } from "./awsScope";
import { Creates } from "./creates";
import { hasCompleted } from "./lastDeployment";
import { finders } from "./leftover";
import { explainTakenName, rejectTakenQueue } from "./takenName";

/** A hook is registered once, under one name, for all resources that have it. */
interface Hooks {
  readonly onError: pulumi.ErrorHook;
  readonly beforeCreate: pulumi.ResourceHook;
  readonly afterCreate: pulumi.ResourceHook;
  readonly beforeQueue: pulumi.ResourceHook;
}

let hooks: Hooks | undefined;

function hooksOnce(): Hooks {
  if (hooks !== undefined) return hooks;
  const creates = new Creates();
  hooks = {
    onError: new pulumi.ErrorHook("explain-taken-name", async (args) => {
      if (args.failedOperation === "create") creates.end({ ...args, id: "" }, await awsScope());
      return explainTakenName(args);
    }),
    beforeCreate: new pulumi.ResourceHook("note-create", async (args) =>
      creates.begin(args, await awsScope()),
    ),
    afterCreate: new pulumi.ResourceHook("note-created", async (args) =>
      creates.end(args, await awsScope()),
    ),
    beforeQueue: new pulumi.ResourceHook("reject-taken-queue", rejectTakenQueue),
  };
  return hooks;
}

/** Options of a resource that AWS rejects when there is such an object already. */
export function takenOnce(): Pick<pulumi.CustomResourceOptions, "hooks"> {
  return { hooks: { onError: [hooksOnce().onError] } };
}

/** Options of a resource whose name AWS takes once. It imports what an interrupted deployment has left. */
export function named({ adobe }: Settings): pulumi.CustomResourceOptions {
  const { onError, beforeCreate, afterCreate } = hooksOnce();
  return {
    ...keepsName,
    hooks: { onError: [onError], beforeCreate: [beforeCreate], afterCreate: [afterCreate] },
    ...adoptLeftover({
      adoptExisting: adobe.adoptExisting ?? false,
      hasCompleted,
      creates: new Creates(),
      scope: awsScope,
      finders,
    }),
  };
}

/** The same for a bucket, whose name is another property. */
export function namedBucket(settings: Settings): pulumi.CustomResourceOptions {
  return { ...named(settings), ...keepsBucketName };
}

/** The same for a queue, which AWS would hand over to a second stack. */
export function namedQueue(settings: Settings): pulumi.CustomResourceOptions {
  const options = named(settings);
  if (settings.adobe.adoptExisting ?? false) return options;
  const { beforeQueue, beforeCreate } = hooksOnce();
  return { ...options, hooks: { ...options.hooks, beforeCreate: [beforeQueue, beforeCreate] } };
}
