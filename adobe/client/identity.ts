import { z } from "zod";
import type { AdobeHttp } from "./http";
import { orMissing, shaped } from "./shapes";
import type { CallOptions, Json } from "./shapes";

const BASE = "/data/core/idnamespace/identities";

const namespace = z.looseObject({
  id: z.number(),
  code: z.string(),
  name: z.string(),
  idType: z.string(),
  description: z.string().nullish(),
  custom: z.boolean().optional(),
});
export type IdentityNamespace = z.infer<typeof namespace>;

/** Adobe's Identity Service API, namespaces. There is no way to delete one. */
export class IdentityService {
  constructor(private readonly http: AdobeHttp) {}

  /** Adobe's own and the organisation's. */
  async list({ signal }: CallOptions = {}): Promise<IdentityNamespace[]> {
    const about = { action: "list", kind: "identity namespaces" };
    const { body } = await this.http.call({ method: "GET", path: BASE, about, signal });
    return shaped(z.array(namespace), body, about);
  }

  async get(id: number, { signal }: CallOptions = {}): Promise<IdentityNamespace | undefined> {
    const about = { action: "read", kind: "identity namespace", name: String(id) };
    const path = `${BASE}/${id}`;
    const answer = await orMissing(this.http.call({ method: "GET", path, about, signal }));
    return answer && shaped(namespace, answer.body, about);
  }

  async create(
    body: Json & { code: string },
    { signal }: CallOptions = {},
  ): Promise<IdentityNamespace> {
    const about = { action: "create", kind: "identity namespace", name: body.code };
    const answer = await this.http.call({ method: "POST", path: BASE, body, about, signal });
    return shaped(namespace, answer.body, about);
  }

  async replace(
    id: number,
    body: Json & { code: string },
    { signal }: CallOptions = {},
  ): Promise<IdentityNamespace> {
    const about = { action: "update", kind: "identity namespace", name: body.code };
    const path = `${BASE}/${id}`;
    const answer = await this.http.call({ method: "PUT", path, body, about, signal });
    // The reference's text promises the namespace, its schema a list with it.
    const changed = shaped(z.union([namespace, z.tuple([namespace])]), answer.body, about);
    return Array.isArray(changed) ? changed[0] : changed;
  }
}
