import fetch from "node-fetch";

import {
  adminSecretHeader,
  EmulatorClient,
  emulatorCredentials,
  type EmulatorOptions,
} from "../../../emulator";
import { newSecret } from "../../../emulator/server/secret";
import { codeProblems } from "./codes";

/** A response of the emulator, its body read. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, the text when it is none, undefined when there is no body. */
  readonly body: any;
}

export interface Send {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** A client as Adobe's documents describe one: it knows nothing of the emulator's inside. */
export interface Client {
  readonly url: string;
  /** The secret of its admin API. */
  readonly adminSecret: string;
  /** The emulator's admin API: faults, rows, the request log. */
  readonly admin: EmulatorClient;
  /** Calls with all the headers the platform wants; `undefined` takes one away. */
  call(method: string, path: string, send?: Send): Promise<ApiResponse>;
  /** Calls with no headers but the given ones; the admin API as JSON and with the secret. */
  bare(method: string, path: string, send?: Send): Promise<ApiResponse>;
  token(): Promise<string>;
  /** Forgets its token: the next call logs in again. */
  logOut(): void;
  close(): Promise<void>;
}

export const registry = "/data/foundation/schemaregistry";
export const catalog = "/data/foundation/catalog";
export const conversion = "/data/foundation/conversion";
export const flowservice = "/data/foundation/flowservice";
export const mergePolicies = "/data/core/ups/config/mergePolicies";
export const computed = "/data/core/ca/attributes";
export const keyPairs = "/data/foundation/connectors/encryption/keys";
export const queryTemplates = "/data/foundation/query/query-templates";
export const policyService = "/data/foundation/dulepolicy";
export const querySchedules = "/data/foundation/query/schedules";
export const segments = "/data/core/ups/segment/definitions";
export const identities = "/data/core/idnamespace/identities";

async function send(
  url: string,
  method: string,
  { body, headers = {} }: Send,
): Promise<ApiResponse> {
  const given = Object.entries(headers).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const response = await fetch(url, {
    method,
    headers: Object.fromEntries(given),
    redirect: "manual",
    ...(body === undefined
      ? {}
      : { body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const read: ApiResponse = {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: parse(text),
  };
  checkCodes(url, read);
  return read;
}

/** So each test of the emulator also proves that its codes stand in the tables, and are marked as these say. */
function checkCodes(url: string, { status, headers, body }: ApiResponse): void {
  const isInjected = headers["content-security-policy"] !== undefined;
  if (isInjected || new URL(url).pathname.startsWith("/_emulator/")) return;
  const problems = codeProblems(status, headers, body);
  if (problems.length > 0) throw new Error(`${url} (${status}): ${problems.join("; ")}`);
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Starts an emulator and gives a client that is logged in. */
export async function startClient(options: EmulatorOptions = {}): Promise<Client> {
  const adminSecret = options.adminSecret ?? newSecret();
  const emulator = await EmulatorClient.start({ settleMs: 0, ...options, adminSecret });
  /** What the admin API wants of a request that changes something. */
  const admin = { "content-type": "application/json", [adminSecretHeader]: adminSecret };
  const bare = (method: string, path: string, request: Send = {}): Promise<ApiResponse> =>
    send(`${emulator.url}${path}`, method, {
      ...request,
      headers: { ...(path.startsWith("/_emulator/") ? admin : {}), ...request.headers },
    });
  let current: string | undefined;
  return {
    url: emulator.url,
    adminSecret,
    admin: emulator,
    bare,
    token: () => emulator.token(),
    logOut: () => (current = undefined),
    call: async (method, path, request = {}) => {
      current ??= await emulator.token();
      return bare(method, path, {
        ...request,
        headers: {
          authorization: `Bearer ${current}`,
          "x-api-key": emulatorCredentials.clientId,
          "x-gw-ims-org-id": emulatorCredentials.orgId,
          "x-sandbox-name": emulatorCredentials.sandbox,
          ...(request.body === undefined ? {} : { "content-type": "application/json" }),
          ...request.headers,
        },
      });
    },
    close: () => emulator.close(),
  };
}

/** Status and Adobe's code of an error response: the last part of its problem type. */
export function code({ status, body }: ApiResponse): [number, string] {
  return [status, String(body.type).split("/").at(-1) ?? ""];
}
