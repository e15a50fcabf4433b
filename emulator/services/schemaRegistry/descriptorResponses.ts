import { filterBy } from "../../common/filter";
import { arrayOf, type JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { Descriptor } from "../../state/entities";
import { descriptorForm, type DescriptorForm } from "./contentNegotiation";
import { registryMetadata } from "./responses";

const maxLimit = 500;

/** A descriptor as the registry returns it. */
export function toDescriptorResponse(
  call: Call,
  { id, created, updated, body }: Descriptor,
): JsonObject {
  const code = body["xdm:namespace"];
  const isLower = call.organization.assume["descriptor-namespace"] === "lower-case";
  return {
    ...body,
    ...(typeof code === "string" && isLower ? { "xdm:namespace": code.toLowerCase() } : {}),
    imsOrg: call.user.orgId,
    version: "1",
    "meta:containerId": "tenant",
    "meta:sandboxId": call.sandbox.id,
    "meta:sandboxType": call.sandbox.info.type,
    "meta:registryMetadata": registryMetadata(call.organization, { id, created, updated }),
  };
}

function toListItem(call: Call, descriptor: Descriptor, form: DescriptorForm): unknown {
  switch (form) {
    case "id":
      return descriptor.id;
    case "link":
      return `/tenant/descriptors/${descriptor.id}`;
    case "full":
      return toDescriptorResponse(call, descriptor);
  }
}

/** The descriptors in the form of the Accept header: grouped by type, or a page of results (v2). */
export function toDescriptorList(call: Call): JsonObject {
  const { form, paged } = descriptorForm(call);
  const found = filterBy(
    call.sandbox.descriptors.values(),
    call.query.getAll("property"),
    ({ body }) => body,
  );
  const items = found.map((descriptor) => toListItem(call, descriptor, form));
  if (paged) return paginate(call, items);
  const grouped: Record<string, unknown[]> = {};
  found.forEach(({ body }, index) => {
    const type = String(body["@type"]);
    grouped[type] = [...arrayOf(grouped[type]), items[index]];
  });
  return grouped;
}

function paginate(call: Call, items: readonly unknown[]): JsonObject {
  const start = Number(call.query.get("start") ?? 0) || 0;
  const limit = Math.min(Number(call.query.get("limit") ?? maxLimit) || maxLimit, maxLimit);
  const page = items.slice(start, start + limit);
  const next = start + limit < items.length ? String(start + limit) : null;
  return { results: page, _page: { count: page.length, next } };
}
