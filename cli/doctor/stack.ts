import type { AdobeClient } from "../../adobe/client";
import { exchange, ExchangeError } from "../../adobe/client/exchange";
import { check, failed, ok, type Finding, type Outcome } from "../checks/finding";
import { DATAFLOW_FIX } from "../dataflowState";
import type { DeployedStack } from "../stackOutputs";

const TIMEOUT_MS = 20_000;
const MAX_BYTES = 10_000;

/** Checks a deployed stack: its dataflows, and whether its webhooks can be reached. */
export async function checkStack(
  stack: DeployedStack,
  {
    client,
    webhookUrl,
  }: { readonly client: AdobeClient | undefined; readonly webhookUrl: string | undefined },
): Promise<Finding[]> {
  const { relay, direct = {} } = stack.flowIds;
  const ids = [
    ...(relay === undefined ? [] : [relay]),
    ...Object.values(direct).flatMap((byEvent) => Object.values(byEvent)),
  ];
  return [
    ...(client === undefined ? [] : [await check("dataflows", () => flowOutcome(client, ids))]),
    ...(webhookUrl === undefined
      ? []
      : [await check("webhooks", () => reachable(webhookUrl, stack.relay !== undefined))]),
  ];
}

async function flowOutcome(client: AdobeClient, ids: readonly string[]): Promise<Outcome> {
  const states = await Promise.all(
    ids.map(async (id) => (await client.flows.get("flows", id))?.state ?? "gone"),
  );
  const others = states.filter((state) => state !== "enabled");
  if (others.length === 0)
    return ok(states.length === 1 ? "enabled" : `all ${states.length} enabled`);
  return failed(
    `${others.length} of ${states.length} not enabled: ${[...new Set(others)].join(", ")}`,
    DATAFLOW_FIX,
  );
}

/**
 * Sends a request without a token to a path that does not belong to a webhook: the relay rejects it, and the alarm `wrong-tokens` does not count it. Of
 * Adobe's streaming endpoint, any response will do.
 */
async function reachable(webhookUrl: string, isRelay: boolean): Promise<Outcome> {
  const { href, origin } = new URL(webhookUrl);
  const base = isRelay ? href.slice(0, href.indexOf("/chatlio/")) : origin;
  const url = `${base}/doctor`;
  const shown = new URL(base).host;
  try {
    const { status } = await exchange({
      url,
      method: "GET",
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_BYTES,
    });
    if (!isRelay) return ok(`${shown} responds`);
    if (status === 401) return ok(`${shown} responds, and rejects a request without a token`);
    return failed(
      `${shown} responds ${status} to a request without a token, and not 401`,
      "Run `pulumi refresh` and `pulumi up`",
    );
  } catch (error) {
    if (!(error instanceof ExchangeError)) throw error;
    return failed(
      `${shown} cannot be reached (${error.code ?? "no response"})`,
      "Look whether this machine may connect to it, then run `pulumi refresh` and `pulumi up`",
    );
  }
}
