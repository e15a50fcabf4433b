import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { inletSecret, type ForwarderSettings, type InletSecret } from "./settings";

/** Where the inlet is read from. */
export interface InletStore {
  /** Kept once read. Throws when it cannot be read; the error says no value. */
  read(): Promise<InletSecret>;
  /** The inlet refused or is gone: read again next time, though not more than once a minute. */
  doubt(): void;
}

const DOUBT_MS = 60_000;

/** Reads one version of the secret, or the current one when that version is gone. */
async function fetchSecret(
  client: SecretsManagerClient,
  { inletSecretArn, inletSecretVersionId }: ForwarderSettings,
): Promise<string | undefined> {
  try {
    const { SecretString } = await client.send(
      new GetSecretValueCommand({ SecretId: inletSecretArn, VersionId: inletSecretVersionId }),
    );
    return SecretString;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") throw error;
    const { SecretString } = await client.send(
      new GetSecretValueCommand({ SecretId: inletSecretArn }),
    );
    return SecretString;
  }
}

function parse(text: string | undefined): InletSecret {
  let json: unknown;
  try {
    json = JSON.parse(text ?? "");
  } catch {
    throw new Error("The inlet's secret is not JSON: deploy it by its program.");
  }
  const result = inletSecret.safeParse(json);
  if (result.success) return result.data;
  const keys = result.error.issues.map((issue) => issue.path.join("."));
  throw new Error(`The inlet's secret is wrong at ${keys.join(", ")}: deploy it by its program.`);
}

/**
 * The secret in AWS Secrets Manager.
 *
 * @param requestTimeoutMs for one request of at most three
 */
export function secretStore(
  settings: ForwarderSettings,
  now: () => number,
  requestTimeoutMs = 4_000,
): InletStore {
  const client = new SecretsManagerClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: 1_500,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
    },
  });
  let kept: { readonly secret: InletSecret; readonly readAt: number } | undefined;
  return {
    async read() {
      kept ??= { secret: parse(await fetchSecret(client, settings)), readAt: now() };
      return kept.secret;
    },
    doubt() {
      if (kept && now() - kept.readAt > DOUBT_MS) kept = undefined;
    },
  };
}
