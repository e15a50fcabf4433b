import * as z from "zod";

import type { Action } from "./errors";
import type { AdobeHttp } from "./http";
import type { Json } from "./json";
import { readPages } from "./paging";
import { objectId, pathSegment } from "./pathSegment";
import { informative, jsonObject, listOf, optional, orMissing, timestamp } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/dulepolicy";
const PAGE = 100;

/** Longest name, in characters. */
const MAX_NAME = 256;

/** Whether a name can be part of an address: people give names in Adobe's UI too, with spaces for example. */
export function isActionName(name: string): boolean {
  return (
    name.length <= MAX_NAME &&
    /^[^/\\%?#\p{C}]+$/u.test(name) &&
    name.trim() === name &&
    name !== "." &&
    name !== ".."
  );
}

const objectName = z.string().refine(isActionName, { error: "is not in the form of a name" });

const stamps = {
  created: informative(timestamp),
  createdClient: informative(z.string()),
};

/** When and with which client id it was made. */
function creationOf(one: {
  readonly created?: number | undefined;
  readonly createdClient?: string | undefined;
}) {
  return { at: one.created, client: one.createdClient };
}

/** What Policy Service writes to an object itself. */
const serviceKeys = [
  "id", "imsOrg", "sandboxName", "created", "createdClient", "createdUser", "updated", "updatedClient", "updatedUser",
  "_links",
]; // prettier-ignore

/** All of an object but what the service writes itself, for a replacement. */
function ofCaller(whole: Json): Json {
  return Object.fromEntries(Object.entries(whole).filter(([key]) => !serviceKeys.includes(key)));
}

const marketingAction = z
  .looseObject({ name: objectName, description: z.string().nullish(), ...stamps })
  .transform((whole) => ({
    name: whole.name,
    description: whole.description ?? "",
    creation: creationOf(whole),
    whole: ofCaller(whole),
  }));
/** A marketing action of the organization's own. */
export type MarketingAction = z.infer<typeof marketingAction>;

const policy = z
  .looseObject({
    id: objectId,
    name: z.string(),
    status: optional(z.string()),
    marketingActionRefs: listOf(z.string()),
    description: z.string().nullish(),
    /** Policies of another kind, as those of consent, may have none. */
    deny: optional(jsonObject),
    ...stamps,
  })
  .transform((whole) => ({
    id: whole.id,
    name: whole.name,
    status: whole.status,
    marketingActions: whole.marketingActionRefs.map(actionOf),
    /** Their addresses, as they were read. */
    refs: whole.marketingActionRefs,
    description: whole.description ?? "",
    deny: whole.deny,
    creation: creationOf(whole),
    whole: ofCaller(whole),
  }));
/** A custom policy: which labels deny which marketing actions. */
export type GovernancePolicy = z.infer<typeof policy>;

/** `https://platform.adobe.io:443/…/marketingActions/custom/x` → `custom/x`; any other text stays. */
export function actionOf(ref: string): string {
  const found = /(?:^|\/)marketingActions\/(core|custom)\/([^/?#]+)$/.exec(ref);
  return found === null ? ref : `${found[1] ?? ""}/${decoded(found[2] ?? "")}`;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

const page = z.looseObject({
  _page: optional(z.looseObject({ next: optional(z.union([z.string(), z.number()])) })),
  children: listOf(z.unknown()),
});

/** Adobe's Policy Service API (https://experienceleague.adobe.com/en/docs/experience-platform/data-governance/api/overview). */
export class PolicyService {
  constructor(private readonly http: AdobeHttp) {}

  /** Names of all labels, Adobe's or the organization's own. */
  labelNames(owner: "core" | "custom", options: CallOptions = {}): Promise<string[]> {
    return this.#names(`labels/${owner}`, "data usage labels", options);
  }

  /** Names of Adobe's own marketing actions. */
  coreActionNames(options: CallOptions = {}): Promise<string[]> {
    return this.#names("marketingActions/core", "marketing actions", options);
  }

  /** The organization's own marketing actions. */
  findActions(options: ListOptions = {}): Promise<readonly MarketingAction[]> {
    const action = { verb: "list", kind: "marketing actions" };
    const path = `${BASE}/marketingActions/custom`;
    return this.#all(marketingAction, path, { action, idOf: ({ name }) => name, ...options });
  }

  async getAction(
    name: string,
    { signal }: CallOptions = {},
  ): Promise<MarketingAction | undefined> {
    const action = { verb: "read", kind: "marketing action", name };
    const path = actionPath(name, action);
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(marketingAction, response.body, action);
  }

  /**
   * Makes or changes a marketing action, whichever it takes: Adobe has one request for both. So look first whether
   * somebody else has one of the name.
   */
  async putAction(
    verb: "create" | "update",
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<void> {
    const { name } = body;
    const action = { verb, kind: "marketing action", name };
    const path = actionPath(name, action);
    await this.http.call({ method: "PUT", path, body, action, signal });
  }

  /** Adobe deletes none that a policy refers to. */
  async deleteAction(name: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "marketing action", name };
    const path = actionPath(name, action);
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }

  /** The organization's own policies. */
  findPolicies(options: ListOptions = {}): Promise<readonly GovernancePolicy[]> {
    const action = { verb: "list", kind: "governance policies" };
    return this.#all(policy, `${BASE}/policies/custom`, {
      action,
      idOf: ({ id }) => id,
      ...options,
    });
  }

  async getPolicy(id: string, { signal }: CallOptions = {}): Promise<GovernancePolicy | undefined> {
    const action = { verb: "read", kind: "governance policy", name: id };
    const path = policyPath(id, action);
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(policy, response.body, action);
  }

  async createPolicy(
    body: Json & { name: string },
    { signal }: CallOptions = {},
  ): Promise<{ id: string }> {
    const action = { verb: "create", kind: "governance policy", name: body.name };
    const path = `${BASE}/policies/custom`;
    const response = await this.http.call({ method: "POST", path, body, action, signal });
    return this.http.shaped(z.looseObject({ id: objectId }), response.body, action);
  }

  /** Replaces all of the policy. */
  async replacePolicy(id: string, body: Json, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "update", kind: "governance policy", name: id };
    const path = policyPath(id, action);
    await this.http.call({ method: "PUT", path, body, action, signal });
  }

  async deletePolicy(id: string, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "delete", kind: "governance policy", name: id };
    const path = policyPath(id, action);
    await orMissing(this.http.call({ method: "DELETE", path, action, signal }));
  }

  /** The address of a marketing action, as `custom/x` names it. */
  addressOf(action: string): string {
    const [owner = "", ...name] = action.split("/");
    return `${this.http.origin}${BASE}/marketingActions/${owner}/${encodeURIComponent(name.join("/"))}`;
  }

  async #names(path: string, kind: string, { signal }: CallOptions): Promise<string[]> {
    const action = { verb: "list", kind };
    const named = z.looseObject({ name: z.string() });
    const idOf = ({ name }: z.infer<typeof named>) => name;
    const all = await this.#all(named, `${BASE}/${path}`, { action, idOf, signal });
    return all.map(idOf);
  }

  #all<T>(
    shape: z.ZodType<T>,
    path: string,
    {
      action,
      idOf,
      ...options
    }: ListOptions & { readonly action: Action; readonly idOf: (one: T) => string },
  ): Promise<readonly T[]> {
    return this.http.shared.read(path, options, (shared) =>
      readPages<T>({
        action,
        idOf,
        read: async (start) => {
          const query = { limit: PAGE, start };
          const call = { method: "GET", path, query, action, signal: shared } as const;
          const { body, bytes } = await this.http.call(call);
          const { _page, children } = this.http.shaped(page, body, action);
          const items = this.http.shaped(z.array(shape), children, action);
          const next = _page?.next ?? "";
          return { items, next: next === "" ? undefined : String(next), bytes };
        },
      }),
    );
  }
}

function actionPath(name: string, action: Action): string {
  return `${BASE}/marketingActions/custom/${pathSegment(name, action, isActionName)}`;
}

function policyPath(id: string, action: Action): string {
  return `${BASE}/policies/custom/${pathSegment(id, action)}`;
}
