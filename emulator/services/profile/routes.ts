import { documented } from "../../common/behavior";
import { ok, type Service } from "../../common/service";
import { profileBehaviors } from "./behaviors";
import { profileError, profileErrors } from "./errors";
import {
  allMergePolicies,
  createMergePolicy,
  deleteMergePolicy,
  findMergePolicy,
  patchMergePolicy,
  replaceMergePolicy,
} from "./mergePolicies";
import { paginate, toResponse } from "./responses";
import { bulkIds, profileSandbox } from "./validate";

const guide = "Profile API guide, merge policies";

/** Real-Time Customer Profile: its merge policies. Nothing is merged by them: there are no profiles. */
export const profile: Service = {
  name: "Real-Time Customer Profile",
  base: "/data/core/ups",
  access: "gateway",
  errors: profileErrors,
  notes: profileBehaviors,
  sandbox: profileSandbox,
  spread: {
    missing: (_call, id) => profileError(profileErrors.notFound, `There is no ${id}.`),
    inUse: () => undefined,
  },
  routes: [
    {
      method: "GET",
      path: "/config/mergePolicies",
      behavior: {
        ...documented(
          guide,
          "Lists the merge policies by name, in pages of `limit` (20) from `start`, by default, class, identity graph, kind of merge and edge.",
        ),
        assumption: "merge-policy-page",
      },
      handle: (call) => ok(paginate(call, allMergePolicies(call))),
    },
    {
      method: "POST",
      path: "/config/mergePolicies",
      behavior: documented(guide, "Makes a merge policy and returns 200 with it."),
      handle: (call) => ok(toResponse(call, createMergePolicy(call))),
    },
    {
      method: "POST",
      path: "/config/mergePolicies/bulk-get",
      behavior: documented(
        guide,
        "Returns 207 with those of the requested policies that exist, by id.",
      ),
      handle: (call) => {
        const ids = bulkIds(call.body);
        const found = allMergePolicies(call).filter(({ id }) => ids.includes(id));
        const results = Object.fromEntries(found.map((one) => [one.id, toResponse(call, one)]));
        return { status: 207, body: { results } };
      },
    },
    {
      method: "GET",
      path: "/config/mergePolicies/:id",
      behavior: documented(guide, "Returns a merge policy."),
      handle: (call) => ok(toResponse(call, findMergePolicy(call))),
    },
    {
      method: "PUT",
      path: "/config/mergePolicies/:id",
      behavior: documented(guide, "Replaces a merge policy and returns 200 with it."),
      handle: (call) => ok(toResponse(call, replaceMergePolicy(call))),
    },
    {
      method: "PATCH",
      path: "/config/mergePolicies/:id",
      behavior: documented(
        guide,
        "Changes a merge policy by an `add` operation (guide) or a list of them (reference), whose paths have a dot inside, and returns 200 with it.",
      ),
      handle: (call) => ok(toResponse(call, patchMergePolicy(call))),
    },
    {
      method: "DELETE",
      path: "/config/mergePolicies/:id",
      behavior: documented(guide, "Deletes a merge policy and returns 200 without a body."),
      handle: (call) => {
        deleteMergePolicy(call);
        return { status: 200 };
      },
    },
  ],
};
