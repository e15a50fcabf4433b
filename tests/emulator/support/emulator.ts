import type { EmulatorOptions } from "../../../emulator";
import { startClient, type Client } from "./client";
import { makeFieldGroup, makeSchema } from "./objects";

/** Starts something before the tests of the surrounding `describe`, and closes it after them. */
export function useStarted<T extends { close(): Promise<void> }>(start: () => Promise<T>): T {
  const started = {} as T;
  let close: T["close"] | undefined;
  beforeAll(async () => {
    const running = await start();
    close = () => running.close();
    Object.assign(started, running);
  });
  afterAll(() => close?.());
  return started;
}

/** An emulator with a client that is logged in, for the tests of the surrounding `describe`. */
export function useEmulator(options: EmulatorOptions = {}): Client {
  return useStarted(() => startClient(options));
}

/** An emulator of its own for each test of the surrounding `describe`: for tests that list what is there. */
export function useFreshEmulator(options: EmulatorOptions = {}): Client {
  const started = {} as Client;
  let close: Client["close"] | undefined;
  beforeEach(async () => {
    const running = await startClient(options);
    close = () => running.close();
    Object.assign(started, running);
  });
  afterEach(() => close?.());
  return started;
}

/** Makes objects once for all tests of the surrounding `describe`: only for what no test changes. */
function useShared<T extends object>(make: () => Promise<T>): T {
  const shared = {} as T;
  beforeAll(async () => {
    Object.assign(shared, await make());
  });
  return shared;
}

/** A schema with one field group, for all tests of the surrounding `describe`. No test may change it. */
export function useSchema(client: Client, fields?: object): { readonly schemaId: string } {
  return useShared(async () => ({
    schemaId: await makeSchema(client, [await makeFieldGroup(client, fields)]),
  }));
}

/** Makes objects again before each test, so that no test sees what another one did to them. */
export function useFresh<T extends object>(make: () => Promise<T>): T {
  const fresh = {} as T;
  beforeEach(async () => {
    Object.assign(fresh, await make());
  });
  return fresh;
}

/** Does the work with an emulator of its own, and closes it whatever happens. */
export async function withEmulator<T>(
  options: EmulatorOptions,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await startClient(options);
  try {
    return await work(client);
  } finally {
    await client.close();
  }
}
