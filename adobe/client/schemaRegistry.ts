import * as z from "zod";

import type { Action } from "./errors";
import { isFilterable } from "./filterText";
import type { AdobeHttp } from "./http";
import { isObject, type Json } from "./json";
import { readPages } from "./paging";
import { isRegistryId, objectId, pathSegment, registryId } from "./pathSegment";
import { jsonObject, listOf, optional, orMissing } from "./shapes";
import type { CallOptions } from "./shapes";
import type { ListOptions } from "./sharedReads";

const BASE = "/data/foundation/schemaregistry";
/** The resource as it was sent. Only this form can be compared with it. A lookup must name the version. */
const ACCEPT_RAW = "application/vnd.adobe.xed+json; version=1";
/** With every `$ref` and `allOf` resolved. */
const ACCEPT_RESOLVED = "application/vnd.adobe.xed-full+json; version=1";
const ACCEPT_LIST = "application/vnd.adobe.xed-id+json";
/** Of a list, which must not name a version. */
const ACCEPT_WHOLE_LIST = "application/vnd.adobe.xed+json";
const ACCEPT_DESCRIPTORS = "application/vnd.adobe.xdm-v2+json";
/** Largest page of a list. */
const PAGE = 300;

export type ResourceKind = "schemas" | "fieldgroups" | "classes" | "datatypes";

/** Whose resources: the organization's, or Adobe's own. */
type Container = "tenant" | "global";

const displayNames = {
  schemas: "schema",
  fieldgroups: "field group",
  classes: "class",
  datatypes: "data type",
} as const;

const resource = z.looseObject({
  $id: registryId,
  "meta:altId": objectId,
  title: z.string(),
  version: optional(z.string()),
});
/** A schema, field group, class or data type as the registry returns it. */
export type RegistryResource = z.infer<typeof resource>;

const adobes = z
  .looseObject({ $id: z.string(), title: optional(z.string()) })
  .transform(({ $id, title = "" }) => ({ id: $id, title }));

/** The parts of which a schema or field group consists. */
export function partsOf({ allOf }: RegistryResource): unknown[] {
  return Array.isArray(allOf) ? (allOf as unknown[]) : [];
}

/** `$ref`s of those parts. */
export function refsOf(of: RegistryResource): string[] {
  return partsOf(of)
    .map((part) => (isObject(part) ? part["$ref"] : undefined))
    .filter((ref) => typeof ref === "string");
}

/** It becomes the name of a field with an underscore before it: `__proto__` must not come of it. */
const tenantId = z.string().regex(/^[A-Za-z0-9][\w-]*$/);

const descriptor = z.looseObject({ "@id": registryId, "@type": z.string() });
export type Descriptor = z.infer<typeof descriptor>;

const page = z.looseObject({
  results: listOf(jsonObject),
  _page: z.looseObject({ next: z.union([z.string(), z.number(), z.null()]).optional() }).optional(),
});

/** Adobe's Schema Registry API, tenant container. */
export class SchemaRegistry {
  constructor(private readonly http: AdobeHttp) {}

  /** The organization's tenant id, without the underscore of its field namespace. */
  tenantId({ signal }: CallOptions = {}): Promise<string> {
    const path = `${BASE}/stats`;
    return this.http.shared.read(path, { signal }, (shared) => this.#tenantId(path, shared));
  }

  async #tenantId(path: string, signal: AbortSignal): Promise<string> {
    const action = { verb: "read", kind: "tenant id" };
    const { body } = await this.http.call({ method: "GET", path, action, signal });
    return this.http.shaped(z.looseObject({ tenantId }), body, action).tenantId;
  }

