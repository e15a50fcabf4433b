import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** A version of a secret, as a deployment names it. */
export interface SecretVersion {
  readonly arn: string;
  readonly versionId: string;
}

/** Reads one version of a secret, or the current version when that one is gone. */
export async function readSecretVersion(
  client: SecretsManagerClient,
  { arn, versionId }: SecretVersion,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const options = signal && { abortSignal: signal };
  try {
    const command = new GetSecretValueCommand({ SecretId: arn, VersionId: versionId });
    return (await client.send(command, options)).SecretString;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "ResourceNotFoundException") throw error;
    const command = new GetSecretValueCommand({ SecretId: arn });
    return (await client.send(command, options)).SecretString;
  }
}
