import { listed } from "../../adobe/client/text";
import { readSecretVersion, secretsManager } from "../shared/secretVersion";
import { inletSecret, type ForwarderSettings, type InletSecret } from "./settings";

/** Where the URL of the streaming endpoint, and the credentials for it, are read from. */
export interface InletStore {
  /** Reads once and then keeps the value. Errors never contain a part of the secret. */
  read(): Promise<InletSecret>;
  /** Makes the next call read again, because the endpoint may have moved. At most once a minute. */
  invalidate(): void;
}

const MIN_REREAD_MS = 60_000;

function parse(text: string | undefined): InletSecret {
  let json: unknown;
  try {
    json = JSON.parse(text ?? "");
  } catch {
    throw new Error("The streaming endpoint's secret is not JSON. Deploy it with `pulumi up`.");
  }
  const result = inletSecret.safeParse(json);
  if (result.success) return result.data;
  const keys = result.error.issues.map((issue) => issue.path.join("."));
  throw new Error(
    `The streaming endpoint's secret is invalid at ${listed(keys)}. Deploy it with \`pulumi up\`.`,
  );
}

/**
 * The secret in AWS Secrets Manager.
 *
 * @param requestTimeoutMs for each of at most three requests
 */
export function secretStore(
  settings: ForwarderSettings,
  now: () => number,
  requestTimeoutMs = 4_000,
): InletStore {
  const getSecretValue = secretsManager({ attempts: 3, attemptMs: requestTimeoutMs });
  const version = { arn: settings.inletSecretArn, versionId: settings.inletSecretVersionId };
  let kept: { readonly secret: InletSecret; readonly readAt: number } | undefined;
  return {
    async read() {
      kept ??= { secret: parse(await readSecretVersion(getSecretValue, version)), readAt: now() };
      return kept.secret;
    },
    invalidate() {
      if (kept && now() - kept.readAt > MIN_REREAD_MS) kept = undefined;
    },
  };
}
