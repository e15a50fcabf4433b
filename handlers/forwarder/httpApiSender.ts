import type { Agent } from "node:http";
import type { TokenSource } from "../../adobe/client/ims";
import { toXdm } from "../model";
import { toJson } from "../shared/json";
import { errorName, type Log } from "../shared/log";
import type { InletAnswer } from "./answer";
import { post, type Fetch } from "./post";
import type { Delivery, Sender } from "./sender";
import type { HttpApiSecret, InletSecret } from "./settings";

/** The inlet takes requests of at most 1 MB, batches included (Adobe streaming ingestion overview). */
const MAX_REQUEST_BYTES = 1_000_000;

const noToken: InletAnswer = { reason: "no-token" };

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

/** The batch endpoint beside the single one: `…/collection/batch/{inlet}`. */
export function batchUrl(inletUrl: string): string {
  const url = new URL(inletUrl);
  url.pathname = url.pathname.replace(/\/collection\/(?!batch\/)/, "/collection/batch/");
  return url.href;
}

/** Groups sizes so that each group with its commas stays within the limit; a larger one goes alone. */
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
 * Adobe's HTTP API source with an authenticated inlet: XDM messages in batches, a bearer token of the
 * technical account, renewed once when the inlet refuses it (Adobe, streaming HTTP API guide; which
 * of 401 and 403 it answers, its pages do not agree on).
 */
export function httpApiSender(
  secret: InletSecret & { readonly httpApi: HttpApiSecret },
  parts: { readonly tokens: TokenSource; readonly fetch: Fetch; readonly log: Log },
  agent?: Agent,
): Sender {
  const { httpApi } = secret;
  const { tokens, fetch, log } = parts;
  const url = batchUrl(secret.inletUrl);

  async function tokenOrNone(signal: AbortSignal): Promise<string | undefined> {
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
        deliveries.map((delivery) => [
          delivery,
          Buffer.byteLength(message(delivery, secret, httpApi)),
        ]),
        MAX_REQUEST_BYTES - FRAME_BYTES,
      ),
    async send(group, signal) {
      const messages = group.map((delivery) => message(delivery, secret, httpApi));
      const body = `{"messages":[${messages.join(",")}]}`;
      const token = await tokenOrNone(signal);
      if (token === undefined) return noToken;
      const answer = await attempt(body, token, signal);
      if (answer.status !== 401 && answer.status !== 403) return answer;
      tokens.discard(token);
      const renewed = await tokenOrNone(signal);
      return renewed === undefined ? noToken : attempt(body, renewed, signal);
    },
  };
}
