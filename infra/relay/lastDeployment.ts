import { setTimeout as sleep } from "node:timers/promises";

import * as pulumi from "@pulumi/pulumi";
import type { InvokeResponse } from "@pulumi/pulumi/proto/provider_pb";
import { ResourceInvokeRequest } from "@pulumi/pulumi/proto/resource_pb";
import { getMonitor } from "@pulumi/pulumi/runtime/settings";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";

type Outputs = Readonly<Record<string, unknown>>;

/** Pauses before further attempts, in milliseconds. Writing a state takes milliseconds. */
const PAUSES_MS = [20, 50, 100, 200, 400, 800, 1_600];

/**
 * Reads from the stack's own state, which the engine saves again and again during an update. A backend of files
 * writes a file and its attributes one after the other, so a reader may find the attributes empty: `EOF`.
 *
 * @param read - one attempt
 * @throws what `read` throws, when it is another error or does not end
 */
export async function readState<T>(
  read: () => Promise<T>,
  pause: (milliseconds: number) => Promise<unknown> = sleep,
): Promise<T> {
  for (const milliseconds of PAUSES_MS) {
    try {
      return await read();
    } catch (error) {
      if (!/failed to load checkpoint.*(EOF|unexpected end)/s.test(String(error))) throw error;
    }
    await pause(milliseconds);
  }
  return read();
}

async function invoke(token: string, args: pulumi.Inputs): Promise<Outputs> {
  const invoked = await readState(async () => {
    return (await pulumi.runtime.invoke(token, args)) as { readonly outputs?: Outputs };
  });
  return invoked.outputs ?? {};
}

let outputs: Promise<Outputs> | undefined;

/** The name of the stack that is being deployed, as the engine finds its state by it. */
export function ownName(): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** The stack's outputs after its last complete deployment; empty when none has completed yet. */
export function lastOutputs(): Promise<Outputs> {
  outputs ??= invoke("pulumi:pulumi:readStackOutputs", { name: ownName() });
  return outputs;
}

/** Whether a deployment of this stack has ever completed, since it was created or destroyed. */
export async function hasCompleted(): Promise<boolean> {
  return Object.keys(await lastOutputs()).length > 0;
}

/** What the state has of one resource. */
interface ResourceInState {
  readonly type: string;
  readonly outputs: Outputs;
}

/**
 * The resources that the state has now, by URN; also one that is being replaced, and one that was imported before
 * any deployment has completed. None for a new stack: `pulumi stack init` writes a state without resources.
 *
 * Pulumi of before October 2024 wrote none in a backend of files. The preview of a stack that it has made and that
 * was never deployed makes the engine panic here, and the program cannot know such a stack.
 */
export function resourcesInState(): Promise<Readonly<Record<string, ResourceInState>>> {
  return readState(async () => {
    const resources = await readResources();
    return (resources["outputs"] ?? {}) as Record<string, ResourceInState>;
  });
}

/**
 * Not by `pulumi.runtime.invoke`: it makes an object of each resource that is in the outputs of a component, which
 * fails for one that this program has not registered, or not yet.
 */
function readResources(): Promise<Readonly<Record<string, unknown>>> {
  const request = new ResourceInvokeRequest();
  request.setTok("pulumi:pulumi:readStackResourceOutputs");
  request.setArgs(Struct.fromJavaScript({ stackName: ownName() }));
  request.setAcceptresources(false);
  const monitor = getMonitor();
  return new Promise((resolve, reject) => {
    if (monitor === undefined) throw new Error("There is no Pulumi engine to read the state from.");
    monitor.invoke(request, (error: Error | null, response: InvokeResponse) => {
      if (error === null) resolve(response.getReturn()?.toJavaScript() ?? {});
      else reject(error);
    });
  });
}

/** Whether the state has the resource. */
export async function isInState(urn: string): Promise<boolean> {
  return Object.hasOwn(await resourcesInState(), urn);
}
