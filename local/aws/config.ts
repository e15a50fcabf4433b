import type { CheckFailure, Properties } from "../../provider-sdk";

/** What the stand-in needs of `aws:` in the stack's config and of the environment. */
export interface AwsConfig {
  readonly endpoint: string;
  readonly region: string;
}

const loopback = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** `aws:endpoints` is a list of objects from service to address; the emulator has one for all. */
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

/** Reads and checks the configuration: an endpoint on this machine, or nothing. */
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
      "this is the local stand-in for the AWS provider, and no emulator was named: set AWS_ENDPOINT_URL. For real AWS, take the directory local/aws/bin off PATH",
    );
  }
  const foreign = endpoints.find((candidate) => !isLoopback(candidate));
  if (foreign !== undefined) {
    return failure(
      "endpoints",
      `this is the local stand-in for the AWS provider; it talks to this machine only, not to ${foreign}`,
    );
  }
  if (endpoints.length > 1) {
    return failure("endpoints", "the local stand-in takes one endpoint for all services");
  }
  const region = config["region"] ?? env["AWS_REGION"] ?? env["AWS_DEFAULT_REGION"];
  if (typeof region !== "string" || region === "") {
    return failure("region", "not set: pulumi config set aws:region us-east-1");
  }
  return { endpoint: endpoint.replace(/\/+$/, ""), region };
}
