import { ApiError, madeUpHeader } from "../../common/apiError";
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
import { draftSandbox } from "./draftSandbox";
import { catalogError, catalogErrors } from "./errors";

interface SubRequest {
  readonly id: string | undefined;
  readonly method: string;
  readonly resource: string;
  readonly headers: JsonObject;
  readonly body: unknown;
}

interface SubResponse {
  readonly id: string | undefined;
  readonly code: number;
  readonly body: unknown;
  /** Those of an error, which say whether its code is made up. */
  readonly headers: Reply["headers"];
}

function requestsOf(call: Call): SubRequest[] {
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
}

/** The value of `<<request.attribute>>`: the id of a reference, or an attribute of a response. */
function resolve(responses: readonly SubResponse[], request: string, attribute: string): string {
  const { body } = responses.find(({ id }) => id === request) ?? {};
  const [reference] = arrayOf(body);
  const inner = isObject(body) ? Object.values(body)[0] : undefined;
  const found =
    typeof reference === "string" && attribute === "id"
      ? reference.slice(reference.lastIndexOf("/") + 1)
      : (valueAt(body, ...attribute.split(".")) ?? valueAt(inner, ...attribute.split(".")));
  if (found === undefined) {
    throw catalogError(
      catalogErrors.badMulti,
      `<<${request}.${attribute}>> is not a value of an earlier request.`,
    );
  }
  return textOf(found);
}

function fillIn<T>(value: T, responses: readonly SubResponse[]): T {
  if (typeof value === "string") {
    return value.replace(/<<([^.<>]+)\.([^<>]+)>>/gu, (_all, request: string, attribute: string) =>
      resolve(responses, request, attribute),
    ) as T;
  }
  if (Array.isArray(value)) return value.map((item) => fillIn<unknown>(item, responses)) as T;
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, fillIn(inner, responses)]),
  ) as T;
}

/** The parameters of a path that matches the pattern. */
function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const [wanted, given] = [pattern.split("/"), path.split("/")];
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return params;
}

async function send(
  routes: readonly Route[],
  call: Call,
  request: SubRequest,
  responses: readonly SubResponse[],
): Promise<Reply> {
  const resource = fillIn(request.resource, responses);
  const [path = "", query = ""] = resource.split("?", 2);
  for (const route of routes) {
    const params = route.method === request.method ? matchPath(route.path, path) : undefined;
    if (params === undefined) continue;
    const headers = {
      "content-type": "application/json",
      ...Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), textOf(value)]),
      ),
    };
    const body = fillIn(request.body, responses);
    if (body !== undefined) checkContentType(headers, route.contentTypes);
    return route.handle({ ...call, params, query: new URLSearchParams(query), headers, body });
  }
  throw catalogError(catalogErrors.notFound, `Catalog has no ${request.method} ${path}.`);
}

function isSuccess({ code }: SubResponse): boolean {
  return code < 400;
}

/** Runs the requests one after another, until one that changes something fails. */
async function run(
  routes: readonly Route[],
  call: Call,
  requests: readonly SubRequest[],
): Promise<{ responses: SubResponse[]; failed: boolean }> {
  const responses: SubResponse[] = [];
  for (const request of requests) {
    const response = await send(routes, call, request, responses).catch((error: unknown) => {
      if (error instanceof ApiError) return error;
      throw error;
    });
    const code = response.status < 400 ? 200 : response.status;
    const { body, headers } = response;
    responses.push({ id: request.id, code, body, headers });
    if (code >= 400 && request.method !== "GET") return { responses, failed: true };
  }
  return { responses, failed: false };
}

/** The responses after a failure: every change is reported as reverted, or never made. */
function revert(requests: readonly SubRequest[], responses: readonly SubResponse[]): SubResponse[] {
  const { status, body, headers } = catalogError(
    catalogErrors.reverted,
    "Another request of the same call failed; all its changes are reverted.",
  );
  return requests.map(({ id, method }, index) => {
    const response = responses[index];
    const stands = response !== undefined && (!isSuccess(response) || method === "GET");
    return stands ? response : { id, code: status, body, headers };
  });
}

/** The header about made-up codes, when the response to any of the requests has it. */
function madeUpAnywhere(responses: readonly SubResponse[]): Readonly<Record<string, string>> {
  const part = responses.find(({ code, headers }) => code >= 400 && headers?.[madeUpHeader]);
  return part?.headers?.[madeUpHeader] === undefined
    ? {}
    : { [madeUpHeader]: part.headers[madeUpHeader] };
}

/** Several requests in one call: either all their changes are made or none. */
export function multiRequestRoute(routes: readonly Route[]): Route {
  return {
    method: "POST",
    path: "/",
    behavior: {
      ...documented(
        "Catalog API guide, appendix",
        "Runs several requests in order, with `<<id.attribute>>` of the ones before, and returns id, code and body of each; when a change fails all are reverted.",
      ),
      assumption: "catalog-multi-status",
    },
    handle: async (call) => {
      const requests = requestsOf(call);
      const draft = draftSandbox(call.sandbox);
      const { responses, failed } = await run(
        routes,
        { ...call, sandbox: draft.sandbox },
        requests,
      );
      if (!failed) draft.commit();
      const all = failed ? revert(requests, responses) : responses;
      return {
        status: Number(call.organization.assume["catalog-multi-status"]),
        headers: madeUpAnywhere(all),
        body: all.map(({ id, code, body }) => ({ id, code, body })),
      };
    },
  };
}
