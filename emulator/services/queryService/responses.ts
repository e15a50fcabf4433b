import type { JsonObject } from "../../common/json";
import type { Call } from "../../common/service";
import type { QueryTemplate } from "../../state/entities";

const host = "https://platform.adobe.io/data/foundation/query";

export function timeText(at: number): string {
  return new Date(at).toISOString();
}

/** A query template as the service returns it. */
export function toTemplateResponse({ organization }: Call, template: QueryTemplate): JsonObject {
  const { id, name, sql, queryParameters, created, updated, userId, lastUpdatedBy } = template;
  const isShown = organization.assume["query-template-parameters"] === "shown";
  const href = `${host}/query-templates/${id}`;
  return {
    sql,
    name,
    id,
    ...(isShown && queryParameters !== undefined ? { queryParameters } : {}),
    updated: timeText(updated),
    ...(lastUpdatedBy === undefined ? {} : { lastUpdatedBy }),
    userId,
    created: timeText(created),
    _links: {
      self: { href, method: "GET" },
      delete: { href, method: "DELETE" },
      update: { href, method: "PUT", body: '{"sql": "new sql ", "name": "new name"}' },
    },
  };
}
