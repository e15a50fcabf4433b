import { parseConditions, type Condition } from "../../common/filter";
import type { ErrorKind } from "../../common/apiError";
import { flowError, flowErrors } from "./errors";

const parameters = ["property", "orderby", "limit", "continuationToken", "count"];
const times = ["createdAt", "updatedAt"];
const comparing = ["<", ">", "<=", ">="];

/** Refuses a list query as the catalogue of errors says, before anything is looked up. */
export const checkQuery = (query: URLSearchParams, type: string): void => {
  const refuse = (kind: ErrorKind, detail: string): never => {
    throw flowError(kind, detail, type);
  };
  const odd = [...query.keys()].find((name) => !parameters.includes(name));
  if (odd !== undefined) refuse(flowErrors.badParameter, `Invalid params ${odd} in the query.`);
  if (query.get("count") === "true" && query.has("limit")) {
    refuse(flowErrors.limitWithCount, "limit and count cannot be used together.");
  }
  const limit = query.get("limit");
  if (limit !== null && !/^[1-9]\d*$/u.test(limit)) {
    refuse(flowErrors.badPage, `limit must be a whole number from 1, not ${limit}.`);
  }
  const order = query.get("orderby");
  if (order !== null && !/^\s*[-+]?[A-Za-z_@][\w.:@[\]-]*$/u.test(order)) {
    refuse(flowErrors.badOrder, `Incorrect field ${order} in orderby: write name, +name or -name.`);
  }
  for (const condition of parseConditions(query.getAll("property"))) {
    const [kind, detail] = faultOf(condition) ?? [];
    if (kind !== undefined) refuse(kind, detail ?? "");
  }
};

const faultOf = ({ path, operator, value }: Condition): [ErrorKind, string] | undefined => {
  const field = path.join(".");
  if (operator === "exists") return [flowErrors.badOperator, `There is no operator in ${field}.`];
  if (/[!<>=~]$/u.test(field) || /^[!<>=~]/u.test(value)) {
    return [flowErrors.badOperator, `Invalid operator after ${field}.`];
  }
  if (operator === "~") return [flowErrors.likeOperator, "Operator '~' is not implemented."];
  if (value === "") return [flowErrors.emptyValue, `${field}${operator} has no value.`];
  if (comparing.includes(operator)) {
    if (field === "id") return [flowErrors.unorderedField, `${operator} is not for the field id.`];
    if (value.includes(",") && !times.includes(field)) {
      return [flowErrors.manyValues, `${operator} is not allowed for several values.`];
    }
  }
  return times.includes(field) && !/^\d+$/u.test(value)
    ? [flowErrors.badValue, `Invalid value ${value} for field ${field}.`]
    : undefined;
};
