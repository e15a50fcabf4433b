import * as pulumi from "@pulumi/pulumi";

import type { Settings } from "../config";
import type { OutputNamer, Tags } from "../naming";
import { checkWithSalts, saltsOf } from "./environment";
import { lastOutputs } from "./lastDeployment";
import { createStoredSecret } from "./storedSecret";

export interface SaltsArgs {
  readonly settings: Settings;
  readonly names: OutputNamer;
  readonly tags: Tags;
}

/** A version of the secret that holds the salts. */
export interface SaltsSecret {
  readonly arn: pulumi.Output<string>;
  readonly versionId: pulumi.Output<string>;
  /** Whether the deployed receiver still needs the salts in its environment. */
  readonly stayInEnvironment: pulumi.Output<boolean>;
}

/**
 * The secret with the receiver's salts. Undefined when the configuration has none.
 *
 * @param name - First part of the resources' names: the name of the component that owns them.
 */
export function createSalts(
  name: string,
  args: SaltsArgs,
  parent: pulumi.ComponentResource,
): SaltsSecret | undefined {
  const { settings } = args;
  const salts = saltsOf(settings);
  if (Object.keys(salts).length === 0) return undefined;
  const content = {
    part: "salts",
    description: "Salts of the relay's hashes.",
    value: JSON.stringify(salts),
  };
  const { secret, version } = createStoredSecret(`${name}-salts`, content, args, { parent });
  return {
    arn: secret.arn,
    versionId: version.versionId,
    stayInEnvironment: stayInEnvironment(settings, parent),
  };
}

/**
 * AWS updates a function's environment before its code. A receiver of a release that knows no secret
 * would hash without salts in between. So the salts leave the environment only when the last deployment,
 * whose outputs this reads, has brought code that reads the secret.
 *
 * Not by a `StackReference`: the engine would read the state once, and fail while it is being written. That earlier
 * releases had one shows in no preview, because the engine only forgets it.
 */
function stayInEnvironment(
  settings: Settings,
  parent: pulumi.ComponentResource,
): pulumi.Output<boolean> {
  const stays = lastOutputs().then((last) => {
    const isDeployed = last["receiverFunctionArn"] !== undefined;
    if (!isDeployed || last["receiverReadsSecret"] === true) return false;
    // Here, since a preview may not know the other values of the environment.
    checkWithSalts(settings);
    void pulumi.log.warn(
      "The salts are still in the receiver's environment. The next `pulumi up` takes them out: by then the deployed receiver reads them from the secret.",
      parent,
    );
    return true;
  });
  return pulumi.output(stays);
}
