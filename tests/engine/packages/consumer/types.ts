import * as aep from "@chatlio-aep/adobe-aep";
import { AdobeError, createClient } from "@chatlio-aep/adobe-aep/client";
import { emulatorCredentials, startEmulator, type Emulator } from "@chatlio-aep/emulator";
import {
  serve,
  UNKNOWN,
  type ProviderDefinition,
  type ResourceType,
} from "@chatlio-aep/provider-sdk";

/** Compiled, not run: the types of every package as a TypeScript program sees them. */
export async function tokenOf(emulator: Emulator): Promise<string | undefined> {
  const client = createClient({ ...emulatorCredentials, imsUrl: emulator.url });
  try {
    const dataset = await client.catalog.get("0123456789abcdef01234567");
    return dataset?.name;
  } catch (error) {
    return error instanceof AdobeError ? error.message : undefined;
  }
}

export const running: Promise<Emulator> = startEmulator({ port: 0 });

export const schema = new aep.xdm.Schema("orders", {
  class: "https://ns.adobe.com/xdm/context/experienceevent",
  fieldGroups: [{ ref: aep.xdm.FieldGroup.get("order", "https://group").id }],
});
// @ts-expect-error a dataset needs the id of a schema
export const dataset = new aep.catalog.Dataset("orders", {});

const resource: ResourceType = {
  check: ({ newInputs }) => Promise.resolve({ inputs: newInputs, failures: [] }),
  diff: () => Promise.resolve({ changes: { name: "update" } }),
  create: ({ inputs }) => Promise.resolve({ id: "1", outputs: { ...inputs, state: UNKNOWN } }),
  read: () => Promise.resolve(undefined),
  update: ({ newInputs }) => Promise.resolve(newInputs),
  delete: () => Promise.resolve(),
};
export const provider: ProviderDefinition = {
  name: "example",
  version: "1.0.0",
  configure: () => Promise.resolve(),
  resource: () => resource,
};
export function main(): Promise<void> {
  return serve(provider);
}
