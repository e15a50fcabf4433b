import { setTimeout as sleep } from "node:timers/promises";

import * as pulumi from "@pulumi/pulumi";

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
  const attempt = async () =>
    (await pulumi.runtime.invoke(token, args)) as { readonly outputs?: Outputs };
  const { outputs = {} } = await readState(attempt).catch(stop);
  return outputs;
}

/** By this exit code Pulumi knows that the program has reported why it ends. */
const ALREADY_REPORTED = 32;

let stopping: Promise<never> | undefined;

/**
 * Ends the program with one error. Thrown, it would be reported by each resource that waits for the state, with a stack
 * trace and a chain of property names before it.
 */
function stop(error: unknown): Promise<never> {
  stopping ??= (async () => {
    const text = error instanceof Error ? error.message : String(error);
    const reason = text
      .replace(/^invocation of \S+ returned an error: /, "")
      .replaceAll(/\s+/g, " ");
    await pulumi.log.error(
      `The state of this stack cannot be read (${reason.trim()}). Check that its backend and the key of its secrets can be reached: \`pulumi stack\` reads both. Then run the command again.`,
    );
    process.exit(ALREADY_REPORTED);
  })();
  return stopping;
}

let completed: Promise<Outputs> | undefined;

/** The name of the stack that is being deployed, as the engine finds its state by it. */
export function ownName(): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** The stack's outputs after its last complete deployment; empty when none has completed yet. */
export function lastOutputs(): Promise<Outputs> {
  completed ??= invoke("pulumi:pulumi:readStackOutputs", { name: ownName() });
  return completed;
}

/** Whether a deployment of this stack has ever completed, since it was created or destroyed. */
export async function hasCompleted(): Promise<boolean> {
  return Object.keys(await lastOutputs()).length > 0;
}

/**
 * Whether the state has the resource, also while the resource is being replaced. Only for a stack of which
 * a deployment has completed: the engine fails on a stack without a state.
 */
export async function isInState(urn: string): Promise<boolean> {
  const args = { stackName: ownName() };
  const resources = await invoke("pulumi:pulumi:readStackResourceOutputs", args);
  return Object.hasOwn(resources, urn);
}
