import { registry, type ApiResponse, type Client } from "./client";
import { tenant } from "./objects";

export const xed = { accept: "application/vnd.adobe.xed+json; version=1" };
export const full = { accept: "application/vnd.adobe.xed-full+json;version=1" };
export const idList = { accept: "application/vnd.adobe.xed-id+json" };
export const identityMap = "https://ns.adobe.com/xdm/context/identitymap";

/** Path of one resource of the organization. */
export function one(kind: string, id: string): string {
  return `${registry}/tenant/${kind}/${encodeURIComponent(id)}`;
}

export function patch(
  client: Client,
  kind: string,
  id: string,
  ...operations: object[]
): Promise<ApiResponse> {
  return client.call("PATCH", one(kind, id), { body: operations });
}

/** Path of a field below the tenant, for a patch of its field group. */
export function fieldPath(name: string): string {
  return `/definitions/customFields/properties/${tenant}/properties/${name}`;
}

export function joinUnion(client: Client, schemaId: string): Promise<ApiResponse> {
  return patch(client, "schemas", schemaId, {
    op: "add",
    path: "/meta:immutableTags",
    value: ["union"],
  });
}

/** An identity descriptor on the e-mail field of the tests' field group. */
export function identity(schema: string, more: object = {}): object {
  return {
    "@type": "xdm:descriptorIdentity",
    "xdm:sourceSchema": schema,
    "xdm:sourceVersion": 1,
    "xdm:sourceProperty": `/${tenant}/chat/email`,
    "xdm:namespace": "email",
    "xdm:property": "xdm:code",
    "xdm:isPrimary": true,
    ...more,
  };
}

export function makeDescriptor(client: Client, body: object): Promise<ApiResponse> {
  return client.call("POST", `${registry}/tenant/descriptors`, { body });
}
