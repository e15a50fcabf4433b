import { uuid } from "../../common/ids";
import type { Call } from "../../common/service";
import type { QueryTemplate } from "../../state/entities";
import { queryError, queryErrors } from "./errors";
import { validTemplate } from "./validate";

export function allTemplates({ sandbox }: Call): QueryTemplate[] {
  return sandbox.queryTemplates.values();
}

/** The template of the path. Throws 404 when there is none. */
export function findTemplate(call: Call): QueryTemplate {
  const id = call.params["id"] ?? "";
  const found = call.sandbox.queryTemplates.get(id);
  if (found !== undefined) return found;
  throw queryError(queryErrors.templateNotFound, `There is no query template ${id}.`);
}

/** POST. */
export function createTemplate(call: Call): QueryTemplate {
  const now = call.organization.now();
  return save(call, {
    id: uuid(),
    ...validTemplate(call.body),
    created: now,
    updated: now,
    userId: call.user.userId,
    lastUpdatedBy: undefined,
  });
}

/** PUT: replaces all that a caller may set. */
export function replaceTemplate(call: Call): QueryTemplate {
  const { id, created, userId } = findTemplate(call);
  return save(call, {
    id,
    ...validTemplate(call.body),
    created,
    updated: call.organization.now(),
    userId,
    lastUpdatedBy: call.user.userId,
  });
}

function save({ sandbox, organization }: Call, template: QueryTemplate): QueryTemplate {
  sandbox.queryTemplates.set(template.id, template);
  organization.events.emit("change");
  return template;
}

export function deleteTemplate(call: Call): void {
  call.sandbox.queryTemplates.delete(findTemplate(call).id);
  call.organization.events.emit("change");
}
