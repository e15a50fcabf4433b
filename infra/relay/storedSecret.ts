import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as pulumi from "@pulumi/pulumi";

import type { CommonArgs } from "./function";
import { named } from "./named";

/** A secret in Secrets Manager, and the version of it that this deployment uses. */
export interface StoredSecret {
  readonly secret: secretsmanager.Secret;
  readonly version: secretsmanager.SecretVersion;
}

/** What a secret is for, and what it holds. */
export interface SecretContent {
  /** Last part of the physical name. */
  readonly part: string;
  readonly description: string;
  /** Kept secret in the state too. */
  readonly value: pulumi.Input<string>;
}

/**
 * Creates a secret with its value.
 *
 * @param name - of the secret's resource; that of the version is it with `-version`
 * @param opts - of both resources
 */
export function createStoredSecret(
  name: string,
  { description, part, value }: SecretContent,
  { names, settings, tags }: Pick<CommonArgs, "names" | "settings" | "tags">,
  opts: Pick<pulumi.CustomResourceOptions, "aliases" | "parent">,
): StoredSecret {
  const { kmsKey } = settings.relay;
  const secret = new secretsmanager.Secret(
    name,
    {
      name: names("secret", part),
      description: `${description} Written by Pulumi.`,
      // Pulumi can write it again at any time: no recovery window, so that the name is free at once.
      recoveryWindowInDays: 0,
      tags,
      ...(kmsKey === undefined ? {} : { kmsKeyId: kmsKey }),
    },
    { ...opts, ...named(settings) },
  );
  const version = new secretsmanager.SecretVersion(
    `${name}-version`,
    { secretId: secret.id, secretString: pulumi.secret(value) },
    opts,
  );
  return { secret, version };
}
