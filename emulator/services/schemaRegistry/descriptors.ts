import { documented } from "../../common/behavior";
import { typed } from "../../common/fields";
import { filterBy } from "../../common/filter";
import { hexId } from "../../common/ids";
import { arrayOf, type JsonObject } from "../../common/json";
import { created, noContent, ok, type Call, type Route } from "../../common/service";
import type { Descriptor } from "../../state/entities";
import { checkDescriptorLookup, descriptorForm } from "./accept";
import { checkDescriptor, refusePrimaryChange } from "./descriptorChecks";
import { registryError, registryErrors } from "./errors";
import { registryMetadata } from "./render";

const guide = "XDM API guide, descriptors";

const descriptorOf = (call: Call): Descriptor => {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.descriptors.get(id);
  if (found === undefined) {
    throw registryError(registryErrors.notFound, `Descriptor ${id} was not found.`);
  }
  return found;
};

const save = (call: Call, old: Descriptor | undefined): Descriptor => {
  const sent = typed(call.body, {}, (detail) =>
    registryError(registryErrors.badDescriptor, detail),
  );
  checkDescriptor(call, sent, old?.id);
  if (old !== undefined) refusePrimaryChange(call, old.body, sent);
  const isIdentity = sent["@type"] === "xdm:descriptorIdentity";
  const id = old?.id ?? hexId(20);
  const now = call.organization.now();
  const descriptor: Descriptor = {
    id,
    created: old?.created ?? now,
    updated: now,
    body: {
      ...sent,
      "@id": id,
      ...(isIdentity ? { "xdm:isPrimary": sent["xdm:isPrimary"] === true } : {}),
    },
  };
  call.sandbox.descriptors.set(id, descriptor);
  return descriptor;
};

const shown = (call: Call, { id, created: made, updated, body }: Descriptor): JsonObject => ({
  ...body,
  imsOrg: call.user.orgId,
  version: "1",
  "meta:containerId": "tenant",
  "meta:sandboxId": call.sandbox.id,
  "meta:sandboxType": call.sandbox.info.type,
  "meta:registryMetadata": registryMetadata(call.organization, { id, created: made, updated }),
});

const list = (call: Call): unknown => {
  const { form, paged } = descriptorForm(call);
  const found = filterBy(
    call.sandbox.descriptors.values(),
    call.query.getAll("property"),
    ({ body }) => body,
  );
  const items = found.map((descriptor) =>
    form === "id"
      ? descriptor.id
      : form === "link"
        ? `/tenant/descriptors/${descriptor.id}`
        : shown(call, descriptor),
  );
  if (paged) {
    const start = Number(call.query.get("start") ?? 0) || 0;
    const limit = Math.min(Number(call.query.get("limit") ?? 500) || 500, 500);
    const page = items.slice(start, start + limit);
    const more = start + limit < items.length;
    return {
      results: page,
      _page: { count: page.length, next: more ? String(start + limit) : null },
    };
  }
  const grouped: Record<string, unknown[]> = {};
  found.forEach(({ body }, index) => {
    const type = String(body["@type"]);
    grouped[type] = [...arrayOf(grouped[type]), items[index]];
  });
  return grouped;
};

/** What marks fields of a schema: identities, labels, names, relationships. */
export const descriptorRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/tenant/descriptors",
    behavior: documented(
      guide,
      "Lists descriptors grouped by @type, as a page of results with a v2 Accept header; as ids, links or whole.",
    ),
    handle: (call) => ok(list(call)),
  },
  {
    method: "POST",
    path: "/tenant/descriptors",
    behavior: documented(guide, "Makes a descriptor and answers 201 with it and its @id."),
    handle: (call) => created(shown(call, save(call, undefined))),
  },
  {
    method: "GET",
    path: "/tenant/descriptors/:id",
    behavior: documented(guide, "Gives one descriptor; no Accept header is needed."),
    handle: (call) => {
      checkDescriptorLookup(call);
      return ok(shown(call, descriptorOf(call)));
    },
  },
  {
    method: "PUT",
    path: "/tenant/descriptors/:id",
    behavior: {
      ...documented(guide, "Rewrites a descriptor and answers its @id only."),
      assumption: "descriptor-put",
    },
    handle: (call) => {
      const { id } = save(call, descriptorOf(call));
      return { status: Number(call.organization.assume["descriptor-put"]), body: { "@id": id } };
    },
  },
  {
    method: "DELETE",
    path: "/tenant/descriptors/:id",
    behavior: documented(guide, "Removes a descriptor and answers 204."),
    handle: (call) => {
      const { id, body } = descriptorOf(call);
      refusePrimaryChange(call, body);
      call.sandbox.descriptors.delete(id);
      return noContent;
    },
  },
];
