import { documented } from "../../common/behavior";
import { ok, type Service } from "../../common/service";
import { queryBehaviors } from "./behaviors";
import { queryError, queryErrors, queryReference, templateGuide } from "./errors";
import { isWantedTemplate } from "./filter";
import { paginate } from "./paginate";
import { toTemplateResponse } from "./responses";
import { scheduleRoutes } from "./schedulesRoutes";
import {
  allTemplates,
  createTemplate,
  deleteTemplate,
  findTemplate,
  replaceTemplate,
} from "./templates";
import { querySandbox } from "./validate";

/** Query Service: what it keeps of queries. None is ever run. */
export const queryService: Service = {
  name: "Query Service",
  base: "/data/foundation/query",
  access: "gateway",
  errors: queryErrors,
  notes: queryBehaviors,
  sandbox: querySandbox,
  spread: {
    missing: (call, id) =>
      queryError(
        call.path.includes("/schedules")
          ? queryErrors.scheduleNotFound
          : queryErrors.templateNotFound,
        `There is no ${id}.`,
      ),
    inUse: () => undefined,
  },
  routes: [
    ...scheduleRoutes,
    {
      method: "GET",
      path: "/query-templates",
      behavior: {
        ...documented(
          queryReference,
          "Lists the query templates by `orderby`, in pages of `limit` (20) from `start`, by `property`.",
        ),
        assumption: "query-page",
      },
      handle: (call) => {
        const property = call.query.get("property");
        const wanted = allTemplates(call).filter((one) => isWantedTemplate(property, one));
        const toResponse = (one: (typeof wanted)[number]) => toTemplateResponse(call, one);
        const form = { key: "templates", path: "query-templates", toResponse };
        return ok(paginate(call, wanted, form));
      },
    },
    {
      method: "POST",
      path: "/query-templates",
      behavior: documented(templateGuide, "Makes a query template and returns 202 with it."),
      handle: (call) => ({ status: 202, body: toTemplateResponse(call, createTemplate(call)) }),
    },
    {
      method: "GET",
      path: "/query-templates/count",
      behavior: documented(queryReference, "Returns how many query templates there are."),
      handle: (call) => {
        const property = call.query.get("property");
        const wanted = allTemplates(call).filter((one) => isWantedTemplate(property, one));
        return ok({ totalCount: wanted.length, version: 1 });
      },
    },
    {
      method: "GET",
      path: "/query-templates/:id",
      behavior: {
        ...documented(templateGuide, "Returns a query template."),
        assumption: "query-template-parameters",
      },
      handle: (call) => ok(toTemplateResponse(call, findTemplate(call))),
    },
    {
      method: "PUT",
      path: "/query-templates/:id",
      behavior: documented(templateGuide, "Replaces a query template and returns 202 with it."),
      handle: (call) => ({ status: 202, body: toTemplateResponse(call, replaceTemplate(call)) }),
    },
    {
      method: "DELETE",
      path: "/query-templates/:id",
      behavior: documented(
        templateGuide,
        "Deletes a query template and returns 202 with a message.",
      ),
      handle: (call) => {
        deleteTemplate(call);
        return { status: 202, body: { message: "Deleted", statusCode: 202 } };
      },
    },
  ],
};
