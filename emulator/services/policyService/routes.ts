import { documented } from "../../common/behavior";
import { created, ok, type Reply, type Route, type Service } from "../../common/service";
import { policyBehaviors } from "./behaviors";
import { coreActions, coreLabels } from "./coreObjects";
import { actionGuide, labelGuide, policyError, policyErrors, policyGuide } from "./errors";
import {
  deleteAction,
  findAction,
  findCoreAction,
  findCoreLabel,
  findLabel,
  putAction,
  putLabel,
} from "./named";
import { createPolicy, deletePolicy, findPolicy, patchPolicy, replacePolicy } from "./policies";
import { actionResponse, coreResponse, labelResponse, paginate, policyResponse } from "./responses";
import { policySandbox } from "./validate";

function put(isNew: boolean, body: unknown): Reply {
  return isNew ? created(body) : ok(body);
}

const labelRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/labels/core",
    behavior: documented(labelGuide, "Lists Adobe's labels, by name and category."),
    handle: (call) =>
      ok(
        paginate(
          call,
          coreLabels.map((one) => coreResponse(call, "labels", one)),
          "name",
        ),
      ),
  },
  {
    method: "GET",
    path: "/labels/core/:name",
    behavior: documented(labelGuide, "Returns one of Adobe's labels."),
    handle: (call) => ok(coreResponse(call, "labels", findCoreLabel(call))),
  },
  {
    method: "GET",
    path: "/labels/custom",
    behavior: documented(labelGuide, "Lists the labels of the organization."),
    handle: (call) => {
      const all = call.sandbox.customLabels.values();
      return ok(
        paginate(
          call,
          all.map((one) => labelResponse(call, one)),
          "name",
        ),
      );
    },
  },
  {
    method: "GET",
    path: "/labels/custom/:name",
    behavior: documented(labelGuide, "Returns one of the organization's labels."),
    handle: (call) => ok(labelResponse(call, findLabel(call))),
  },
  {
    method: "PUT",
    path: "/labels/custom/:name",
    behavior: documented(labelGuide, "Makes a label (201) or changes one (200). None is deleted."),
    handle: (call) => {
      const { one, isNew } = putLabel(call);
      return put(isNew, labelResponse(call, one));
    },
  },
];

const actionRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/marketingActions/core",
    behavior: documented(actionGuide, "Lists Adobe's marketing actions."),
    handle: (call) => {
      const all = coreActions.map((one) => coreResponse(call, "marketingActions", one));
      return ok(paginate(call, all, "name"));
    },
  },
  {
    method: "GET",
    path: "/marketingActions/core/:name",
    behavior: documented(actionGuide, "Returns one of Adobe's marketing actions."),
    handle: (call) => ok(coreResponse(call, "marketingActions", findCoreAction(call))),
  },
  {
    method: "GET",
    path: "/marketingActions/custom",
    behavior: documented(actionGuide, "Lists the marketing actions of the organization."),
    handle: (call) => {
      const all = call.sandbox.marketingActions.values();
      return ok(
        paginate(
          call,
          all.map((one) => actionResponse(call, one)),
          "name",
        ),
      );
    },
  },
  {
    method: "GET",
    path: "/marketingActions/custom/:name",
    behavior: documented(actionGuide, "Returns one of the organization's marketing actions."),
    handle: (call) => ok(actionResponse(call, findAction(call))),
  },
  {
    method: "PUT",
    path: "/marketingActions/custom/:name",
    behavior: documented(actionGuide, "Makes a marketing action (201) or changes one (200)."),
    handle: (call) => {
      const { one, isNew } = putAction(call);
      return put(isNew, actionResponse(call, one));
    },
  },
  {
    method: "DELETE",
    path: "/marketingActions/custom/:name",
    behavior: documented(actionGuide, "Deletes a marketing action: 200 without a body."),
    handle: (call) => {
      deleteAction(call);
      return { status: 200 };
    },
  },
];

const policyRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/policies/custom",
    behavior: documented(policyGuide, "Lists the policies of the organization."),
    handle: (call) => {
      const all = call.sandbox.governancePolicies.values();
      return ok(
        paginate(
          call,
          all.map((one) => policyResponse(call, one)),
          "id",
        ),
      );
    },
  },
  {
    method: "POST",
    path: "/policies/custom",
    behavior: documented(policyGuide, "Makes a policy and returns 201 with it."),
    handle: (call) => created(policyResponse(call, createPolicy(call))),
  },
  {
    method: "GET",
    path: "/policies/custom/:id",
    behavior: documented(policyGuide, "Returns a policy."),
    handle: (call) => ok(policyResponse(call, findPolicy(call))),
  },
  {
    method: "PUT",
    path: "/policies/custom/:id",
    behavior: documented(policyGuide, "Replaces a policy and returns 200 with it."),
    handle: (call) => ok(policyResponse(call, replacePolicy(call))),
  },
  {
    method: "PATCH",
    path: "/policies/custom/:id",
    behavior: documented(
      policyGuide,
      "Changes a policy by a list of operations (the reference's schema: by one) and returns 200 with it.",
    ),
    handle: (call) => ok(policyResponse(call, patchPolicy(call))),
  },
  {
    method: "DELETE",
    path: "/policies/custom/:id",
    behavior: documented(policyGuide, "Deletes a policy: 200 without a body."),
    handle: (call) => {
      deletePolicy(call);
      return { status: 200 };
    },
  },
];

/** Policy Service: labels, marketing actions and custom policies. No policy is enforced or evaluated. */
export const policyService: Service = {
  name: "Policy Service",
  base: "/data/foundation/dulepolicy",
  access: "gateway",
  errors: policyErrors,
  notes: policyBehaviors,
  sandbox: policySandbox,
  spread: {
    missing: (_call, id) => policyError(policyErrors.notFound, `${id} not found`),
    inUse: () => undefined,
  },
  routes: [...labelRoutes, ...actionRoutes, ...policyRoutes],
};
