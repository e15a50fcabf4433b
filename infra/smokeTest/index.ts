import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";

import { bundle } from "../bundle";
import type { Settings, WebhookUrls } from "../config";
import { inUnit } from "../config/durationText";
import type { Direct } from "../direct";
import type { Inlet } from "../platform";
import type { Relay } from "../relay";
import type { LogGroups } from "../relay/queries";

/** The stack's outputs that the test reads, by their names. */
export interface TestedOutputs {
  readonly webhookUrls: pulumi.Input<WebhookUrls>;
  readonly directWebhookUrls?: pulumi.Input<WebhookUrls>;
  readonly settledAt: pulumi.Input<string>;
  readonly receiverFunctionArn?: pulumi.Input<string>;
  readonly forwarderFunctionArn?: pulumi.Input<string>;
  readonly logGroups?: LogGroups;
}

export interface SmokeTestArgs {
  readonly outputs: TestedOutputs;
  /** Seconds that the samples may take. */
  readonly timeoutSeconds: number;
  /** Profile of the AWS credentials. Default: what the environment has. */
  readonly awsProfile?: string | undefined;
  /** The test runs again when one of them changes. */
  readonly triggers: readonly pulumi.Input<string>[];
  /** What must be deployed before. A component's own `dependsOn` does not reach its children. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Runs `chatlio-aep verify` on what has just been deployed: posts a sample to each webhook, and fails the update when
 * one does not arrive at Adobe's streaming endpoint. Node reads the program from standard input, so that it runs the
 * same in any directory. The URLs are in the environment, so that no command line shows them.
 */
export class SmokeTest extends pulumi.ComponentResource {
  constructor(name: string, args: SmokeTestArgs, opts?: pulumi.ComponentResourceOptions) {
    super("chatlio-aep:smokeTest:SmokeTest", name, {}, opts);
    const { after, awsProfile, outputs, timeoutSeconds, triggers } = args;
    const given = pulumi.secret(pulumi.jsonStringify({ outputs, timeoutSeconds }));
    new local.Command(
      `${name}-post`,
      {
        create: "node -",
        stdin: bundle("cli/verify/smokeTest.ts").code,
        environment: {
          CHATLIO_AEP_SMOKE_TEST: given,
          ...(awsProfile === undefined ? {} : { AWS_PROFILE: awsProfile }),
        },
        triggers: [...triggers],
      },
      { parent: this, dependsOn: [...after], additionalSecretOutputs: ["environment"] },
    );
    this.registerOutputs({});
  }
}

/** What the stack consists of. */
export interface TestedStack {
  readonly settings: Settings;
  readonly inlet: Inlet | undefined;
  readonly relay: Relay | undefined;
  readonly direct: Direct | undefined;
  readonly settledAt: pulumi.Output<string>;
}

/** The smoke test of the stack, of all of its webhooks; undefined when the configuration has none. */
export function createSmokeTest(
  name: string,
  { direct, inlet, relay, settings, settledAt }: TestedStack,
): SmokeTest | undefined {
  if (!settings.relay.smokeTest) return undefined;
  const [first, second] = [relay, direct].flatMap((part) => part?.webhookUrls ?? []);
  return new SmokeTest(name, {
    outputs: {
      webhookUrls: first ?? {},
      ...(second && { directWebhookUrls: second }),
      settledAt,
      ...(relay && {
        receiverFunctionArn: relay.receiverFunctionArn,
        forwarderFunctionArn: relay.forwarderFunctionArn,
        logGroups: relay.logGroups,
      }),
    },
    timeoutSeconds: inUnit("s", settings.relay.smokeTestTimeout),
    awsProfile: relay && new pulumi.Config("aws").get("profile"),
    triggers: [
      ...(inlet ? [inlet.flowId] : []),
      ...(relay?.codeHashes ?? []),
      ...(direct ? [pulumi.jsonStringify(direct.flowIds), direct.mappingsHash] : []),
    ],
    after: [relay, direct].filter((part) => part !== undefined),
  });
}
