import type { Properties } from "../../../provider-sdk";
import type { DiffAnswer, TestProvider } from "./provider";

/** What a state holds of a resource. */
export interface Held {
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

async function checked(provider: TestProvider, urn: string, news: Properties, olds?: Properties) {
  const { inputs, failures } = await provider.check(urn, news, olds);
  if (failures.length > 0) throw new CheckFailed(failures);
  return inputs;
}

/** What the engine does with a resource that is not in the state: check, create. */
export async function up(
  provider: TestProvider,
  urn: string,
  program: Properties,
  options: { timeout?: number } = {},
): Promise<Held> {
  const inputs = await checked(provider, urn, program);
  const made = await provider.create(urn, inputs, options);
  return { urn, id: made.id, inputs, outputs: made.properties };
}

/** What it does with one that is: check, diff, then nothing, update or replacement. */
export async function upAgain(
  provider: TestProvider,
  held: Held,
  program: Properties,
): Promise<Held & { diff: DiffAnswer }> {
  const { urn, id } = held;
  const news = await checked(provider, urn, program, held.inputs);
  const diff = await provider.diff(urn, { id, olds: held.outputs, oldInputs: held.inputs, news });
  if (!diff.changed) return { ...held, inputs: news, diff };
  if (diff.replaces.length === 0) {
    const request = { id, olds: held.outputs, oldInputs: held.inputs, news };
    return { urn, id, inputs: news, outputs: await provider.update(urn, request), diff };
  }
  const inputs = await checked(provider, urn, program);
  if (diff.deleteBeforeReplace) await provider.delete(urn, id, held.outputs, held.inputs);
  const made = await provider.create(urn, inputs);
  if (!diff.deleteBeforeReplace) await provider.delete(urn, id, held.outputs, held.inputs);
  return { urn, id: made.id, inputs, outputs: made.properties, diff };
}

/** What `pulumi refresh` leaves in the state; undefined: gone. */
export async function refresh(provider: TestProvider, held: Held): Promise<Held | undefined> {
  const read = await provider.read(held.urn, held.id, held.outputs, held.inputs);
  if (read.id === "") return undefined;
  return { urn: held.urn, id: read.id, inputs: read.inputs, outputs: read.properties };
}

/** What `pulumi import` puts into the state. */
export async function importOne(provider: TestProvider, urn: string, id: string): Promise<Held> {
  const read = await provider.read(urn, id);
  return { urn, id: read.id, inputs: read.inputs, outputs: read.properties };
}

/** What `pulumi destroy` does, which is an operation of its own. */
export async function destroy(provider: TestProvider, ...all: Held[]): Promise<void> {
  await provider.configureAgain();
  for (const { urn, id, outputs, inputs } of all) await provider.delete(urn, id, outputs, inputs);
}
