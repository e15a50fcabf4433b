import { documented } from "../core/behaviour";
import { filterBy } from "../core/filter";
import { arrayOf, isObject, objectOf, stringOf, type JsonObject } from "../core/json";
import { hexId } from "../core/ids";
import { created, noContent, ok, type Call, type Route } from "../core/service";
import type { Descriptor } from "../state/entities";
import { descriptorForm } from "./accept";
import { composedById } from "./compose";
import { registryError, registryErrors } from "./errors";
import { findResource } from "./library";

const guide = "XDM API guide, descriptors";

const descriptorOf = (call: Call): Descriptor => {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.descriptors.get(id);
  if (found === undefined) {
    throw registryError(registryErrors.notFound, `Descriptor ${id} was not found.`);
  }
  return found;
};

const refuse = (detail: string): never => {
  throw registryError(registryErrors.badDescriptor, detail);
};

const checkDescriptor = (call: Call, body: JsonObject, self?: string): void => {
  const type = stringOf(body["@type"]);
  const schemaId = stringOf(body["xdm:sourceSchema"]);
  if (type === undefined || schemaId === undefined) {
    return refuse("Required: @type, xdm:sourceSchema, xdm:sourceVersion, xdm:sourceProperty.");
  }
  if (findResource(call.sandbox, schemaId) === undefined) {
    throw registryError(registryErrors.unknownReference, `There is no schema ${schemaId}.`);
  }
  if (type === "xdm:descriptorIdentity") checkIdentity(call, body, schemaId, self);
};

const checkIdentity = (call: Call, body: JsonObject, schemaId: string, self?: string): void => {
  const property = stringOf(body["xdm:sourceProperty"]) ?? "";
  if (!property.startsWith("/") || property.endsWith("/")) {
    refuse("xdm:sourceProperty begins with `/` and does not end with one.");
  }
  const field = property
    .slice(1)
    .split("/")
    .reduce<JsonObject>(
      (node, key) => objectOf(objectOf(node["properties"])[key]),
      composedById(call.sandbox, schemaId)?.schema ?? {},
    );
  if (field["type"] !== "string") {
    refuse(`${property} is no string field of schema ${schemaId}.`);
  }
  const namespace = body["xdm:namespace"];
  const byId = body["xdm:property"] === "xdm:id";
  const known = call.world.namespaces
    .values()
    .some(({ id, code }) =>
      byId
        ? String(id) === String(namespace)
        : code.toLowerCase() === String(namespace).toLowerCase(),
    );
  if (!known) refuse(`There is no identity namespace ${String(namespace)}.`);
  const primary = call.sandbox.descriptors
    .values()
    .find(
      (other) =>
        other.id !== self &&
        other.body["xdm:sourceSchema"] === schemaId &&
        other.body["xdm:isPrimary"] === true,
    );
  if (body["xdm:isPrimary"] === true && primary !== undefined) {
    refuse(`Schema ${schemaId} has a primary identity already: ${primary.id}.`);
  }
};

const save = (call: Call, id: string): Descriptor => {
  if (!isObject(call.body)) refuse("The body must be a descriptor.");
  const sent = objectOf(call.body);
  checkDescriptor(call, sent, id);
  const isIdentity = sent["@type"] === "xdm:descriptorIdentity";
  const descriptor: Descriptor = {
    id,
    body: {
      ...sent,
      "@id": id,
      ...(isIdentity ? { "xdm:isPrimary": sent["xdm:isPrimary"] === true } : {}),
      imsOrg: call.user.orgId,
      version: "1",
      "meta:containerId": "tenant",
      "meta:sandboxId": call.sandbox.id,
      "meta:sandboxType": call.sandbox.info.type,
    },
  };
  call.sandbox.descriptors.set(id, descriptor);
  return descriptor;
};

const list = (call: Call): unknown => {
  const { form, paged } = descriptorForm(call);
  const found = filterBy(
    call.sandbox.descriptors.values(),
    call.query.getAll("property"),
    ({ body }) => body,
  );
  const shown = found.map(({ id, body }) =>
    form === "id" ? id : form === "link" ? `/tenant/descriptors/${id}` : body,
  );
  if (paged) {
    const start = Number(call.query.get("start") ?? 0) || 0;
    const limit = Math.min(Number(call.query.get("limit") ?? 500) || 500, 500);
    const page = shown.slice(start, start + limit);
    const more = start + limit < shown.length;
    return {
      results: page,
      _page: { count: page.length, next: more ? String(start + limit) : null },
    };
  }
  const grouped: Record<string, unknown[]> = {};
  found.forEach(({ body }, index) => {
    const type = String(body["@type"]);
    grouped[type] = [...arrayOf(grouped[type]), shown[index]];
  });
  return grouped;
};

/** What marks fields of a schema: identities, labels, names, relationships. */
export const descriptorRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/tenant/descriptors",
    about: documented(
      guide,
      "Lists descriptors grouped by @type, as a page of results with a v2 Accept header; as ids, links or whole.",
    ),
    handle: (call) => ok(list(call)),
  },
  {
    method: "POST",
    path: "/tenant/descriptors",
    about: documented(guide, "Makes a descriptor and answers 201 with it and its @id."),
    handle: (call) => created(save(call, hexId(20)).body),
  },
  {
    method: "GET",
    path: "/tenant/descriptors/:id",
    about: documented(guide, "Gives one descriptor; no Accept header is needed."),
    handle: (call) => ok(descriptorOf(call).body),
  },
  {
    method: "PUT",
    path: "/tenant/descriptors/:id",
    about: {
      ...documented(guide, "Rewrites a descriptor and answers its @id only."),
      assumption: "descriptor-put",
    },
    handle: (call) => {
      const { id } = save(call, descriptorOf(call).id);
      return { status: Number(call.world.assume["descriptor-put"]), body: { "@id": id } };
    },
  },
  {
    method: "DELETE",
    path: "/tenant/descriptors/:id",
    about: documented(guide, "Removes a descriptor and answers 204."),
    handle: (call) => {
      call.sandbox.descriptors.delete(descriptorOf(call).id);
      return noContent;
    },
  },
];
