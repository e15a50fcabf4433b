import * as pulumi from "@pulumi/pulumi";

type Outputs = Readonly<Record<string, unknown>>;

let outputs: Promise<Outputs> | undefined;

function ownName(): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${pulumi.getStack()}`;
}

/** The stack's outputs after its last complete deployment; empty when none has completed yet. */
async function lastOutputs(): Promise<Outputs> {
  const invoked = pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name: ownName() });
  const { outputs: last } = (await invoked) as { readonly outputs?: Outputs };
  return last ?? {};
}

/** Whether a deployment of this stack has ever completed, since it was created or destroyed. */
export async function hasCompleted(): Promise<boolean> {
  outputs ??= lastOutputs();
  return Object.keys(await outputs).length > 0;
}

/**
 * Whether the state has the resource, also while the resource is being replaced. Only for a stack of which
 * a deployment has completed: the engine fails on a stack without a state.
 */
export async function isInState(urn: string): Promise<boolean> {
  const stackName = ownName();
  const invoked = pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
  const { outputs: resources } = (await invoked) as { readonly outputs?: Outputs };
  return Object.hasOwn(resources ?? {}, urn);
}
