import type { CheckFailure, Properties } from "../../provider-sdk";

/** What the stub reads from `aws:` in the stack's config and from the environment. */
export interface AwsConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly sessionToken: string;
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** `aws:endpoints` is a list of objects, service to URL. The emulator has one URL for all services. */
function configuredEndpoints(config: Properties): string[] {
  const raw = config["endpoints"];
  const list: unknown = typeof raw === "string" ? JSON.parse(raw) : raw;
  if (!Array.isArray(list)) return [];
  return list
    .flatMap((entry: unknown) => Object.values((entry ?? {}) as Record<string, unknown>))
    .filter((url): url is string => typeof url === "string");
}

function isLoopback(endpoint: string): boolean {
  return URL.canParse(endpoint) && loopback.has(new URL(endpoint).hostname);
}

/** Reads and checks the configuration. Rejects every endpoint that is not on this machine. */
export function readAwsConfig(
  config: Properties,
  env: Readonly<Record<string, string | undefined>>,
): AwsConfig | { readonly failures: readonly CheckFailure[] } {
  const endpoints = [...new Set(configuredEndpoints(config))];
  const fromEnv = env["AWS_ENDPOINT_URL"];
  if (endpoints.length === 0 && fromEnv) endpoints.push(fromEnv);
  const [endpoint] = endpoints;
  const failure = (property: string, reason: string) => ({ failures: [{ property, reason }] });
  if (endpoint === undefined) {
    return failure(
      "endpoints",
      "this is the local stub of the AWS provider, and no emulator is configured: set AWS_ENDPOINT_URL. For real AWS, remove the directory local/aws/bin from PATH",
    );
  }
  const remote = endpoints.find((candidate) => !isLoopback(candidate));
  if (remote !== undefined) {
    return failure(
      "endpoints",
      `this is the local stub of the AWS provider. It connects only to this machine, not to ${remote}`,
    );
  }
  if (endpoints.length > 1) {
    return failure(
      "endpoints",
      "the local stub uses one endpoint for all services: configure only one",
    );
  }
  const region = config["region"] ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (typeof region !== "string" || region === "") {
    return failure("region", "is not set: pulumi config set aws:region us-east-1");
  }
  // As the real provider has it: the configuration comes before the environment.
  const sessionToken = config["token"] ?? env["AWS_SESSION_TOKEN"];
  if (typeof sessionToken !== "string" || sessionToken === "") {
    return failure(
      "token",
      "is not set: set AWS_SESSION_TOKEN to the value that the local services printed when they started",
    );
  }
  return { endpoint: endpoint.replace(/\/+$/, ""), region, sessionToken };
}
