import * as z from "zod";

import type { AdobeHttp } from "./http";
import { pathSegment } from "./pathSegment";
import { listOf, optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";

const BASE = "/data/foundation/sandbox-management";

const sandbox = z.looseObject({
  name: z.string(),
  title: optional(z.string()),
  type: optional(z.string()),
  state: optional(z.string()),
  region: optional(z.string()),
  isDefault: optional(z.boolean()),
});
export type Sandbox = z.infer<typeof sandbox>;

/** Adobe's Sandbox API. */
export class SandboxService {
  constructor(private readonly http: AdobeHttp) {}

  /** The active sandboxes that the caller may use. */
  async list({ signal }: CallOptions = {}): Promise<Sandbox[]> {
    const action = { verb: "list", kind: "sandboxes" };
    const { body } = await this.http.call({ method: "GET", path: `${BASE}/`, action, signal });
    return this.http.shaped(z.looseObject({ sandboxes: listOf(sandbox) }), body, action).sandboxes;
  }

  async get(name: string, { signal }: CallOptions = {}): Promise<Sandbox | undefined> {
    const action = { verb: "read", kind: "sandbox", name };
    const path = `${BASE}/sandboxes/${pathSegment(name, action)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(sandbox, response.body, action);
  }
}
