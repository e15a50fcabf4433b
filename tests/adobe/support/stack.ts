import type { Properties } from "../../../provider-sdk";
import type { DiffResponse, TestProvider } from "./provider";

/** What a state holds of a resource. */
export interface Deployed {
  readonly urn: string;
  readonly id: string;
  readonly inputs: Properties;
  readonly outputs: Properties;
}

export function urnOf(type: string, name: string, stack = "dev"): string {
  return `urn:pulumi:${stack}::shop::adobe-aep:${type}::${name}`;
}

/** Failures of a check, as an error: for tests in which there are none. */
export class CheckFailed extends Error {
  constructor(readonly failures: { property: string; reason: string }[]) {
    super(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
  }
}

async function checked(
  provider: TestProvider,
  urn: string,
  newInputs: Properties,
  oldInputs?: Properties,
) {
  const { inputs, failures } = await provider.check(urn, newInputs, oldInputs);
  if (failures.length > 0) throw new CheckFailed(failures);
  return inputs;
}

/** What the engine does with a resource that is not in the state: check, create. */
export async function up(
  provider: TestProvider,
  urn: string,
  program: Properties,
  options: { timeout?: number } = {},
): Promise<Deployed> {
  const inputs = await checked(provider, urn, program);
  const made = await provider.create(urn, inputs, options);
  return { urn, id: made.id, inputs, outputs: made.properties };
}

/** What a preview does with one that is not. @returns its warnings */
export async function previewCreate(
  provider: TestProvider,
  urn: string,
  program: Properties,
): Promise<string> {
  const inputs = await checked(provider, urn, program);
  await provider.create(urn, inputs, { preview: true });
  return provider.said("warning").join("\n");
}

/**
 * What a preview does with one that is, when the program has changed what is changed in place.
 * @returns the outputs, as far as they are known
 */
export async function previewUpdate(
  provider: TestProvider,
  deployed: Deployed,
  program: Properties,
): Promise<Properties> {
  const { urn, id, inputs: oldInputs, outputs: oldOutputs } = deployed;
  const newInputs = await checked(provider, urn, program, oldInputs);
  const state = { id, oldInputs, oldOutputs, newInputs };
  const { changed, replaces } = await provider.diff(urn, state);
  if (!changed || replaces.length > 0) throw new Error("is not an update");
  return provider.update(urn, state, { preview: true });
}

/** What it does with one that is: check, diff, then nothing, update or replacement. */
export async function upAgain(
  provider: TestProvider,
  deployed: Deployed,
  program: Properties,
): Promise<Deployed & { diff: DiffResponse }> {
  const { urn, id } = deployed;
  const newInputs = await checked(provider, urn, program, deployed.inputs);
  const diff = await provider.diff(urn, {
    id,
    oldOutputs: deployed.outputs,
    oldInputs: deployed.inputs,
    newInputs,
  });
  if (!diff.changed) return { ...deployed, inputs: newInputs, diff };
  if (diff.replaces.length === 0) {
    const request = { id, oldOutputs: deployed.outputs, oldInputs: deployed.inputs, newInputs };
    return { urn, id, inputs: newInputs, outputs: await provider.update(urn, request), diff };
  }
  const inputs = await checked(provider, urn, program);
  if (diff.deleteBeforeReplace) await provider.delete(urn, id, deployed.outputs, deployed.inputs);
  const made = await provider.create(urn, inputs);
  if (!diff.deleteBeforeReplace) await provider.delete(urn, id, deployed.outputs, deployed.inputs);
  return { urn, id: made.id, inputs, outputs: made.properties, diff };
}

/** What `pulumi refresh` leaves in the state; undefined: gone. */
export async function refresh(
  provider: TestProvider,
  deployed: Deployed,
): Promise<Deployed | undefined> {
  const read = await provider.read(deployed.urn, deployed.id, deployed.outputs, deployed.inputs);
  if (read.id === "") return undefined;
  return { urn: deployed.urn, id: read.id, inputs: read.inputs, outputs: read.properties };
}

/** {@link refresh} of an object that is still there. */
export async function refreshed(provider: TestProvider, deployed: Deployed): Promise<Deployed> {
  const read = await refresh(provider, deployed);
  if (read === undefined) throw new Error("gone");
  return read;
}

/** What `pulumi import` puts into the state. */
export async function importOne(
  provider: TestProvider,
  urn: string,
  id: string,
): Promise<Deployed> {
  const read = await provider.read(urn, id);
  return { urn, id: read.id, inputs: read.inputs, outputs: read.properties };
}

/** What `pulumi destroy` does, which is an operation of its own. */
export async function destroy(provider: TestProvider, ...all: Deployed[]): Promise<void> {
  await provider.configureAgain();
  for (const { urn, id, outputs, inputs } of all) await provider.delete(urn, id, outputs, inputs);
}
