import { createClient, type AdobeClient } from "../../adobe/client";
import { createTokenSource } from "../../adobe/client/ims";
import { specs } from "../../adobe/sdk/specs";
import type { AdobeSettings } from "../adobeSettings";
import { listed } from "../terminal";
import { check, failed, ok, skipped, warning, type Finding, type Outcome } from "./finding";

/** Longest wait for one response, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** A name that no object has. */
const NO_NAME = "chatlio-aep-doctor";

const role =
  "In Adobe's Permissions, give the credential's role Manage Schemas, Datasets, Identity Namespaces and Sources in this sandbox";

type Check = readonly [name: string, work: (client: AdobeClient) => Promise<Outcome>];

/** A read of each API. None changes anything. */
function apiChecks({
  sandbox,
  source,
}: {
  readonly sandbox: string;
  readonly source: string;
}): Check[] {
  return [
    ["adobe organization", async (client) => ok(`tenant _${await client.registry.tenantId()}`)],
    ["adobe sandbox", (client) => sandboxOutcome(client, sandbox)],
    [
      "schema registry",
      async (client) => {
        await client.registry.findByTitle("schemas", NO_NAME);
        return ok("schemas can be read");
      },
    ],
    [
      "catalog",
      async (client) => {
        await client.catalog.findByName(NO_NAME);
        return ok("datasets can be read");
      },
    ],
    [
      "data prep",
      async (client) => {
        await client.dataPrep.findByName(NO_NAME);
        return ok("mapping sets can be read");
      },
    ],
    [
      "identity service",
      async (client) => {
        await client.identity.list();
        return ok("namespaces can be read");
      },
    ],
    [
      "flow service",
      async (client) => {
        await client.flows.findByName("flows", NO_NAME);
        return ok("dataflows can be read");
      },
    ],
    ["source", (client) => sourceOutcome(client, source)],
  ];
}

/** Checks the credential, and each of Adobe's APIs by a read. */
export async function checkAdobe(settings: AdobeSettings, source: string): Promise<Finding[]> {
  const tokens = createTokenSource(settings);
  const token = await check("adobe token", async () => {
    await tokens.token(AbortSignal.timeout(3 * TIMEOUT_MS));
    return ok("Adobe issues a token for the credential");
  });
  const checks = apiChecks({ sandbox: settings.sandbox, source });
  if (token.status !== "ok") {
    return [token, ...checks.map(([name]) => ({ check: name, ...skipped("needs a token") }))];
  }
  const client = createClient({ ...settings, tokens, timeoutMs: TIMEOUT_MS });
  try {
    const found = await Promise.all(checks.map(([name, work]) => check(name, () => work(client))));
    return [token, ...found, roleFinding(found)];
  } finally {
    client.close();
  }
}

async function sandboxOutcome(client: AdobeClient, wanted: string): Promise<Outcome> {
  const all = await client.sandboxes.list();
  const found = all.find(({ name }) => name === wanted);
  if (found === undefined) {
    const names = listed(all.map(({ name }) => name)) || "none";
    return failed(
      `the credential may not use the sandbox ${wanted}; it may use: ${names}`,
      "Correct adobe-aep:sandbox (the name, not the title), or give the credential's role this sandbox",
    );
  }
  return ok(`${wanted}, of type ${found.type ?? "unknown"}`);
}

async function sourceOutcome(client: AdobeClient, source: string): Promise<Outcome> {
  const isChatlio = source === "chatlio";
  const { id } = isChatlio ? specs.chatlio : specs.httpApi;
  const name = isChatlio ? "the Chatlio source (Beta)" : "the HTTP API source";
  if ((await client.flows.connectionSpec(id)) !== undefined) return ok(`${name} is available`);
  return failed(
    `the organization does not have ${name}`,
    isChatlio
      ? "Ask Adobe for it, or use the other source: `pulumi config set chatlio-aep:source http-api`"
      : "Ask Adobe for it",
  );
}

/** Reads do not show whether the role may write, and nothing but a write does. */
function roleFinding(found: readonly Finding[]): Finding {
  const rejected = found.filter(({ status }) => status === "failed").map((one) => one.check);
  const outcome =
    rejected.length > 0
      ? warning(`the role may lack permissions: see ${listed(rejected)}`, role)
      : ok("the role may read everything; that it may also write shows at the first `pulumi up`");
  return { check: "adobe role", ...outcome };
}
