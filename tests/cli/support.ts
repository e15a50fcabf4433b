import { execFile } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import path from "node:path";

import { emulatorCredentials } from "../../emulator";
import type { AwsServer } from "../handlers/support/awsServer";
import { chatlioAep } from "../support/programs";

/** Where a command runs: against this server, in a directory with a `pulumi` of {@link writePulumi}. */
export interface Surroundings {
  readonly aws: AwsServer;
  readonly bin: string;
}

export interface Exit {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Writes a `pulumi` that runs this script. tests/engine/stack.test.ts runs the real one. */
export function writePulumi(bin: string, script: string): void {
  const file = path.join(bin, "pulumi");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

/** A script that prints the outputs of a stack on this server, and the name of the selected stack. */
export function outputsScript(aws: AwsServer, more: object = {}): string {
  return `[ "$2" = --show-name ] && echo test && exit\necho '${JSON.stringify({
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
    ...more,
  })}'`;
}

/** What `pulumi preview --refresh --json` prints of a queue that somebody has changed by hand. */
const drifted = {
  steps: [
    { op: "same", urn: "urn:pulumi:prod::chatlio-aep::pulumi:pulumi:Stack::chatlio-aep-prod" },
    {
      op: "update",
      urn: "urn:pulumi:prod::chatlio-aep::chatlio-aep:relay:Relay$aws:sqs/queue:Queue::relay-queues-events",
      diffReasons: ["visibilityTimeoutSeconds"],
      detailedDiff: { visibilityTimeoutSeconds: { kind: "update", inputDiff: true } },
    },
  ],
};

/** What a stack is configured with to use an emulator in place of Adobe. */
export function emulatorConfig({
  url,
}: {
  readonly url: string;
}): Readonly<Record<string, string>> {
  const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
  return {
    "adobe-aep:orgId": orgId,
    "adobe-aep:clientId": clientId,
    "adobe-aep:clientSecret": clientSecret,
    "adobe-aep:sandbox": sandbox,
    "adobe-aep:imsUrl": url,
    "adobe-aep:platformUrl": url,
  };
}

/** A script for each command of Pulumi that the commands of operators run. What is secret is encrypted. */
export function stackScript(
  outputs: object,
  config: Readonly<Record<string, string>> = {},
): string {
  const configuration = Object.fromEntries(
    Object.entries(config).map(([key, value]) => {
      return [key, { value, secret: /Secret|Token/.test(key) }];
    }),
  );
  const [printed, configured] = [outputs, configuration].map((all) => JSON.stringify(all));
  return [
    'case "$1 $2" in',
    `"stack output") echo '${printed}' ;;`,
    '"stack --show-name") echo selected ;;',
    `"preview --refresh") echo '${JSON.stringify(drifted)}' ;;`,
    `"config --show-secrets") echo '${configured}' ;;`,
    '*) echo "error: not expected: $*" >&2; exit 255 ;;',
    "esac",
  ].join("\n");
}

/** Runs `chatlio-aep dlq` as a user does. */
export function runDlq(
  surroundings: Surroundings,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Exit> {
  return runCommand(surroundings, ["dlq", ...args], env);
}

/** Environment in which a command finds the `pulumi` of its directory, and the local server in place of AWS. */
export function environmentOf({ aws, bin }: Surroundings): Readonly<Record<string, string>> {
  return {
    PATH: `${bin}:${process.env["PATH"] ?? ""}`,
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_MAX_ATTEMPTS: "1",
  };
}

/** Runs `chatlio-aep` as a user does, with the local server in place of AWS. */
export function runCommand(
  surroundings: Surroundings,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Exit> {
  const { bin } = surroundings;
  const environment = { ...environmentOf(surroundings), ...env };
  return new Promise((resolve) => {
    const command = [...chatlioAep, ...args];
    execFile(process.execPath, command, { cwd: bin, env: environment }, (error, stdout, stderr) => {
      resolve({ status: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}
