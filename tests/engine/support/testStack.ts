import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import * as settings from "@pulumi/pulumi/runtime/settings";

import { createStack, type LocalStack, type StackOptions } from "../../../local/workspace";
import { startKeptPlugins } from "./keptPlugins";
import { connectAlone } from "./ownConnections";

// An inline program runs in this process.
connectAlone(settings);

/**
 * Starts what holds the key of the test stacks' secrets, as HashiCorp Vault would: the two requests of its transit
 * engine, without encryption. The server does not keep the process running.
 */
async function startKeyService(): Promise<string> {
  // The engine uses a connection again, and does not repeat a PUT whose connection has just been closed: Node.js would
  // close one that has been idle for 5 s.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
    void json(request).then((body) => {
      const { plaintext, ciphertext } = body as Readonly<Record<string, string>>;
      const data = request.url?.startsWith("/v1/transit/encrypt/")
        ? { ciphertext: plaintext }
        : { plaintext: ciphertext };
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ data }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${String(port)}`;
}

/** The stack's key, as a state names it. For a state in plain text that is going to be imported. */
export async function secretsProviderOf(stack: LocalStack): Promise<object> {
  const { secretsProvider: url, encryptedKey } = await stack.workspace.stackSettings(stack.name);
  return { type: "cloud", state: { url, encryptedkey: encryptedKey } };
}

let keyService: Promise<string> | undefined;

/**
 * The engine writes the whole state before and after each of its steps, in case it is killed: three quarters of its CPU
 * in an `up` of this program. These make it write once, at the end, also of an update that fails.
 */
const stateAtTheEnd = {
  PULUMI_SKIP_CHECKPOINTS: "true",
  PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: "true",
};

/** A stack for a test. */
export interface TestStackOptions extends StackOptions {
  /**
   * Whether the stubs and the program run in one process, which serves all operations of the stack. `false` for a test
   * of what happens to these processes, or of a program that fails in a way of its own. Default true.
   */
  readonly keepPlugins?: boolean | undefined;
  /** Whether the engine saves the state with each step, as it does for a user: for tests that kill it. Default: unless `keepPlugins`. */
  readonly savesEachStep?: boolean | undefined;
}

/**
 * {@link createStack} for tests. With a passphrase, the usual choice, each `pulumi` command derives the key again by a
 * million rounds of PBKDF2: 0.15 s of its 0.27 s of CPU (`pulumi config get`, 2 shared cores), hundreds of times.
 */
export async function createTestStack({
  keepPlugins = true,
  savesEachStep = !keepPlugins,
  ...options
}: TestStackOptions): Promise<LocalStack> {
  keyService ??= startKeyService();
  const stack = await createStack({
    ...options,
    secretsProvider: "hashivault://tests",
    env: {
      VAULT_ADDR: await keyService,
      VAULT_TOKEN: "test",
      ...(!savesEachStep && stateAtTheEnd),
      ...options.env,
    },
  });
  return keepPlugins ? withKeptPlugins(stack, options.stubs) : stack;
}

async function withKeptPlugins(
  stack: LocalStack,
  stubs: StackOptions["stubs"],
): Promise<LocalStack> {
  const plugins = await startKeptPlugins(stack.environment, stubs);
  const close = stack.close.bind(stack);
  Object.assign(stack.workspace.envVars, plugins.env);
  return Object.assign(stack, {
    environment: { ...stack.environment, ...plugins.env },
    close: async () => {
      await plugins.close();
      await close();
    },
  });
}
