import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { bundle } from "../bundle";
import type { WebhookUrls } from "../config";

export interface SmokeTestArgs {
  readonly webhookUrls: pulumi.Input<WebhookUrls>;
  /** Log group that the message of a failure names. */
  readonly logGroupName: pulumi.Input<string>;
  /** The test runs again when one of them changes. */
  readonly triggers: readonly pulumi.Input<string>[];
  /** What must be deployed before. A component's own `dependsOn` does not reach its children. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Posts one event to the deployed relay, marked synthetic, and fails the update when the relay does
 * not accept it. Node reads the script from standard input, so that it runs the same in any
 * directory. The URL is in the environment, so that no command line shows it.
 */
export class SmokeTest extends pulumi.ComponentResource {
  constructor(name: string, args: SmokeTestArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:smokeTest:SmokeTest", name, {}, opts);
    const url = pulumi.secret(
      pulumi.output(args.webhookUrls).apply((urls) => {
        const [widget = {}] = Object.values(urls);
        return Object.values(widget)[0] ?? "";
      }),
    );
    new local.Command(
      `${name}-post`,
      {
        create: "node -",
        stdin: bundle("infra/smokeTest/post.ts").code,
        environment: { CHATLIO_AEP_URL: url, CHATLIO_AEP_LOGS: args.logGroupName },
        triggers: [...args.triggers],
      },
      { parent: this, dependsOn: [...args.after] },
    );
    this.registerOutputs({});
  }
}
