import fetch from "node-fetch";
import type { SandboxContext } from "postman-sandbox";

import { textOf } from "../../emulator/common/json";
import {
  itemsOf,
  type CollectionDefinition,
  type Pair,
  type ReplayItem,
  type RequestDefinition,
} from "./collection";
import { openSandbox, runScript } from "./script";
import { destination, emulatorVariables, filled, variablesOf, type Scopes } from "./variables";

/** What came of one request of a collection. */
export interface Replayed {
  readonly name: string;
  /** Status of the emulator's response; undefined when the request was not sent. */
  readonly status: number | undefined;
  readonly passed: number;
  /** The assertions that failed and the scripts that threw, in their own words. */
  readonly failures: readonly string[];
}

/** The URL with the values of its path variables: `/schemas/:id`. */
function urlOf({ url }: RequestDefinition): string {
  if (typeof url !== "object") return url ?? "";
  const values = variablesOf(url.variable);
  return (url.raw ?? "").replace(/\/:([^/?#:]+)(?=[/?#]|$)/g, (whole, key: string) =>
    Object.hasOwn(values, key) ? `/${textOf(values[key])}` : whole,
  );
}

function bodyOf({ method, body }: RequestDefinition, scopes: Scopes): string | undefined {
  if (body === undefined || body.disabled === true || method === "GET") return undefined;
  if (body.mode !== "urlencoded") return filled(body.raw ?? "", scopes);
  const pairs = Object.entries(variablesOf(body.urlencoded));
  return new URLSearchParams(
    pairs.map(([key, value]): [string, string] => [
      filled(key, scopes),
      filled(textOf(value), scopes),
    ]),
  ).toString();
}

function headersOf(
  { auth, header, body }: RequestDefinition,
  scopes: Scopes,
): Record<string, string> {
  const sent: Record<string, string> =
    body?.mode === "urlencoded" ? { "content-type": "application/x-www-form-urlencoded" } : {};
  if (auth?.type === "bearer") {
    const { token } = variablesOf(auth.bearer);
    sent["authorization"] = `Bearer ${filled(textOf(token), scopes)}`;
  }
  for (const [key, value] of Object.entries(variablesOf(header))) {
    sent[key.toLowerCase()] = filled(textOf(value), scopes);
  }
  return sent;
}

/** Sends a request; gives the response as Postman's scripts want it. */
async function send(
  request: RequestDefinition,
  target: string,
  scopes: Scopes,
): Promise<{ readonly code: number }> {
  const body = bodyOf(request, scopes);
  const started = Date.now();
  const response = await fetch(target, {
    method: request.method ?? "GET",
    headers: headersOf(request, scopes),
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
  });
  const received = {
    code: response.status,
    status: response.statusText,
    header: [...response.headers].map(([key, value]) => ({ key, value })),
    stream: { type: "Buffer", data: [...Buffer.from(await response.arrayBuffer())] },
    responseTime: Date.now() - started,
  };
  return received;
}

/** Runs the scripts of one kind; gives how they asserted. */
async function judge(
  box: SandboxContext,
  item: ReplayItem,
  listen: "prerequest" | "test",
  scopes: Scopes,
  context: Readonly<Record<string, unknown>>,
): Promise<Pick<Replayed, "passed" | "failures">> {
  let passed = 0;
  const failures: string[] = [];
  for (const script of item.scripts(listen)) {
    const { assertions, error } = await runScript(box, listen, script, scopes, context);
    passed += assertions.filter((one) => one.passed).length;
    for (const { name, error: reason } of assertions.filter((one) => !one.passed)) {
      failures.push(`${name}: ${reason?.message ?? "failed"}`);
    }
    if (error !== undefined) failures.push(`The ${listen} script failed: ${error}`);
  }
  return { passed, failures };
}

async function replayItem(
  box: SandboxContext,
  item: ReplayItem,
  scopes: Scopes,
  emulator: string,
): Promise<Replayed> {
  const { name, request } = item;
  const before = await judge(box, item, "prerequest", scopes, { request });
  const target = destination(filled(urlOf(request), scopes), emulator);
  if (target === undefined) return { name, status: undefined, ...before };
  const response = await send(request, target, scopes);
  const after = await judge(box, item, "test", scopes, { request, response });
  return {
    name,
    status: response.code,
    passed: before.passed + after.passed,
    failures: [...before.failures, ...after.failures],
  };
}

/**
 * Sends each request of a Postman collection (v2.1) to an emulator, in their order, and lets the collection's
 * own scripts judge the responses. Nothing is sent anywhere else.
 *
 * @param collection - the parsed collection
 * @param emulator - address of a running emulator, and an access token of it
 * @param values - variables that win over the emulator's, as those of an environment file
 */
export async function replay(
  collection: CollectionDefinition,
  emulator: { readonly url: string; readonly token: string },
  values: readonly Pair[] = [],
): Promise<readonly Replayed[]> {
  const scopes: Scopes = {
    environment: { ...emulatorVariables(emulator.url, emulator.token), ...variablesOf(values) },
    globals: {},
    collection: variablesOf(collection.variable),
  };
  const box = await openSandbox();
  try {
    const results: Replayed[] = [];
    for (const item of itemsOf(collection)) {
      results.push(await replayItem(box, item, scopes, emulator.url));
    }
    return results;
  } finally {
    await new Promise<void>((resolve) => box.disconnect(resolve));
  }
}
