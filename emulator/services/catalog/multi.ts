import { ApiError } from "../../common/apiError";
import { documented } from "../../common/behavior";
import {
  arrayOf,
  isObject,
  objectOf,
  stringOf,
  textOf,
  valueAt,
  type JsonObject,
} from "../../common/json";
import type { Call, Reply, Route } from "../../common/service";
import { checkContentType } from "../../server/gateway";
import { draftOf } from "./draft";
import { catalogError, catalogErrors } from "./errors";

interface SubRequest {
  readonly id: string | undefined;
  readonly method: string;
  readonly resource: string;
  readonly headers: JsonObject;
  readonly body: unknown;
}

interface SubAnswer {
  readonly id: string | undefined;
  readonly code: number;
  readonly body: unknown;
}

const requestsOf = (call: Call): SubRequest[] => {
  const sent = Array.isArray(call.body) ? call.body.map(objectOf) : [];
  if (sent.length === 0) {
    throw catalogError(catalogErrors.badMulti, "The body must be a list of requests.");
  }
  return sent.map((one, index) => {
    const [method, resource] = [stringOf(one["method"]), stringOf(one["resource"])];
    if (method === undefined || resource === undefined || !resource.startsWith("/")) {
      throw catalogError(
        catalogErrors.badMulti,
        `Request ${index + 1} needs \`method\` and a \`resource\` that begins with \`/\`.`,
      );
    }
    return {
      id: stringOf(one["id"]),
      method: method.toUpperCase(),
      resource,
      headers: objectOf(one["headers"]),
      body: one["body"],
    };
  });
};

/** What `<<request.attribute>>` stands for: the id of a reference, or an attribute of an answer. */
const referred = (answers: readonly SubAnswer[], request: string, attribute: string): string => {
  const { body } = answers.find(({ id }) => id === request) ?? {};
  const [reference] = arrayOf(body);
  const inner = isObject(body) ? Object.values(body)[0] : undefined;
  const found =
    typeof reference === "string" && attribute === "id"
      ? reference.slice(reference.lastIndexOf("/") + 1)
      : (valueAt(body, ...attribute.split(".")) ?? valueAt(inner, ...attribute.split(".")));
  if (found === undefined) {
    throw catalogError(
      catalogErrors.badMulti,
      `<<${request}.${attribute}>> is no value of a request before it.`,
    );
  }
  return textOf(found);
};

const filledIn = <T>(value: T, answers: readonly SubAnswer[]): T => {
  if (typeof value === "string") {
    return value.replace(/<<([^.<>]+)\.([^<>]+)>>/gu, (_all, request: string, attribute: string) =>
      referred(answers, request, attribute),
    ) as T;
  }
  if (Array.isArray(value)) return value.map((item) => filledIn<unknown>(item, answers)) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, filledIn(inner, answers)]),
  ) as T;
};

/** The parameters of a path when the pattern fits it. */
const fitting = (pattern: string, path: string): Record<string, string> | undefined => {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
};

const answered = async (
  routes: readonly Route[],
  call: Call,
  request: SubRequest,
  answers: readonly SubAnswer[],
): Promise<Reply> => {
  const resource = filledIn(request.resource, answers);
  const [path = "", query = ""] = resource.split("?", 2);
  for (const route of routes) {
    const params = route.method === request.method ? fitting(route.path, path) : undefined;
    if (params === undefined) continue;
    const headers = {
      "content-type": "application/json",
      ...Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), textOf(value)]),
      ),
    };
    const body = filledIn(request.body, answers);
    if (body !== undefined) checkContentType(headers, route.contentTypes);
    return route.handle({ ...call, params, query: new URLSearchParams(query), headers, body });
  }
  throw catalogError(catalogErrors.notFound, `Catalog has no ${request.method} ${path}.`);
};

const isGood = ({ code }: SubAnswer): boolean => code < 400;

/** Runs the requests one after another, until one that changes something fails. */
const run = async (
  routes: readonly Route[],
  call: Call,
  requests: readonly SubRequest[],
): Promise<{ answers: SubAnswer[]; failed: boolean }> => {
  const answers: SubAnswer[] = [];
  for (const request of requests) {
    const answer = await answered(routes, call, request, answers).catch((error: unknown) => {
      if (error instanceof ApiError) return { status: error.status, body: error.body };
      throw error;
    });
    const code = answer.status < 400 ? 200 : answer.status;
    answers.push({ id: request.id, code, body: answer.body });
    if (code >= 400 && request.method !== "GET") return { answers, failed: true };
  }
  return { answers, failed: false };
};

/** Tells of each change that it was taken back, or not made, because another failed. */
const reverted = (requests: readonly SubRequest[], answers: readonly SubAnswer[]): SubAnswer[] => {
  const { status, body } = catalogError(
    catalogErrors.reverted,
    "Another request of the same call failed; all its changes are reverted.",
  );
  return requests.map(({ id, method }, index) => {
    const answer = answers[index];
    const stands = answer !== undefined && (!isGood(answer) || method === "GET");
    return stands ? answer : { id, code: status, body };
  });
};

/** Several requests in one call, all of whose changes are made or none. */
export const multiRoute = (routes: readonly Route[]): Route => ({
  method: "POST",
  path: "/",
  behavior: {
    ...documented(
      "Catalog API guide, appendix",
      "Runs several requests in order, with `<<id.attribute>>` of the ones before, and answers id, code and body of each; when a change fails all are reverted.",
    ),
    assumption: "catalog-multi-status",
  },
  handle: async (call) => {
    const requests = requestsOf(call);
    const draft = draftOf(call.sandbox);
    const { answers, failed } = await run(routes, { ...call, sandbox: draft.sandbox }, requests);
    if (!failed) draft.commit();
    return {
      status: Number(call.organization.assume["catalog-multi-status"]),
      body: failed ? reverted(requests, answers) : answers,
    };
  },
});
