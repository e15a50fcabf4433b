import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import { createStack, type LocalStack, type StackOptions } from "../../../local/workspace";

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
 * {@link createStack} for tests. With a passphrase, the usual choice, each `pulumi` command derives the key again by a
 * million rounds of PBKDF2: 0.15 s of its 0.27 s of CPU (`pulumi config get`, 2 shared cores), hundreds of times.
 */
export async function createTestStack(options: StackOptions): Promise<LocalStack> {
  keyService ??= startKeyService();
  return createStack({
    ...options,
    secretsProvider: "hashivault://tests",
    env: { VAULT_ADDR: await keyService, VAULT_TOKEN: "test", ...options.env },
  });
}
