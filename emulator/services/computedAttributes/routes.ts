import { documented } from "../../common/behavior";
import { ok, type Service } from "../../common/service";
import { profileError } from "../profile/errors";
import {
  allAttributes,
  changeAttribute,
  createAttribute,
  deleteAttribute,
  findAttribute,
} from "./attributes";
import { computedBehaviors } from "./behaviors";
import { computedErrors, computedGuide } from "./errors";
import { paginate, toResponse } from "./responses";
import { computedSandbox } from "./validate";

/** Real-Time Customer Profile: its computed attributes. Nothing is computed by them: there are no profiles. */
export const computedAttributes: Service = {
  name: "Computed attributes",
  base: "/data/core/ca",
  access: "gateway",
  errors: computedErrors,
  notes: computedBehaviors,
  sandbox: computedSandbox,
  spread: {
    missing: (_call, id) => profileError(computedErrors.notFound, `There is no ${id}.`),
    inUse: () => undefined,
  },
  routes: [
    {
      method: "GET",
      path: "/attributes",
      behavior: documented(
        computedGuide,
        "Lists the computed attributes, the last changed first or by `sortBy`, in pages of `limit` (20, at most 40) from `offset`, by `property`.",
      ),
      handle: (call) => ok(paginate(call, allAttributes(call))),
    },
    {
      method: "POST",
      path: "/attributes",
      behavior: documented(computedGuide, "Makes a computed attribute and returns 200 with it."),
      handle: (call) => ok(toResponse(call, createAttribute(call))),
    },
    {
      method: "GET",
      path: "/attributes/:id",
      behavior: {
        ...documented(computedGuide, "Returns a computed attribute."),
        assumption: "computed-duration",
      },
      handle: (call) => ok(toResponse(call, findAttribute(call))),
    },
    {
      method: "PATCH",
      path: "/attributes/:id",
      behavior: {
        ...documented(
          computedGuide,
          "Changes what the body has of a computed attribute and returns 200 with it.",
        ),
        assumption: "computed-display-name",
      },
      handle: (call) => ok(toResponse(call, changeAttribute(call))),
    },
    {
      method: "DELETE",
      path: "/attributes/:id",
      behavior: documented(computedGuide, "Deletes a draft and returns 202 with what it was."),
      handle: (call) => ({ status: 202, body: toResponse(call, deleteAttribute(call)) }),
    },
  ],
};
