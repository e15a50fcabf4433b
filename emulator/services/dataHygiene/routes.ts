import { documented } from "../../common/behavior";
import { noContent, ok, type Service } from "../../common/service";
import { catalogSandbox } from "../catalog/validate";
import { hygieneBehaviors } from "./behaviors";
import { hygieneErrors } from "./errors";
import { cancelExpiration, createExpiration, findExpiration, putExpiration } from "./expirations";
import { paginate, toHistory, toResponse } from "./responses";

const reference = "Data Hygiene API reference";
const guide = "Data Hygiene guide, dataset expiration";

/** Expiration of whole datasets. The date is checked and shown; nothing is deleted when it comes. */
export const dataHygiene: Service = {
  name: "Data Hygiene",
  base: "/data/core/hygiene",
  access: "gateway",
  errors: hygieneErrors,
  notes: hygieneBehaviors,
  sandbox: catalogSandbox,
  routes: [
    {
      method: "GET",
      path: "/ttl",
      behavior: documented(
        reference,
        "Lists the expirations as results with current_page from 0, total_pages and total_count, by status, dataset and texts.",
      ),
      handle: (call) => ok(paginate(call, call.sandbox.expirations.values())),
    },
    {
      method: "POST",
      path: "/ttl",
      behavior: documented(reference, "Sets a date on which a dataset expires and returns 200."),
      handle: (call) => ok(toResponse(call, createExpiration(call))),
    },
    {
      method: "GET",
      path: "/ttl/:id",
      behavior: documented(
        reference,
        "Returns an expiration by its id or its dataset's; include=history adds all it was before.",
      ),
      handle: (call) => {
        const expiration = findExpiration(call);
        const more =
          call.query.get("include") === "history" ? { history: toHistory(expiration) } : {};
        return ok({ ...toResponse(call, expiration), ...more });
      },
    },
    {
      method: "PUT",
      path: "/ttl/:id",
      behavior: documented(
        guide,
        "Changes texts or date of a pending expiration (200); with the id of a dataset that has none makes one (201).",
      ),
      handle: (call) => {
        const { expiration, isNew } = putExpiration(call);
        return { status: isNew ? 201 : 200, body: toResponse(call, expiration) };
      },
    },
    {
      method: "DELETE",
      path: "/ttl/:id",
      behavior: {
        ...documented(reference, "Cancels a pending expiration and returns 200 with it."),
        assumption: "hygiene-cancel",
      },
      handle: (call) => {
        const cancelled = cancelExpiration(call);
        return call.organization.assume["hygiene-cancel"] === "204"
          ? noContent
          : ok(toResponse(call, cancelled));
      },
    },
  ],
};