  /** The resources with exactly this title. */
  async findByTitle(
    kind: ResourceKind,
    title: string,
    { signal }: CallOptions = {},
  ): Promise<RegistryResource[]> {
    const action = { verb: "look up", kind: displayNames[kind], name: title };
    const filter = isFilterable(title) ? { property: `title==${title}` } : {};
    const found = await this.#list(
      `${BASE}/tenant/${kind}`,
      ACCEPT_LIST,
      "title",
      action,
      { signal },
      filter,
    );
    return found
      .map((one) => this.http.shaped(resource, one, action))
      .filter((one) => one.title === title);
  }

  /** All resources of the tenant container. */
  async findAll(kind: ResourceKind, options: ListOptions = {}): Promise<RegistryResource[]> {
    const action = { verb: "list", kind: displayNames[kind], name: "all" };
    const found = await this.#list(
      `${BASE}/tenant/${kind}`,
      ACCEPT_LIST,
      "title",
      action,
      options,
      {},
    );
    return found.map((one) => this.http.shaped(resource, one, action));
  }

  /** The same, each as it was sent: the short form does not say what a schema is made of. */
  async findSchemas(options: ListOptions = {}): Promise<RegistryResource[]> {
    const action = { verb: "list", kind: displayNames.schemas, name: "all" };
    const path = `${BASE}/tenant/schemas`;
    const found = await this.#list(path, ACCEPT_WHOLE_LIST, "title", action, options, {});
    return found.map((one) => this.http.shaped(resource, one, action));
  }

  /** `$id` and title of all resources that are Adobe's own: its library, which is the same for everybody. */
  async findAdobes(
    kind: ResourceKind,
    options: ListOptions = {},
  ): Promise<{ readonly id: string; readonly title: string }[]> {
    const action = { verb: "list", kind: `Adobe's ${displayNames[kind]}`, name: "all" };
    const path = `${BASE}/global/${kind}`;
    const found = await this.#list(path, ACCEPT_LIST, "title", action, options, {});
    return found.map((one) => this.http.shaped(adobes, one, action));
  }

  /** The same, each as it is stored: what it is made of. */
  async findAdobesWhole(kind: ResourceKind, options: ListOptions = {}): Promise<readonly Json[]> {
    const action = { verb: "list", kind: `Adobe's ${displayNames[kind]}`, name: "all" };
    const path = `${BASE}/global/${kind}`;
    return this.#list(path, ACCEPT_WHOLE_LIST, "title", action, options, {});
  }

  /** The schemas of the tenant container that are in the union of their class. */
  async findInUnion({ signal }: CallOptions = {}): Promise<RegistryResource[]> {
    const action = { verb: "list", kind: "schema", name: "in the union" };
    const path = `${BASE}/tenant/schemas`;
    const query = { property: "meta:immutableTags==union" };
    const found = await this.#list(path, ACCEPT_LIST, "title", action, { signal }, query);
    return found.map((one) => this.http.shaped(resource, one, action));
  }

  async create(
    kind: ResourceKind,
    body: Json & { title: string },
    { signal }: CallOptions = {},
  ): Promise<RegistryResource> {
    const action = { verb: "create", kind: displayNames[kind], name: body.title };
    const path = `${BASE}/tenant/${kind}`;
    const response = await this.http.call({ method: "POST", path, body, action, signal });
    return this.http.shaped(resource, response.body, action);
  }

  /** The resource as it was sent, by `$id` or `meta:altId`. Undefined when it does not exist. */
  get(kind: ResourceKind, id: string, options: CallOptions = {}) {
    return this.#get(kind, id, ACCEPT_RAW, options);
  }

  /**
   * The resource with all fields of its parts, or one of Adobe's own. Undefined when it does not exist. Calls at the same
   * time share a read: many resources of a program refer to one. Nobody may change the result.
   */
  async getResolved(
    kind: ResourceKind,
    id: string,
    { container, ...options }: ListOptions & { readonly container?: Container } = {},
  ): Promise<RegistryResource | undefined> {
    const path = resourcePath(kind, id, { verb: "read", kind: displayNames[kind] }, container);
    return this.http.shared.read(`${path} ${ACCEPT_RESOLVED}`, options, (signal) =>
      this.#get(kind, id, ACCEPT_RESOLVED, { signal }, container),
    );
  }

  async #get(
    kind: ResourceKind,
    id: string,
    accept: string,
    { signal }: CallOptions,
    container?: Container,
  ): Promise<RegistryResource | undefined> {
    const action = { verb: "read", kind: displayNames[kind], name: id };
    const headers = { accept };
    const path = resourcePath(kind, id, action, container);
    const response = await orMissing(
      this.http.call({ method: "GET", path, headers, action, signal }),
    );
    return response && this.http.shaped(resource, response.body, action);
  }

  /** Replaces the whole resource: send everything that a create needs. */
  async replace(
    kind: ResourceKind,
    id: string,
    body: Json,
    { signal }: CallOptions = {},
  ): Promise<RegistryResource> {
    const action = { verb: "update", kind: displayNames[kind], name: id };
    const path = resourcePath(kind, id, action);
    const response = await this.http.call({ method: "PUT", path, body, action, signal });
    return this.http.shaped(resource, response.body, action);
  }

  /** A JSON Patch (RFC 6902). The registry accepts it as plain `application/json`. */
  async patch(
    kind: ResourceKind,
    id: string,
    body: readonly Json[],
    { signal }: CallOptions = {},
  ): Promise<RegistryResource> {
    const action = { verb: "update", kind: displayNames[kind], name: id };
    const path = resourcePath(kind, id, action);
    const response = await this.http.call({ method: "PATCH", path, body, action, signal });
    return this.http.shaped(resource, response.body, action);
  }

  /** Resolves with false when the resource was not there. */
  async delete(kind: ResourceKind, id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: displayNames[kind], name: id };
    const path = resourcePath(kind, id, action);
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, action, signal }))) !== undefined
    );
  }

  /** The descriptors of one schema or field group. */
  async descriptorsOf(schemaId: string, options: ListOptions = {}): Promise<Descriptor[]> {
    const action = { verb: "look up", kind: "descriptors of schema", name: schemaId };
    const path = `${BASE}/tenant/descriptors`;
    const found = await this.#list(path, ACCEPT_DESCRIPTORS, "@id", action, options, {
      property: `xdm:sourceSchema==${schemaId}`,
    });
    return found
      .filter((one) => one["xdm:sourceSchema"] === schemaId)
      .map((one) => this.http.shaped(descriptor, one, action));
  }

  /** All descriptors of the tenant container. */
  async findAllDescriptors(options: ListOptions = {}): Promise<Descriptor[]> {
    const action = { verb: "list", kind: "descriptor", name: "all" };
    const path = `${BASE}/tenant/descriptors`;
    const found = await this.#list(path, ACCEPT_DESCRIPTORS, "@id", action, options, {});
    return found.map((one) => this.http.shaped(descriptor, one, action));
  }

  async createDescriptor(body: Json, { signal }: CallOptions = {}): Promise<Descriptor> {
    const action = {
      verb: "create",
      kind: "descriptor",
      name: String(body["xdm:sourceProperty"]),
    };
    const path = `${BASE}/tenant/descriptors`;
    const response = await this.http.call({ method: "POST", path, body, action, signal });
    return this.http.shaped(descriptor, response.body, action);
  }

  async getDescriptor(id: string, { signal }: CallOptions = {}): Promise<Descriptor | undefined> {
    const action = { verb: "read", kind: "descriptor", name: id };
    const path = `${BASE}/tenant/descriptors/${pathSegment(id, action, isRegistryId)}`;
    const response = await orMissing(this.http.call({ method: "GET", path, action, signal }));
    return response && this.http.shaped(descriptor, response.body, action);
  }

  /** Rewrites a whole descriptor. Adobe returns only its id. */
  async replaceDescriptor(id: string, body: Json, { signal }: CallOptions = {}): Promise<void> {
    const action = { verb: "update", kind: "descriptor", name: id };
    const path = `${BASE}/tenant/descriptors/${pathSegment(id, action, isRegistryId)}`;
    await this.http.call({ method: "PUT", path, body, action, signal });
  }

  async deleteDescriptor(id: string, { signal }: CallOptions = {}): Promise<boolean> {
    const action = { verb: "delete", kind: "descriptor", name: id };
    const path = `${BASE}/tenant/descriptors/${pathSegment(id, action, isRegistryId)}`;
    return (
      (await orMissing(this.http.call({ method: "DELETE", path, action, signal }))) !== undefined
    );
  }

  /** All pages of a list, which nobody may change. `start` is only valid together with `orderby`. */
  #list(
    path: string,
    accept: string,
    orderby: string,
    action: Action,
    options: ListOptions,
    query: Record<string, string>,
  ): Promise<readonly Json[]> {
    const headers = { accept };
    const key = `${path} ${accept} ${JSON.stringify(query)}`;
    return this.http.shared.read(key, options, (shared) =>
      readPages<Json>({
        action,
        idOf: (one) => JSON.stringify(one[orderby === "@id" ? "@id" : "$id"] ?? null),
        read: async (start) => {
          const { body, bytes } = await this.http.call({
            method: "GET",
            path,
            query: { ...query, orderby, limit: PAGE, start },
            headers,
            action,
            signal: shared,
          });
          const { results, _page } = this.http.shaped(page, body, action);
          const next = _page?.next ?? "";
          return { items: results, next: next === "" ? undefined : String(next), bytes };
        },
      }),
    );
  }
}

/**
 * The `meta:altId` for a tenant resource's `$id`, such as `_acme.schemas.1f…`. It names the same object
 * without slashes, which a proxy could change.
 */
export function altIdOf(id: string): string {
  const parts =
    /^https:\/\/ns\.adobe\.com\/([^/]+)\/(schemas|mixins|classes|datatypes)\/([^/]+)$/.exec(id);
  return parts === null ? id : `_${parts[1] ?? ""}.${parts[2] ?? ""}.${parts[3] ?? ""}`;
}

function resourcePath(
  kind: ResourceKind,
  id: string,
  action: Action,
  container: Container = "tenant",
): string {
  const named = container === "tenant" ? altIdOf(id) : id;
  return `${BASE}/${container}/${kind}/${pathSegment(named, action, isRegistryId)}`;
}
