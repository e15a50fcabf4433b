import { AdobeError, createClient, type AdobeClient } from "../../adobe/client";
import { specs } from "../../adobe/sdk/specs";
import type { Check, Credential } from "./checks";

/** A request fails after this long; a person waits. */
const TIMEOUT_MS = 20_000;

/** A sandbox of the organization, as far as the command shows it. */
export interface KnownSandbox {
  readonly name: string;
  readonly type: string;
}

function failure(what: string, error: unknown): Check {
  if (!(error instanceof AdobeError)) throw error;
  return { state: "failed", text: `${what}: ${error.message}` };
}

async function withClient<T>(
  credential: Credential,
  sandbox: string,
  use: (client: AdobeClient) => Promise<T>,
): Promise<T> {
  const client = createClient({ ...credential, sandbox, timeoutMs: TIMEOUT_MS });
  try {
    return await use(client);
  } finally {
    client.close();
  }
}

/**
 * The sandboxes that the credential may use: the first request that needs token, organization and product
 * profile.
 *
 * @throws AdobeError that says which of them Adobe rejects
 */
export async function listSandboxes(credential: Credential): Promise<readonly KnownSandbox[]> {
  const all = await withClient(credential, "prod", ({ sandboxes }) => sandboxes.list());
  return all.map(({ name, type = "unknown type" }) => ({ name, type }));
}

/** Checks credential, organization, sandbox and role, by requests that change nothing. */
export async function checkAdobe(
  credential: Credential,
  sandbox: string,
): Promise<readonly Check[]> {
  let all: readonly KnownSandbox[];
  try {
    all = await listSandboxes(credential);
  } catch (error) {
    return [failure("Adobe does not accept the credential", error)];
  }
  const accepted: Check = {
    state: "ok",
    text: `Adobe accepts the credential for the organization ${credential.orgId}.`,
  };
  const found = all.find(({ name }) => name === sandbox);
  if (found === undefined) {
    const names = all.map(({ name }) => name).join(", ");
    const text = `There is no sandbox ${sandbox} that the credential may use. It may use: ${names || "none"}. Check the name (not the title), or add the credential to a role of the sandbox (AEP → Permissions → Roles → API credentials).`;
    return [accepted, { state: "failed", text }];
  }
  return [accepted, typeCheck(found), ...(await checkRole(credential, sandbox))];
}

function typeCheck({ name, type }: KnownSandbox): Check {
  const text = `The sandbox ${name} is of type ${type}.`;
  return type === "production"
    ? { state: "warning", text: `${text} What arrives there is production data.` }
    : { state: "ok", text };
}

/** Reads one thing of each service that the deployment writes to. Only a deployment shows whether it may write. */
function checkRole(credential: Credential, sandbox: string): Promise<readonly Check[]> {
  return withClient(credential, sandbox, async ({ catalog, flows, registry }) => {
    const reads: readonly (readonly [string, () => Promise<unknown>])[] = [
      ["schemas", () => registry.tenantId()],
      ["datasets", () => catalog.findByName("chatlio-aep init")],
      ["sources", () => flows.connectionSpec(specs.chatlio.id)],
    ];
    const results = await Promise.allSettled(reads.map(([, read]) => read()));
    const failed = results.flatMap((result, index) =>
      result.status === "rejected"
        ? [failure(`The credential may not read ${reads[index]?.[0] ?? ""}`, result.reason)]
        : [],
    );
    const source = results[2];
    if (source?.status === "fulfilled" && source.value === undefined)
      failed.push({
        state: "failed",
        text: "The organization does not have Adobe's Chatlio source. Ask Adobe for it, or use `source: http-api` in relay mode.",
      });
    const text = "The credential may read schemas, datasets and sources there.";
    return failed.length > 0 ? failed : [{ state: "ok", text }];
  });
}
