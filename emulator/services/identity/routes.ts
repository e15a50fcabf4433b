import { assumed, documented } from "../../common/behavior";
import { ok, type Call, type Reply, type Service } from "../../common/service";
import { identityError, identityErrors } from "./errors";
import { createNamespace, findNamespace, updateNamespace } from "./namespaces";
import { toResponse } from "./responses";
import { validNamespace } from "./validate";

const guide = "Identity Service API reference, namespaces";

function update({ organization, params, body }: Call): Reply {
  const namespace = updateNamespace(organization, params["id"] ?? "", () => validNamespace(body));
  const response = toResponse(namespace);
  return ok(organization.assume["namespace-put"] === "list" ? [response] : response);
}

/** Identity namespaces. They belong to the organization and cannot be deleted. */
export const identity: Service = {
  name: "Identity Service",
  base: "/data/core/idnamespace",
  access: "gateway",
  errors: identityErrors,
  notes: [
    documented(guide, "There is no DELETE: a namespace stays for ever."),
    assumed(
      "The guide speaks of the organization's namespaces.",
      "All sandboxes share the namespaces.",
    ),
  ],
  sandbox: (organization, name) => {
    const sandbox = organization.sandbox(name ?? "");
    if (sandbox !== undefined) return sandbox;
    throw identityError(identityErrors.sandbox, `There is no sandbox ${name ?? ""}.`);
  },
  routes: [
    {
      method: "GET",
      path: "/identities",
      behavior: documented(
        guide,
        "Lists the standard namespaces and the organization's own, as an array.",
      ),
      handle: ({ organization }) => ok(organization.namespaces.values().map(toResponse)),
    },
    {
      method: "GET",
      path: "/identities/:id",
      behavior: documented(guide, "Returns one namespace by its number."),
      handle: ({ organization, params }) =>
        ok(toResponse(findNamespace(organization, params["id"] ?? ""))),
    },
    {
      method: "POST",
      path: "/identities",
      behavior: documented(guide, "Creates a namespace and returns 200 (not 201) with it."),
      handle: ({ organization, body }) =>
        ok(toResponse(createNamespace(organization, validNamespace(body)))),
    },
    {
      method: "PUT",
      path: "/identities/:id",
      behavior: {
        ...documented(guide, "Changes a namespace's name or description and returns 200."),
        assumption: "namespace-put",
      },
      handle: update,
    },
  ],
};
