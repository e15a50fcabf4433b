import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { objectId, pathSegment } from "./pathSegment";
import { informative, listOf, optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/connectors/encryption/keys";

/** Seconds since 1970, which the guide prints as a text. */
const seconds = z.union([
  z.number().int().nonnegative().max(999_999_999_999),
  z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
]);

const keyPair = z
  .looseObject({
    publicKeyId: objectId,
    // Older editions of the guide have no names.
    name: z.string().nullish(),
    encryptionAlgorithm: optional(z.string()),
    publicKey: optional(z.string()),
    expiryTime: informative(seconds),
  })
  .transform((pair) => ({
    id: pair.publicKeyId,
    name: pair.name ?? undefined,
    algorithm: pair.encryptionAlgorithm,
    publicKey: pair.publicKey,
    /** In milliseconds since 1970. */
    expiresAt: pair.expiryTime === undefined ? undefined : pair.expiryTime * 1000,
  }));
/** A pair of keys by which Adobe reads encrypted files. */
export type KeyPair = z.infer<typeof keyPair>;

/** Adobe's Connectors API, key pairs (help/sources/tutorials/api/encrypt-data.md). */
export class KeyPairs {
  constructor(private readonly http: AdobeHttp) {}

  /** All key pairs. Older editions of the guide show a list, newer ones one of its elements. */
  findAll(options: ListOptions = {}): Promise<readonly KeyPair[]> {
    const action = { verb: "list", kind: "key pairs" };
    return this.http.shared.read(BASE, options, async (signal) => {
      const { body } = await this.http.call({ method: "GET", path: BASE, action, signal });
      const found = this.http.shaped(z.union([listOf(keyPair), keyPair]), body, action);
      return Array.isArray(found) ? found : [found];
    });
  }

  async get(id: string, { signal }: CallOptions = {}): Promise<KeyPair | undefined> {
    const action = { verb: "read", kind: "key pair", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(keyPair, response.body, action);
  }

  /** @param secrets - texts of the body that no error may show */
  async create(
    body: Json & { name: string },
    { signal, secrets }: CallOptions & { readonly secrets?: readonly string[] } = {},
  ): Promise<KeyPair> {
    const action = { verb: "create", kind: "key pair", name: body.name };
    const call = { method: "POST", path: BASE, body, action, signal, secrets } as const;
    return this.http.shaped(keyPair, (await this.http.call(call)).body, action);
  }

  async delete(id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "key pair", name: id };
    const path = `${BASE}/${pathSegment(id, action)}`;
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }
}
