import { randomBytes } from "node:crypto";

import { runPulumi, type PulumiInput, type StackOptions } from "../pulumi";
import { beforeBeginning, UserError } from "../userError";
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

/** As Pulumi names a stack: also with an organization, and a project, before it. */
const stackName = /^([\w.-]+\/){0,2}[\w.-]{1,100}$/;

/** @throws UserError with exit code 2 when Pulumi does not accept the name of the stack */
export function checkName(stack: string): void {
  if (stackName.test(stack)) return;
  const rule =
    "The name of a stack is up to 100 letters, digits, hyphens, underscores and periods.";
  throw new UserError(`${stack} cannot be the name of a stack. ${rule} Nothing was written.`, 2);
}

/**
 * Checks that Pulumi is there, and that somebody has logged in to a backend.
 *
 * @returns URL of the backend, such as `file://~`; undefined when Pulumi does not say
 * @throws UsageError when one of them is missing
 */
export async function checkPulumi({ cwd }: TargetStack): Promise<string | undefined> {
  const args = ["whoami", "--json"];
  const doing = "use a backend (run `pulumi login`)";
  const printed = await beforeBeginning(runPulumi({ cwd }, args, doing));
  try {
    return (JSON.parse(printed) as { url?: string }).url;
  } catch {
    return undefined;
  }
}

/**
 * Whether a stack's first secret needs a passphrase that nobody has given: backends other than Pulumi Cloud encrypt
 * by one unless told otherwise.
 *
 * @param secretsProvider - the option `--secrets-provider`
 */
export function needsPassphrase(
  backend: string | undefined,
  file: StackFile,
  secretsProvider: string | undefined,
  environment: NodeJS.ProcessEnv,
): boolean {
  const isGiven =
    environment["PULUMI_CONFIG_PASSPHRASE"] !== undefined ||
    environment["PULUMI_CONFIG_PASSPHRASE_FILE"] !== undefined;
  const isUsual = secretsProvider === undefined || /^(default|passphrase)$/.test(secretsProvider);
  const isOwnBackend = /^(file|s3|gs|azblob):\/\//.test(backend ?? "");
  return !isGiven && isUsual && isOwnBackend && !file.hasSecretsProvider();
}

/** Selects the stack, which is created when the backend does not have it. */
export async function selectStack(target: TargetStack, secretsProvider?: string): Promise<void> {
  const provider = secretsProvider === undefined ? [] : ["--secrets-provider", secretsProvider];
  const args = ["stack", "select", "--create", ...provider];
  await runPulumi(target, args, `create the stack ${target.stack}`, inputFor(target));
}

/** What is wrong with the passphrase, when an error of Pulumi is about it. */
export function passphraseProblem(error: unknown): "missing" | "incorrect" | undefined {
  if (!(error instanceof UserError)) return undefined;
  if (/passphrase must be set/i.test(error.message)) return "missing";
  return /incorrect passphrase/i.test(error.message) ? "incorrect" : undefined;
}

/** An encrypted value in plain text. */
export async function decrypt(target: TargetStack, key: string): Promise<string> {
  const args = ["config", "get", "--path", key];
  const printed = runPulumi(target, args, `read ${key}`, inputFor(target));
  return (await beforeBeginning(printed)).replace(/\n$/, "");
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
  const tags = { tags: { project: "chatlio-aep", environment: file.stack } };
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
