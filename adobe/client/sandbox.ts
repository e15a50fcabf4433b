import * as z from "zod";

import type { Action } from "./errors";
import type { AdobeHttp } from "./http";
import { pathSegment } from "./pathSegment";
import { informative, listOf, optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/sandbox-management";

const sandbox = z.looseObject({
  name: z.string(),
  title: optional(z.string()),
  type: optional(z.string()),
  state: optional(z.string()),
  region: optional(z.string()),
  isDefault: optional(z.boolean()),
  /** As `2019-09-04 04:57:24`, in UTC as far as the documents show. */
  createdDate: informative(z.string()),
});
export type Sandbox = z.infer<typeof sandbox>;

/** What Adobe fixes when a sandbox is made, and its title. */
export interface NewSandbox {
  readonly name: string;
  readonly title: string;
  readonly type: string;
}

/** Of a call that removes data. */
export interface RemovalOptions extends CallOptions {
  /** Goes on where Adobe warns that a production sandbox shares segments. Default false. */
  readonly ignoreWarnings?: boolean;
}

function pathOf(name: string, action: Action): string {
  return `${BASE}/sandboxes/${pathSegment(name, action)}`;
}

function removalQuery({ ignoreWarnings }: RemovalOptions) {
  return ignoreWarnings === true ? { ignoreWarnings: "true" } : {};
}

/** Adobe's Sandbox API (https://experienceleague.adobe.com/en/docs/experience-platform/sandbox/api/sandboxes). */
export class SandboxService {
  constructor(private readonly http: AdobeHttp) {}

  /** The active sandboxes that the caller may use. */
  list(options: ListOptions = {}): Promise<readonly Sandbox[]> {
    return this.http.shared.read(BASE, options, (shared) => this.#list(shared));
  }

  async #list(signal: AbortSignal): Promise<Sandbox[]> {
    const action = { verb: "list", kind: "sandboxes" };
    const { body } = await this.http.call({ method: "GET", path: `${BASE}/`, action, signal });
    return this.http.shaped(z.looseObject({ sandboxes: listOf(sandbox) }), body, action).sandboxes;
  }

  /** A sandbox of the organization, in whatever state: Adobe shows deleted ones too. */
  async get(name: string, { signal }: CallOptions = {}): Promise<Sandbox | undefined> {
    const action = { verb: "read", kind: "sandbox", name };
    const path = pathOf(name, action);
    const call = { method: "GET", path, action, signal, ofSandbox: true } as const;
    const response = await orMissing(this.http.call(call));
    return response && this.http.shaped(sandbox, response.body, action);
  }

  /** Makes a sandbox, which is not active yet then. */
  async create(body: NewSandbox, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "create", kind: "sandbox", name: body.name };
    await this.http.call({ method: "POST", path: `${BASE}/sandboxes`, body, action, signal });
  }

  async rename(name: string, title: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "update", kind: "sandbox", name };
    const path = pathOf(name, action);
    await this.http.call({ method: "PATCH", path, body: { title }, action, signal });
  }

  /** Removes everything that is in the sandbox. It is not active again yet then. */
  async reset(name: string, options: RemovalOptions = {}): Promise<void> {
    const action = { verb: "reset", kind: "sandbox", name };
    await this.http.call({
      method: "PUT",
      path: pathOf(name, action),
      query: removalQuery(options),
      body: { action: "reset" },
      action,
      signal: options.signal,
      // A second one would remove what has been made since the first.
      repeatable: false,
    });
  }

  /** Deletes the sandbox with everything that is in it. Resolves with false when there is none. */
  async delete(name: string, options: RemovalOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: "sandbox", name };
    const path = pathOf(name, action);
    const query = removalQuery(options);
    const { signal } = options;
    const call = { method: "DELETE", path, query, action, signal, ofSandbox: true } as const;
    return (await orMissing(this.http.call(call))) !== undefined;
  }
}
