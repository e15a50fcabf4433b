import { createClient, type AdobeClient } from "../../adobe/client";
import { emulatorCredentials } from "../../emulator";
import { exportState, type Local } from "./stackSupport";

/** In the order in which they can be deleted. */
const kinds = ["flows", "sourceConnections", "targetConnections"] as const;

/** What the provider says of an object that the engine did not save before it was killed. */
const LEFTOVER =
  /^a new [a-z ]+ is made, although there is one with a name of this resource \(([^)]+)\)/;

async function withAdobe<T>({ services }: Local, use: (ui: AdobeClient) => Promise<T>): Promise<T> {
  const url = services.aepUrl;
  const ui = createClient({ ...emulatorCredentials, imsUrl: url, platformUrl: url });
  try {
    return await use(ui);
  } finally {
    ui.close();
  }
}

async function idsAtAdobe(local: Local): Promise<readonly string[]> {
  return withAdobe(local, async ({ flows }) => {
    const all = await Promise.all(kinds.map((kind) => flows.findAll(kind)));
    return all.flat().map(({ id }) => id);
  });
}

async function idsInState({ stack }: Local): Promise<readonly string[]> {
  const { deployment } = JSON.parse(await exportState(stack, "encrypted")) as {
    deployment: { resources: readonly { type: string; id?: string }[] };
  };
  return deployment.resources
    .filter(({ type }) =>
      /^adobe-aep:flow:(Dataflow|SourceConnection|TargetConnection)$/.test(type),
    )
    .map(({ id = "" }) => id);
}

/**
 * Expects the connections and dataflows at Adobe to be those in the state, but for objects that the update has named
 * in a warning. Deletes these, as the warning says.
 *
 * @param messages - of the update that has completed a killed one
 * @returns the ids that were named
 */
export async function expectNoOthers(
  local: Local,
  messages: readonly string[],
): Promise<readonly string[]> {
  const [there, known] = [await idsAtAdobe(local), await idsInState(local)];
  const named = messages.flatMap((message) => LEFTOVER.exec(message)?.[1]?.split(", ") ?? []);
  expect([...there].sort()).toEqual([...known, ...named].sort());
  await withAdobe(local, async ({ flows }) => {
    for (const kind of kinds)
      for (const { id } of await flows.findAll(kind))
        if (named.includes(id)) await flows.delete(kind, id);
  });
  return named;
}
