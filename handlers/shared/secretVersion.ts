import { AwsClient } from "./aws/client";
import type { AwsLimits } from "./aws/requests";

/** A version of a secret, as a deployment names it. */
export interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** Calls `GetSecretValue`, and rejects with an error of the name that AWS gave. */
export type GetSecretValue = (
  input: { readonly SecretId: string; readonly VersionId?: string },
  signal?: AbortSignal,
) => Promise<string | undefined>;

/** Secrets Manager, in the region of the function. */
export function secretsManager(limits: AwsLimits): GetSecretValue {
  const service = { name: "secretsmanager", target: "secretsmanager", protocol: "1.1" } as const;
  const client = new AwsClient(service, limits);
  return async (input, signal) => {
    const [, partition = "", , region = ""] = input.SecretId.split(":");
    const suffix = partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
    const url = `https://secretsmanager.${region}.${suffix}`;
    const { SecretString: text } = await client.call("GetSecretValue", url, { ...input }, signal);
    return typeof text === "string" ? text : undefined;
  };
}

/** Reads one version of a secret, or the current version when that one is gone. */
export async function readSecretVersion(
  read: GetSecretValue,
  { arn, versionId }: SecretVersion,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    return await read({ SecretId: arn, VersionId: versionId }, signal);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") throw error;
    return read({ SecretId: arn }, signal);
  }
}
