import type { IncomingHttpHeaders } from "node:http";

import type { InjectedFault } from "../admin/faultInjector";
import type { Organization } from "../state/organization";
import type { Sandbox } from "../state/sandbox";
import type { Caller } from "../state/tokenIssuer";
import type { ApiError, ErrorKind } from "./apiError";
import type { Behavior } from "./behavior";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** A request as a route gets it: authenticated, its body parsed. */
export interface Call {
  readonly organization: Organization;
  /** The sandbox of the `x-sandbox-name` header. Only for services with `sandbox`. */
  readonly sandbox: Sandbox;
  /** Path of the request without its query, as received. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The JSON body; undefined when there is none. */
  readonly body: unknown;
  readonly raw: Buffer;
  readonly user: Caller;
  /** The fault injected into this request, for the parts of it that only a service can do. */
  readonly injectedFault: InjectedFault | undefined;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  readonly method: Method;
  /** Path below the service's base, with `:name` for parameters. */
  readonly path: string;
  /** What it does, graded. */
  readonly behavior: Behavior;
  /** Media types a body may have. Default `application/json`. Only for services behind the gateway. */
  readonly contentTypes?: readonly string[];
  /** The handler reads `raw` itself; the body need not be JSON. */
  readonly rawBody?: boolean;
  /** Everybody may call it: what it returns is the same for each emulator. Only for the admin API. */
  readonly isPublic?: boolean;
  /** Largest body in bytes; a larger one is rejected before it is read. Default 10 MB. */
  readonly bodyLimit?: number;
  handle(call: Call): Reply | Promise<Reply>;
}

/**
 * One of Adobe's APIs: everything the server needs to serve it.
 *
 * Each service has a folder below `services/` with the same file roles (see docs/emulator-services.md):
 * `routes.ts` exports the `Service`; `errors.ts` has its error table and envelope; `validate.ts` checks
 * requests; `<objects>.ts` does the work on one kind of object; `responses.ts` has `toResponse` and
 * `paginate`; `behaviors.ts` has the `notes`.
 */
export interface Service {
  readonly name: string;
  /** The beginning of all its paths. */
  readonly base: string;
  /**
   * `gateway`: behind platform.adobe.io (token, api key, organization). `open`: the service checks for itself.
   * `admin`: the emulator's own, which web pages of other sites must not change.
   */
  readonly access: "gateway" | "open" | "admin";
  readonly routes: readonly Route[];
  readonly errors: Readonly<Record<string, ErrorKind>>;
  /** Behaviors that belong to no single route. */
  readonly notes?: readonly Behavior[];
  /** Finds the sandbox of a request. Throws the service's own error when there is none. */
  readonly sandbox?: (
    organization: Organization,
    name: string | undefined,
    headers: IncomingHttpHeaders,
  ) => Sandbox;
  /** The service's errors while a change elsewhere has not reached it; without them it knows all at once. */
  readonly spread?: {
    missing(call: Call, id: string): ApiError;
    /** Undefined: an object that is in use may be deleted. */
    inUse(call: Call, id: string): ApiError | undefined;
  };
  /** The service's own response to a body that is not JSON, or too large. Undefined: the gateway's. */
  badBody?(
    problem: "malformed" | "too-large",
    call: { readonly path: string },
  ): ApiError | undefined;
}

export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return {
    status: 200,
    body,
    ...(headers === undefined ? {} : { headers }),
  };
}

export function created(body: unknown, headers?: Readonly<Record<string, string>>): Reply {
  return {
    status: 201,
    body,
    ...(headers === undefined ? {} : { headers }),
  };
}

export const noContent: Reply = { status: 204 };
