import { typed } from "../../common/fields";
import { isObject, stringOf } from "../../common/json";
import type { QueryTemplate } from "../../state/entities";
import type { Organization } from "../../state/organization";
import type { Sandbox } from "../../state/sandbox";
import { queryError, queryErrors } from "./errors";

/** What a caller may set of a query template. */
export type TemplateInput = Pick<QueryTemplate, "name" | "sql" | "queryParameters">;

/** Finds the sandbox of the `x-sandbox-name` header. */
export function querySandbox(organization: Organization, name: string | undefined): Sandbox {
  if (name === undefined) throw queryError(queryErrors.sandboxMissing, "Send x-sandbox-name.");
  const sandbox = organization.sandbox(name);
  if (sandbox !== undefined) return sandbox;
  throw queryError(queryErrors.sandboxUnknown, `There is no sandbox ${name}.`);
}

const types = { name: "text", sql: "text", queryParameters: "object" } as const;

/** The template in a request's body. Throws 400 with the first thing that is wrong with it. */
export function validTemplate(body: unknown): TemplateInput {
  const invalid = (detail: string) => queryError(queryErrors.invalidTemplate, detail);
  const sent = typed(body, types, invalid);
  const [name, sql] = [stringOf(sent["name"]), stringOf(sent["sql"])];
  if (name === undefined) throw invalid("`name` is required.");
  if (sql === undefined) throw invalid("`sql` is required.");
  const { queryParameters } = sent;
  return { name, sql, queryParameters: isObject(queryParameters) ? queryParameters : undefined };
}
