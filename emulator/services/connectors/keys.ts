import { uuid } from "../../common/ids";
import type { Call } from "../../common/service";
import type { KeyPair } from "../../state/entities";
import { connectorError, connectorErrors } from "./errors";
import { validKeyPair } from "./validate";

/** How long a key pair lasts. */
const LIFE_MS = 180 * 24 * 60 * 60_000;

export function expiryOf({ created }: KeyPair): number {
  return created + LIFE_MS;
}

export function allKeys({ sandbox }: Call): KeyPair[] {
  return sandbox.keyPairs.values();
}

/** The key pair of the path. Throws 404 when there is none. */
export function findKey(call: Call): KeyPair {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.keyPairs.get(id);
  if (found !== undefined) return found;
  throw connectorError(connectorErrors.notFound, `There is no key ${id}.`);
}

/** POST. */
export function createKey({ sandbox, organization, body }: Call): KeyPair {
  const id = uuid();
  // No file is ever read with it.
  const text = `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${id}\n-----END PGP PUBLIC KEY BLOCK-----\n`;
  const pair = {
    id,
    ...validKeyPair(body),
    publicKey: Buffer.from(text).toString("base64"),
    created: organization.now(),
  };
  sandbox.keyPairs.set(id, pair);
  organization.events.emit("change");
  return pair;
}

export function deleteKey(call: Call): void {
  call.sandbox.keyPairs.delete(findKey(call).id);
  call.organization.events.emit("change");
}
