import type { JsonObject } from "../../common/json";
import type { KeyPair } from "../../state/entities";
import { expiryOf } from "./keys";

function expiryTime(pair: KeyPair): string {
  return String(Math.floor(expiryOf(pair) / 1000));
}

/** What a POST returns. */
export function toReceipt(pair: KeyPair): JsonObject {
  const { id, publicKey } = pair;
  return { publicKey, publicKeyId: id, expiryTime: expiryTime(pair) };
}

/** A key pair as a read returns it. */
export function toResponse(pair: KeyPair): JsonObject {
  const { id, name, algorithm, publicKey } = pair;
  return {
    encryptionAlgorithm: algorithm,
    ...(name === undefined ? {} : { name }),
    publicKeyId: id,
    publicKey,
    keyType: "ENCRYPTION",
    expiryTime: expiryTime(pair),
  };
}
