import * as z from "zod";

import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { pathSegment } from "./pathSegment";
import { listOf, optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/core/idnamespace/identities";

const namespace = z.looseObject({
  id: z.int().min(0),
  code: z.string(),
  name: z.string(),
  idType: z.string(),
  description: z.string().nullish(),
  custom: optional(z.boolean()),
});
export type IdentityNamespace = z.infer<typeof namespace>;

/** Adobe's Identity Service API, namespaces. A namespace cannot be deleted. */
export class IdentityService {
  constructor(private readonly http: AdobeHttp) {}

  /** All namespaces: Adobe's own and the organization's. */
  list(options: ListOptions = {}): Promise<readonly IdentityNamespace[]> {
    return this.http.shared.read(BASE, options, (shared) => this.#list(shared));
  }

  async #list(signal: AbortSignal): Promise<IdentityNamespace[]> {
    const action = { verb: "list", kind: "identity namespaces" };
    const { body } = await this.http.call({ method: "GET", path: BASE, action, signal });
    return this.http.shaped(listOf(namespace), body, action);
  }

  async get(id: number, { signal }: CallOptions = {}): Promise<IdentityNamespace | undefined> {
    const action = { verb: "read", kind: "identity namespace", name: String(id) };
    const path = `${BASE}/${pathSegment(String(id), action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(namespace, response.body, action);
  }

  async create(
    body: Json & { code: string },
    { signal }: CallOptions = {},
  ): Promise<IdentityNamespace> {
    const action = { verb: "create", kind: "identity namespace", name: body.code };
    const response = await this.http.call({ method: "POST", path: BASE, body, action, signal });
    return this.http.shaped(namespace, response.body, action);
  }

  async replace(
    id: number,
    body: Json & { code: string },
    { signal }: CallOptions = {},
  ): Promise<IdentityNamespace> {
    const action = { verb: "update", kind: "identity namespace", name: body.code };
    const path = `${BASE}/${pathSegment(String(id), action)}`;
    const response = await this.http.call({ method: "PUT", path, body, action, signal });
    // The text of the reference promises the namespace; its schema has a list with the namespace.
    const changed = this.http.shaped(
      z.union([namespace, z.tuple([namespace])]),
      response.body,
      action,
    );
    return Array.isArray(changed) ? changed[0] : changed;
  }
}
