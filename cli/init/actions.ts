import { environmentOf } from "../../adobe/sdk/configuration";
import { textOf } from "../checks/text";
import { loaderOf } from "../loader";
import { print, printJson, USAGE_EXIT_CODE } from "../terminal";
import { UserError } from "../userError";
import { completeAnswers, knownAnswers, type Known } from "./answers";
import { findingsOf, hasFailed, rejectFailed } from "./checks";
import { checkConfiguration, encryptedValue } from "./configuration";
import { adobeSettings, type Addresses } from "./credential";
import type * as Prompts from "./prompts";
import type { Answers } from "./questions";
import {
  checkName,
  checkPulumi,
  decrypt,
  needsPassphrase,
  newToken,
  passphraseProblem,
  selectStack,
  setSecret,
  settingsFor,
  type TargetStack,
} from "./stack";
import { StackFile, type Setting } from "./stackFile";
import { warningsOf } from "./warnings";

const load = loaderOf(__filename);

export interface InitOptions {
  readonly mode?: string;
  readonly region?: string;
  readonly orgId?: string;
  readonly clientId?: string;
  readonly sandbox?: string;
  readonly widget?: readonly string[];
  readonly secretsProvider?: string;
  readonly yes?: true;
  readonly json?: true;
  readonly cwd: string;
}

const CLIENT_SECRET = "adobe-aep:clientSecret";
const TOKENS = "chatlio-aep:webhookTokens";
const FIRST_TOKEN = `${TOKENS}[0]`;

/** `init`: asks, checks, and only then writes. */
export async function init(
  stack: string,
  options: InitOptions,
  environment: NodeJS.ProcessEnv = process.env,
): Promise<void> {
  checkName(stack);
  let target: TargetStack = { stack, cwd: options.cwd };
  const backend = await checkPulumi(target);
  const file = new StackFile(options.cwd, stack);
  const prompts = options.json ? undefined : promptsIfTerminal();
  if (!prompts && needsPassphrase(backend, file, options.secretsProvider, environment))
    throw passphraseError();
  if (hasSecret(file, CLIENT_SECRET)) target = await withPassphrase(target, prompts, decryptSecret);
  const stored = await storedAnswers(file, target);
  const sources = { given: givenAnswers(options), environment, stored };
  const known = knownAnswers(sources);
  const addresses = addressesFrom(environment, file);
  const given = new Set(Object.keys(sources.given));
  const answers = prompts
    ? await prompts.askAnswers(stack, known, given, addresses)
    : completeAnswers(known);
  const settings = settingsFor(answers, addresses, file);
  const firstToken = needsToken(answers, file) ? { [TOKENS]: [encryptedValue] } : {};
  const secrets = { [CLIENT_SECRET]: encryptedValue, ...firstToken };
  checkConfiguration(file, settings, secrets, environment);
  const findings = await findingsOf(answers, adobeSettings(answers, addresses), {
    source: textIn(file, "chatlio-aep:source") ?? "chatlio",
    prefix: textIn(file, "chatlio-aep:namePrefix") ?? "chatlio-aep",
    warnings: warningsOf(file, sources),
  });
  if (!options.json) print(textOf(findings));
  else if (hasFailed(findings)) printJson({ stack, file: file.name, changed: [], findings });
  rejectFailed(findings);
  if (prompts && options.yes !== true) await prompts.confirmWriting(file.name);

  target = await withPassphrase(target, prompts, (one) =>
    selectStack(one, options.secretsProvider),
  );
  const changed = await write(target, file, answers, settings, stored.clientSecret);
  if (options.json) printJson({ stack, file: file.name, changed, findings });
  else print(changedText(file, changed) + nextSteps(stack, file, target));
}

function addressesFrom(environment: NodeJS.ProcessEnv, file: StackFile): Addresses {
  const find = (key: "imsUrl" | "platformUrl" | "scopes") =>
    textIn(file, `adobe-aep:${key}`) ?? environment[environmentOf[key]];
  return { imsUrl: find("imsUrl"), platformUrl: find("platformUrl"), scopes: find("scopes") };
}

