import type { Agent } from "node:http";

import type { Fetch } from "../../adobe/client/exchange";
import type { TokenSource } from "../../adobe/client/ims";
import { toXdm } from "../model";
import { MAX_REQUEST_BYTES } from "../shared/endpointLimits";
import { toJson } from "../shared/json";
import { errorName, type Log } from "../shared/log";
import type { Delivery, Sender } from "./delivery";
import type { EndpointResponse } from "./endpointResponse";
import { post } from "./post";
import type { HttpApiSecret, InletSecret } from "./settings";

const noToken: EndpointResponse = { reason: "no-token" };

/** `{"messages":[]}` */
const FRAME_BYTES = 15;

function message(delivery: Delivery, secret: InletSecret, api: HttpApiSecret): string {
  const schemaRef = {
    id: api.schemaId,
    contentType: "application/vnd.adobe.xed-full+json;version=1",
  };
  return toJson({
    header: {
      schemaRef,
      imsOrgId: api.orgId,
      datasetId: api.datasetId,
      flowId: secret.flowId,
      source: { name: "chatlio-aep" },
    },
    body: {
      xdmMeta: { schemaRef },
      xdmEntity: toXdm(delivery.envelope.body, api.tenantNamespace),
    },
  });
}

/** The batch endpoint that belongs to an endpoint: `…/collection/batch/{inlet}`. */
export function batchUrl(inletUrl: string): string {
  const url = new URL(inletUrl);
  url.pathname = url.pathname.replace(/\/collection\/(?!batch\/)/, "/collection/batch/");
  return url.href;
}

/** Groups items so that each group with its commas stays within the limit; a larger item is a group of its own. */
export function groupBySize<T>(items: readonly (readonly [T, number])[], limit: number): T[][] {
  const groups: T[][] = [];
  let room = 0;
  for (const [item, size] of items) {
    if (size + 1 > room) {
      groups.push([]);
      room = limit;
    }
    (groups.at(-1) as T[]).push(item);
    room -= size + 1;
  }
  return groups;
}

/**
 * Adobe's HTTP API source with authentication: XDM messages in batches, with a bearer token of the
 * technical account. When the endpoint rejects the token, it is renewed once. Adobe's streaming HTTP API
 * guide says 401 on one page and 403 on another, so both count.
 */
export function httpApiSender(
  secret: InletSecret & { readonly httpApi: HttpApiSecret },
  parts: { readonly tokens: TokenSource; readonly fetch: Fetch; readonly log: Log },
  agent?: Agent,
): Sender {
  const { httpApi } = secret;
  const { tokens, fetch, log } = parts;
  const url = batchUrl(secret.inletUrl);
  /** Written once, for the size of the batch and for the batch. A batch may be divided and sent again. */
  const texts = new WeakMap<Delivery, string>();

  function textOf(delivery: Delivery): string {
    const text = texts.get(delivery) ?? message(delivery, secret, httpApi);
    texts.set(delivery, text);
    return text;
  }

  async function readToken(signal: AbortSignal): Promise<string | undefined> {
    try {
      return await tokens.token(signal);
    } catch (error) {
      log("ERROR", "no token from Adobe IMS", { error: errorName(error) });
      return undefined;
    }
  }

  async function attempt(body: string, token: string, signal: AbortSignal) {
    return post(fetch, agent, {
      url,
      headers: {
        authorization: `Bearer ${token}`,
        "x-gw-ims-org-id": httpApi.orgId,
        "x-sandbox-name": httpApi.sandbox,
      },
      body,
      signal,
    });
  }

  return {
    group: (deliveries) =>
      groupBySize(
        deliveries.map((delivery) => [delivery, Buffer.byteLength(textOf(delivery))]),
        MAX_REQUEST_BYTES - FRAME_BYTES,
      ),
    async send(group, signal) {
      const body = `{"messages":[${group.map(textOf).join(",")}]}`;
      const token = await readToken(signal);
      if (token === undefined) return noToken;
      const response = await attempt(body, token, signal);
      if (response.status !== 401 && response.status !== 403) return response;
      tokens.discard(token);
      const renewed = await readToken(signal);
      return renewed === undefined ? noToken : attempt(body, renewed, signal);
    },
  };
}
