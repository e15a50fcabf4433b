import * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../config";
import { keepsName } from "../naming";
import { adoptLeftover } from "./leftover";
import { explainTakenName, rejectTakenQueue } from "./takenName";

// A hook is registered once, under one name, for all resources that have it.
let onError: pulumi.ErrorHook[] | undefined;
let beforeCreate: pulumi.ResourceHook[] | undefined;

/** Options of a resource that AWS rejects when there is such an object already. */
export function takenOnce(): Pick<pulumi.CustomResourceOptions, "hooks"> {
  onError ??= [new pulumi.ErrorHook("explain-taken-name", explainTakenName)];
  return { hooks: { onError } };
}

/** Options of a resource whose name AWS takes once. It imports what an interrupted deployment has left. */
export function named({ adobe }: Settings): pulumi.CustomResourceOptions {
  const transforms = [adoptLeftover(adobe.adoptExisting ?? false)];
  return { ...keepsName, ...takenOnce(), transforms };
}

/** The same for a queue, which AWS would hand over to a second stack. */
export function namedQueue(settings: Settings): pulumi.CustomResourceOptions {
  const options = named(settings);
  if (settings.adobe.adoptExisting ?? false) return options;
  beforeCreate ??= [new pulumi.ResourceHook("reject-taken-queue", rejectTakenQueue)];
  return { ...options, hooks: { ...options.hooks, beforeCreate } };
}