/** What the options say. */
function givenAnswers({ clientId, mode, orgId, region, sandbox, widget }: InitOptions): Known {
  const widgets = widget?.join(" ");
  const all = { clientId, mode, orgId, region, sandbox, widgets };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The prompts load late: most runs of the command, and all without a terminal, need none. */
function promptsIfTerminal(): typeof Prompts | undefined {
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  return isTerminal ? (load("./prompts") as typeof Prompts) : undefined;
}

function textIn(file: StackFile, key: string): string | undefined {
  const value = file.config()[key];
  return typeof value === "string" ? value : undefined;
}

function hasSecret(file: StackFile, key: string): boolean {
  return typeof file.config()[key] === "object";
}

function decryptSecret(target: TargetStack): Promise<string> {
  return decrypt(target, CLIENT_SECRET);
}

/** What the stack's file says, and the client secret in it. */
async function storedAnswers(file: StackFile, target: TargetStack): Promise<Known> {
  const config = file.config();
  const widgets = config["chatlio-aep:widgets"];
  const all = {
    mode: config["chatlio-aep:mode"],
    region: config["aws:region"],
    orgId: config["adobe-aep:orgId"],
    clientId: config["adobe-aep:clientId"],
    clientSecret: hasSecret(file, CLIENT_SECRET) ? await decryptSecret(target) : undefined,
    sandbox: config["adobe-aep:sandbox"],
    widgets: Array.isArray(widgets) ? widgets.join(" ") : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => typeof value === "string"));
}

/** Runs a Pulumi command. A person types the passphrase in until it is right. Resolves with what then works. */
async function withPassphrase(
  target: TargetStack,
  prompts: typeof Prompts | undefined,
  run: (target: TargetStack) => Promise<unknown>,
): Promise<TargetStack> {
  try {
    await run(target);
    return target;
  } catch (error) {
    const problem = passphraseProblem(error);
    if (problem === undefined || (prompts === undefined && problem === "incorrect")) throw error;
    if (prompts === undefined) throw passphraseError();
    const passphrase = await prompts.askPassphrase(problem);
    return withPassphrase({ ...target, passphrase }, prompts, run);
  }
}

function passphraseError(): UserError {
  return new UserError(
    "The stack's secrets need a passphrase. Set PULUMI_CONFIG_PASSPHRASE, or name another way with --secrets-provider. Nothing was written.",
    USAGE_EXIT_CODE,
  );
}

/** Whether the stack has a relay and no webhook token yet. */
function needsToken({ mode }: Answers, file: StackFile): boolean {
  return mode !== "direct" && file.config()[TOKENS] === undefined;
}

/** Writes what is new or has changed; the names of these keys. */
async function write(
  target: TargetStack,
  file: StackFile,
  answers: Answers,
  settings: readonly Setting[],
  storedSecret: string | undefined,
): Promise<readonly string[]> {
  // Pulumi may not be able to encrypt; then nothing is written.
  const secrets: string[] = [];
  if (answers.clientSecret !== storedSecret) {
    await setSecret(target, CLIENT_SECRET, answers.clientSecret);
    secrets.push(CLIENT_SECRET);
  }
  if (needsToken(answers, file)) {
    await setSecret(target, FIRST_TOKEN, newToken());
    secrets.push(FIRST_TOKEN);
  }
  return [...file.write(settings), ...secrets];
}

function changedText({ name }: StackFile, changed: readonly string[]): string {
  return changed.length === 0
    ? `\n${name} has all of it already.\n`
    : `\nWrote ${name}: ${changed.join(", ")}.\n`;
}

function nextSteps(stack: string, file: StackFile, { passphrase }: TargetStack): string {
  const lines = [
    ...(passphrase === undefined ? [] : ["export PULUMI_CONFIG_PASSPHRASE=<the passphrase>"]),
    `pulumi preview --stack ${stack}    # what would be created`,
    `pulumi up --stack ${stack}`,
    `npx chatlio-aep webhooks --stack ${stack} --show    # the URLs for Chatlio's dashboard`,
  ];
  return `Next:\n${lines.map((line) => `  ${line}\n`).join("")}You may commit ${file.name}: its secrets are encrypted. docs/configuration.md describes every key.\n`;
}
