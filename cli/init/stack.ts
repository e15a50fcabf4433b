import { randomBytes } from "node:crypto";

import { runPulumi, type PulumiInput, type StackOptions } from "../pulumi";
import { UserError } from "../userError";
import type { Addresses } from "./credential";
import type { Answers } from "./questions";
import type { Setting, StackFile } from "./stackFile";

/** A stack, and the passphrase of its secrets when a person has typed it in. */
export interface TargetStack extends StackOptions {
  readonly stack: string;
  readonly passphrase?: string;
}

function inputFor({ passphrase }: TargetStack): PulumiInput {
  return passphrase === undefined ? {} : { env: { PULUMI_CONFIG_PASSPHRASE: passphrase } };
}

/** @throws UserError when Pulumi is not installed, or nobody has logged in to a backend */
export async function checkPulumi({ cwd }: TargetStack): Promise<void> {
  await runPulumi({ cwd }, ["whoami"], "use a backend (run `pulumi login`)");
}

/** Selects the stack, which is created when the backend does not have it. */
export async function selectStack(target: TargetStack, secretsProvider?: string): Promise<void> {
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  const args = ["stack", "select", "--create", ...provider];
  await runPulumi(target, args, `create the stack ${target.stack}`, inputFor(target));
}

/** Whether an error is about a passphrase that Pulumi was not given. */
export function lacksPassphrase(error: unknown): boolean {
  return error instanceof UserError && /passphrase must be set/i.test(error.message);
}

/** An encrypted value in plain text. */
export async function decrypt(target: TargetStack, key: string): Promise<string> {
  const args = ["config", "get", "--path", key];
  return (await runPulumi(target, args, `read ${key}`, inputFor(target))).replace(/\n$/, "");
}

export async function setSecret(target: TargetStack, path: string, value: string): Promise<void> {
  const args = ["config", "set", "--secret", "--path", path];
  await runPulumi(target, args, `set ${path}`, { ...inputFor(target), input: value });
}

/** A webhook token: 32 random bytes. */
export function newToken(): string {
  return randomBytes(32).toString("base64url");
}

/** The plain part of the configuration, with the comments of a file that is new. */
export function settingsFor(
  answers: Answers,
  { imsUrl, platformUrl }: Addresses,
  file: StackFile,
): readonly Setting[] {
  const has = file.config();
  const project = "Tags on everything in AWS.";
  const tags = { tags: { project: "chatlio-aep", environment: file.name.split(".")[1] } };
  const addresses = [
    ["adobe-aep:imsUrl", imsUrl],
    ["adobe-aep:platformUrl", platformUrl],
  ] as const;
  return [
    ...(answers.mode === "direct"
      ? []
      : [
          {
            key: "aws:region",
            value: answers.region,
            comment: "Where the relay runs. AWS credentials come from the usual places.",
          },
          ...(has["aws:defaultTags"] === undefined
            ? [{ key: "aws:defaultTags", value: tags, comment: project }]
            : []),
        ]),
    {
      key: "adobe-aep:orgId",
      value: answers.orgId,
      comment: "Organization and credential, as Adobe's Developer Console shows them.",
    },
    {
      key: "adobe-aep:clientId",
      value: answers.clientId,
      comment: "Its secret is below, encrypted.",
    },
    {
      key: "adobe-aep:sandbox",
      value: answers.sandbox,
      comment: "Name of the sandbox that gets the data.",
    },
    ...addresses.flatMap(([key, value]) =>
      value === undefined ? [] : [{ key, value, comment: "Not Adobe's own address." }],
    ),
    {
      key: "chatlio-aep:mode",
      value: answers.mode,
      comment: "relay, direct or both (docs/chatlio.md).",
    },
    {
      key: "chatlio-aep:widgets",
      value: answers.widgets.split(" "),
      comment: "Chatlio's widgets: part of the webhook URLs and of each row.",
    },
  ];
}
