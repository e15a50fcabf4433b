import { createClient } from "../../adobe/client";
import { problemsText, readConfig } from "../../infra/config/read";
import { readAdobeSettings, type AdobeSettings } from "../adobeSettings";
import { checkAdobe } from "../checks/adobe";
import { checkAws } from "../checks/aws";
import { check, failed, ok, skipped, type Finding, type Outcome } from "../checks/finding";
import { textOf } from "../checks/text";
import { withProgress } from "../progress";
import { runPulumi } from "../pulumi";
import { readStackConfiguration, type StackConfiguration } from "../stackConfiguration";
import { readStackIfDeployed, type DeployedStack, type StackOptions } from "../stackOutputs";
import { print, printJson } from "../terminal";
import { readWebhooks } from "../webhooks/read";
import { chatlioNotes } from "./chatlio";
import { checkMachine } from "./machine";
import { checkStack } from "./stack";
import { withWayOut } from "./unreadable";

/** The check of a deployed stack's dataflows. */
const DATAFLOWS = "dataflows";

/** The options of `chatlio-aep doctor`. */
export interface DoctorOptions extends StackOptions {
  readonly json?: true;
}

/** `doctor`: checks everything that a deployment and its operation need. */
export async function examine(options: DoctorOptions): Promise<void> {
  const findings = await withProgress("Checking machine, configuration, AWS and Adobe", () =>
    findingsOf(options),
  );
  if (options.json) printJson(findings);
  else print(textOf(findings));
  if (findings.some(({ status }) => status === "failed")) process.exitCode = 1;
}

async function findingsOf(options: DoctorOptions): Promise<Finding[]> {
  const machine = await checkMachine(options);
  let configuration: StackConfiguration | undefined;
  const config = await check("configuration", async () => {
    configuration = await readStackConfiguration(options).catch((error: unknown) => {
      throw withWayOut(error);
    });
    return configurationOutcome(options, configuration);
  });
  const rest = configuration === undefined ? withoutStack() : checksOf(options, configuration);
  return [...machine, config, ...(await rest), ...chatlioNotes];
}

/** What depends on a stack that cannot be read. */
async function withoutStack(): Promise<Finding[]> {
  const needsStack = skipped("needs the stack: see configuration");
  const aws = await awsFindings({});
  return [
    ...aws,
    ...["adobe credential", DATAFLOWS].map((name) => ({ check: name, ...needsStack })),
  ];
}

async function checksOf(options: StackOptions, { values }: StackConfiguration): Promise<Finding[]> {
  const [aws, adobe] = await Promise.all([
    awsFindings(values),
    adobeFindings(options, values["chatlio-aep:source"] ?? "chatlio"),
  ]);
  return [...aws, ...adobe.findings, ...(await stackFindings(options, adobe.settings))];
}

/** Commands as they are for a stack that need not be the selected one. */
function withStack(text: string, stack: string | undefined): string {
  if (stack === undefined) return text;
  return text.replace(
    /\bpulumi config (?:set|rm|get)\b/g,
    (command) => `${command} --stack ${stack}`,
  );
}

async function configurationOutcome(
  options: StackOptions,
  { secretKeys, values }: StackConfiguration,
): Promise<Outcome> {
  const read = readConfig({ config: values, secretKeys, env: process.env });
  if (!("problems" in read)) return ok("all keys are valid");
  const name =
    options.stack ?? (await runPulumi(options, ["stack", "--show-name"], "name the stack")).trim();
  const [, ...problems] = problemsText(name, read.problems).split("\n");
  const count = read.problems.length;
  const fixes = withStack(problems.join("\n").trim(), options.stack);
  return failed(count === 1 ? "1 problem" : `${count} problems`, fixes);
}

async function awsFindings(values: StackConfiguration["values"]): Promise<Finding[]> {
  if (values["chatlio-aep:mode"] === "direct") {
    return [{ check: "aws identity", ...skipped("direct mode needs no AWS account") }];
  }
  const region =
    values["aws:region"] ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (region === undefined) {
    return [{ check: "aws identity", ...skipped("needs a region: see configuration") }];
  }
  return checkAws(region, values["chatlio-aep:namePrefix"] ?? "chatlio-aep");
}

async function adobeFindings(options: StackOptions, source: string) {
  let settings: AdobeSettings | undefined;
  const credential = await check("adobe credential", async () => {
    settings = await readAdobeSettings({ ...options, selected: true }, process.env);
    return ok(`of ${settings.orgId}`);
  });
  const further = settings && (await checkAdobe(settings, source));
  return { settings, findings: [credential, ...(further ?? [])] };
}

async function stackFindings(
  options: StackOptions,
  settings: AdobeSettings | undefined,
): Promise<Finding[]> {
  let stack: DeployedStack | undefined;
  const reading = await check(DATAFLOWS, async () => {
    stack = await readStackIfDeployed(options);
    return stack === undefined ? skipped("the stack is not deployed yet") : ok("deployed");
  });
  // What cannot be read may well be deployed: that is the finding then.
  if (stack === undefined) return [reading];
  const client = settings && createClient(settings);
  try {
    const [webhook] = await readWebhooks(options);
    return await checkStack(stack, { client, webhookUrl: webhook?.url });
  } finally {
    client?.close();
  }
}
