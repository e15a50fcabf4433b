import { documented } from "../../common/behavior";
import { created, noContent, ok, type Route } from "../../common/service";
import { checkDescriptorLookup } from "./contentNegotiation";
import { toDescriptorList, toDescriptorResponse } from "./descriptorResponses";
import { deleteDescriptor, findDescriptor, saveDescriptor } from "./descriptors";

const guide = "XDM API guide, descriptors";

/** Routes of descriptors: identities, labels, names and relationships of a schema's fields. */
export const descriptorRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/tenant/descriptors",
    behavior: documented(
      guide,
      "Lists descriptors grouped by @type, as a page of results with a v2 Accept header; as ids, links or whole.",
    ),
    handle: (call) => ok(toDescriptorList(call)),
  },
  {
    method: "POST",
    path: "/tenant/descriptors",
    behavior: documented(guide, "Creates a descriptor and returns 201 with it and its @id."),
    handle: (call) => created(toDescriptorResponse(call, saveDescriptor(call, undefined))),
  },
  {
    method: "GET",
    path: "/tenant/descriptors/:id",
    behavior: documented(guide, "Returns one descriptor; no Accept header is needed."),
    handle: (call) => {
      checkDescriptorLookup(call);
      return ok(toDescriptorResponse(call, findDescriptor(call)));
    },
  },
  {
    method: "PUT",
    path: "/tenant/descriptors/:id",
    behavior: {
      ...documented(guide, "Rewrites a descriptor and returns its @id only."),
      assumption: "descriptor-put",
    },
    handle: (call) => {
      const { id } = saveDescriptor(call, findDescriptor(call));
      return { status: Number(call.organization.assume["descriptor-put"]), body: { "@id": id } };
    },
  },
  {
    method: "DELETE",
    path: "/tenant/descriptors/:id",
    behavior: documented(guide, "Removes a descriptor and returns 204."),
    handle: (call) => {
      deleteDescriptor(call);
      return noContent;
    },
  },
];
