import { ApiError, errorTable, type ErrorKind } from "../../common/apiError";
import { assumed, documented } from "../../common/behavior";
import { typed } from "../../common/fields";
import { stringOf, type JsonObject } from "../../common/json";
import { ok, type Call, type Service } from "../../common/service";
import type { Namespace } from "../../state/entities";

const guide = "Identity Service API reference, namespaces";

const validation = "Namespace validation";

const errors = errorTable({
  notFound: {
    status: 404,
    code: "NAMESPACE_NOT_FOUND",
    title: validation,
    behavior: documented(
      guide,
      "A namespace that is not there is answered 404, NAMESPACE_NOT_FOUND in `error` and `report.code`.",
    ),
  },
  conflict: {
    status: 409,
    code: "INTEGRATION_CODE_EXISTS",
    title: "NAMESPACE_CODE_CONFLICT",
    behavior: documented(
      guide,
      "A code that is taken is answered 409, NAMESPACE_CODE_CONFLICT in `title`, INTEGRATION_CODE_EXISTS in `report.code`.",
    ),
  },
  badRequest: {
    status: 400,
    code: "INVALID_REQUEST_PARAMS",
    title: validation,
    behavior: documented(
      guide,
      "A namespace without name, code or idType, with a code of other than letters and digits, or with an unknown idType, is answered 400 with INVALID_REQUEST_PARAMS and what is wrong in `description`.",
    ),
  },
  fixed: {
    status: 400,
    code: "INVALID_REQUEST_PARAMS",
    title: validation,
    behavior: documented(
      guide,
      "A PUT that changes code or idType is answered 400: they cannot be edited.",
    ),
  },
  standard: {
    status: 403,
    code: "NAMESPACE_NOT_EDITABLE",
    title: validation,
    behavior: assumed(
      "Standard namespaces belong to Adobe.",
      "Changing a standard namespace is answered 403.",
    ),
  },
  sandbox: {
    status: 400,
    code: "SANDBOX_INVALID",
    title: validation,
    behavior: assumed(
      "The header is documented as required.",
      "A missing or unknown sandbox is answered 400.",
    ),
  },
});

const idTypes = ["COOKIE", "CROSS_DEVICE", "DEVICE", "EMAIL", "MOBILE", "NON_PEOPLE", "PHONE"];

const identityError = ({ status, code, title }: ErrorKind, description: string): ApiError =>
  new ApiError(status, {
    timestamp: new Date().toISOString(),
    type: "http://ns.adobe.com/adobecloud/problem/namespacevalidation",
    status,
    title,
    error: code,
    description,
    report: { code },
  });

const namespaceOf = (call: Call): Namespace => {
  const id = call.params["id"] ?? "";
  const found = call.organization.namespaces.get(id);
  if (found === undefined) throw identityError(errors.notFound, `There is no namespace ${id}.`);
  return found;
};

const accepted = (call: Call): Pick<Namespace, "code" | "name" | "idType" | "description"> => {
  const sent = typed(call.body, { name: "text", code: "text", description: "text" }, (detail) =>
    identityError(errors.badRequest, detail),
  );
  const [name, code, idType] = ["name", "code", "idType"].map((key) => stringOf(sent[key]));
  if (name === undefined || code === undefined || idType === undefined) {
    throw identityError(errors.badRequest, "Required: name, code, idType.");
  }
  if (!/^[A-Za-z0-9]+$/u.test(code)) {
    throw identityError(errors.badRequest, "The code may have letters and digits only.");
  }
  const type = idType.toUpperCase();
  if (!idTypes.includes(type)) {
    throw identityError(errors.badRequest, `idType must be one of ${idTypes.join(", ")}.`);
  }
  return { name, code, idType: type, description: stringOf(sent["description"]) ?? "" };
};

const sameCode = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const holderOf = (call: Call, code: string): Namespace | undefined =>
  call.organization.namespaces.values().find((other) => sameCode(other.code, code));

const shown = (namespace: Namespace): JsonObject => ({ ...namespace, status: "ACTIVE" });

/** Identity namespaces. They belong to the organization and cannot be deleted. */
export const identity: Service = {
  name: "Identity Service",
  base: "/data/core/idnamespace",
  access: "gateway",
  errors,
  notes: [
    documented(guide, "There is no DELETE: a namespace stays for ever."),
    assumed(
      "The guide speaks of the organization's namespaces.",
      "All sandboxes share the namespaces.",
    ),
  ],
  sandbox: (organization, name) => {
    const sandbox = organization.sandbox(name ?? "");
    if (sandbox === undefined)
      throw identityError(errors.sandbox, `There is no sandbox ${name ?? ""}.`);
    return sandbox;
  },
  routes: [
    {
      method: "GET",
      path: "/identities",
      behavior: documented(
        guide,
        "Lists the standard namespaces and the organization's own, as an array.",
      ),
      handle: ({ organization }) => ok(organization.namespaces.values().map(shown)),
    },
    {
      method: "GET",
      path: "/identities/:id",
      behavior: documented(guide, "Gives one namespace by its number."),
      handle: (call) => ok(shown(namespaceOf(call))),
    },
    {
      method: "POST",
      path: "/identities",
      behavior: documented(guide, "Makes a namespace and answers 200 (not 201) with it."),
      handle: (call) => {
        const sent = accepted(call);
        const holder = holderOf(call, sent.code);
        if (holder !== undefined) {
          throw identityError(errors.conflict, `The code is namespace ${holder.id}'s.`);
        }
        const now = call.organization.now();
        const id = 10_000_000 + call.organization.namespaces.size;
        const namespace: Namespace = {
          id,
          ...sent,
          custom: true,
          createTime: now,
          updateTime: now,
        };
        call.organization.namespaces.set(String(id), namespace);
        return ok(shown(namespace));
      },
    },
    {
      method: "PUT",
      path: "/identities/:id",
      behavior: {
        ...documented(guide, "Gives a namespace another name or description and answers 200."),
        assumption: "namespace-put",
      },
      handle: (call) => {
        const old = namespaceOf(call);
        if (!old.custom) throw identityError(errors.standard, `Namespace ${old.code} is Adobe's.`);
        const sent = accepted(call);
        if (!sameCode(sent.code, old.code) || sent.idType !== old.idType) {
          throw identityError(errors.fixed, "code and idType cannot be edited.");
        }
        const namespace: Namespace = {
          ...old,
          ...sent,
          code: old.code,
          updateTime: call.organization.now(),
        };
        call.organization.namespaces.set(String(old.id), namespace);
        const answer = shown(namespace);
        return ok(call.organization.assume["namespace-put"] === "list" ? [answer] : answer);
      },
    },
  ],
};
