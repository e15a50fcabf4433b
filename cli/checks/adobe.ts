import { createClient, type AdobeClient } from "../../adobe/client";
import { createTokenSource } from "../../adobe/client/ims";
import { specs } from "../../adobe/sdk/specs";
import type { AdobeSettings } from "../adobeSettings";
import { listed } from "../terminal";
import { check, failed, ok, skipped, warning, type Finding, type Outcome } from "./finding";

/** Longest wait for one response, in milliseconds. */
const TIMEOUT_MS = 20_000;

/** The check of the sandbox, on which those of the APIs depend. */
const SANDBOX = "adobe sandbox";

/** A name that no object has. */
const NO_NAME = "chatlio-aep-check";

const role =
  "In Adobe's Permissions, give the credential's role Manage Schemas, Datasets, Identity Namespaces and Sources in this sandbox";

/** A sandbox of the organization, as far as a command shows it. */
export interface KnownSandbox {
  readonly name: string;
  readonly type: string;
}

/**
 * The sandboxes that the credential may use: the first request that needs token, organization and product profile.
 *
 * @throws AdobeError that says which of them Adobe rejects
 */
export async function listSandboxes(settings: AdobeSettings): Promise<readonly KnownSandbox[]> {
  const client = createClient({ ...settings, timeoutMs: TIMEOUT_MS });
  try {
    return await sandboxesOf(client);
  } finally {
    client.close();
  }
}

async function sandboxesOf({ sandboxes }: AdobeClient): Promise<readonly KnownSandbox[]> {
  const all = await sandboxes.list();
  return all.map(({ name, type = "unknown" }) => ({ name, type }));
}

type Check = readonly [name: string, work: (client: AdobeClient) => Promise<Outcome>];

/** A read of each API in the sandbox. None changes anything. */
function apiChecks(source: string): Check[] {
  return [
    ["adobe organization", async (client) => ok(`tenant _${await client.registry.tenantId()}`)],
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

/**
 * Checks the credential, the sandbox, and each of Adobe's APIs by a read. `init` and `doctor` print the same.
 *
 * @param source - `chatlio-aep:source`
 */
export async function checkAdobe(settings: AdobeSettings, source: string): Promise<Finding[]> {
  const tokens = createTokenSource(settings);
  const token = await check("adobe token", async () => {
    await tokens.token(AbortSignal.timeout(3 * TIMEOUT_MS));
    return ok("Adobe issues a token for the credential");
  });
  const checks = apiChecks(source);
  const skippedAs = (text: string) => checks.map(([name]) => ({ check: name, ...skipped(text) }));
  if (token.status !== "ok")
    return [token, { check: SANDBOX, ...skipped("needs a token") }, ...skippedAs("needs a token")];
  const client = createClient({ ...settings, tokens, timeoutMs: TIMEOUT_MS });
  try {
    const sandbox = await check(SANDBOX, () => sandboxOutcome(client, settings.sandbox));
    if (sandbox.status !== "ok") return [token, sandbox, ...skippedAs("needs the sandbox")];
    const found = await Promise.all(checks.map(([name, work]) => check(name, () => work(client))));
    return [token, sandbox, ...found, roleFinding(found)];
  } finally {
    client.close();
  }
}

async function sandboxOutcome(client: AdobeClient, wanted: string): Promise<Outcome> {
  const all = await sandboxesOf(client);
  const found = all.find(({ name }) => name === wanted);
  if (found === undefined) {
    const names = listed(all.map(({ name }) => name)) || "none";
    return failed(
      `the credential may not use the sandbox ${wanted}; it may use: ${names}`,
      "Correct adobe-aep:sandbox (the name, not the title), or add the credential to a role of the sandbox (AEP → Permissions → Roles → API credentials)",
    );
  }
  const text = `${wanted}, of type ${found.type}`;
  return ok(found.type === "production" ? `${text}: what arrives there is production data` : text);
}

async function sourceOutcome(client: AdobeClient, source: string): Promise<Outcome> {
  const isChatlio = source === "chatlio";
  const { id } = isChatlio ? specs.chatlio : specs.httpApi;
  const name = isChatlio ? "the Chatlio source (Beta)" : "the HTTP API source";
  if ((await client.flows.specs.get("connectionSpecs", id)) !== undefined)
    return ok(`${name} is available`);
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
