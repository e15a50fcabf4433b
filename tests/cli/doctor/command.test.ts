import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { exampleOf, simulated } from "../../../cli/checks/aws";
import type { Finding } from "../../../cli/checks/finding";
import { nodeOutcome, pulumiOutcome } from "../../../cli/doctor/machine";
import { emulatorCredentials } from "../../../emulator";
import { dependencies } from "../../../package.json";
import { startClient, type Client } from "../../emulator/support/client";
import { makePipeline } from "../../emulator/support/objects";
import { startAwsServer, type AwsServer } from "../../handlers/support/awsServer";
import { runWritten, writtenCommands } from "../../support/writtenCommands";
import { runInProcess } from "../inProcess";
import { environmentOf, emulatorConfig, stackScript, writePulumi } from "../support";

const token = "Zm9yLXRlc3RzLW9ubHktMzItYnl0ZXMtb2YtcmFuZG9t";
const caller = "arn:aws:sts::123456789012:assumed-role/deployer/session";

let aep: Client;
let flowId: string;
let aws: AwsServer;
let bin: string;
/** The actions that the simulation of IAM denies. */
let denied: readonly string[];

beforeAll(async () => {
  aep = await startClient();
  ({ flowId } = await makePipeline(aep));
});
afterAll(() => aep.close());

beforeEach(async () => {
  aws = await startAwsServer();
  bin = mkdtempSync(path.join(os.tmpdir(), "doctor-"));
  mkdirSync(path.join(bin, "adobe/plugin"), { recursive: true });
  const plugins = { providers: [{ name: "adobe-aep", path: "./adobe/plugin" }] };
  writeFileSync(path.join(bin, "Pulumi.yaml"), JSON.stringify({ name: "test", plugins }));
  denied = [];
  aws.forms.set("GetCallerIdentity", () => ({
    body: `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${caller}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`,
  }));
  aws.forms.set("SimulatePrincipalPolicy", (form) => ({ body: simulation(form) }));
  quota(1_000);
  aws.paths.set("/doctor", { status: 401, body: "" });
  deploy();
});
afterEach(async () => {
  rmSync(bin, { recursive: true });
  await aws.close();
});

function quota(count: number): void {
  aws.paths.set("/2016-08-19/account-settings", {
    body: { AccountLimit: { ConcurrentExecutions: count } },
  });
}

function simulation(form: URLSearchParams): string {
  const members = [...form]
    .filter(([key]) => key.startsWith("ActionNames.member."))
    .map(([, action]) => {
      const decision = denied.includes(action) ? "implicitDeny" : "allowed";
      return `<member><EvalActionName>${action}</EvalActionName><EvalDecision>${decision}</EvalDecision></member>`;
    });
  return `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults>${members.join("")}</EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`;
}

function deploy(config: Readonly<Record<string, string>> = {}, deployed = true): void {
  const outputs = {
    datasetId: "5f1a",
    flowIds: { relay: flowId },
    queueUrl: `${aws.url}/0/events`,
    deadLetterQueueUrl: `${aws.url}/0/dead`,
    receiverFunctionArn: "arn:aws:lambda:eu-west-1:0:function:receiver",
    webhookUrls: {
      main: { "feedback-left": `${aws.url}/chatlio/main/feedback-left?token=${token}` },
    },
  };
  const script = stackScript(deployed ? outputs : {}, {
    "aws:region": "eu-west-1",
    "chatlio-aep:webhookTokens": JSON.stringify([token]),
    ...emulatorConfig(aep),
    ...config,
  });
  const plugins = (["aws", "command"] as const).map((name) => ({
    name,
    version: dependencies[`@pulumi/${name}`],
  }));
  writePulumi(
    bin,
    script
      .replace(
        "esac",
        `"plugin ls") echo '${JSON.stringify(plugins)}' ;;\n"version --non-interactive") echo v${dependencies["@pulumi/pulumi"]} ;;\nesac`,
      )
      .replace(/^\*\).*$/m, ""),
  );
}

async function findings(
  ...args: readonly string[]
): Promise<{ exit: number; of: ReadonlyMap<string, Finding> }> {
  const command = ["doctor", "--stack", "dev", "--cwd", bin, "--json", ...args];
  const { status, stdout } = await runInProcess({ aws, bin }, command);
  const all = JSON.parse(stdout) as Finding[];
  return { exit: status, of: new Map(all.map((one) => [one.check, one])) };
}

test("finds nothing wrong with a stack that is in order, and says what only you can check", async () => {
  const { exit, of } = await findings();
  expect([...of].filter(([, { status }]) => status !== "ok").map(([name]) => name)).toEqual([
    "chatlio account",
    "chatlio plan",
    "chatlio urls",
  ]);
  expect(exit).toBe(0);
  expect(of.get("aws identity")?.text).toBe(caller);
  expect(of.get("webhooks")?.text).toContain("rejects a request without a token");
});

test("the runbook's command says how many functions may run at once", async () => {
  quota(10);
  const written = writtenCommands("docs/runbooks.md", "npx chatlio-aep doctor");
  const printed = await runWritten(`${written.trim()} || true`, {
    cwd: bin,
    env: environmentOf({ aws, bin }),
  });
  expect(printed).toMatch(/aws quotas .*10 functions may run at once/);
});

test("prints a line for each check with its fix, and never a secret", async () => {
  denied = ["sqs:CreateQueue"];
  deploy({ "chatlio-aep:webhookTokens": JSON.stringify([token, "tooshort-1"]) });
  const { status, stdout } = await runInProcess({ aws, bin }, ["doctor", "--cwd", bin]);
  expect(status).toBe(1);
  expect(stdout).toMatch(/^ok +node +Node\.js \d/m);
  expect(stdout).toMatch(/^failed +configuration +1 problems?$/m);
  expect(stdout).toMatch(/^warning +aws permissions +IAM denies sqs:CreateQueue$/m);
  expect(stdout).toMatch(/^ +→ .*deployer-policy/m);
  expect(stdout).toMatch(/^1 failed, 1 warning$/m);
  for (const secret of [token, "tooshort-1", emulatorCredentials.clientSecret])
    expect(stdout).not.toContain(secret);
  // Another stack may be the selected one.
  const { of } = await findings();
  expect(of.get("configuration")?.fix).toMatch(/pulumi config set --stack dev --secret --path /);
});

test("without a token of Adobe, what needs one is skipped", async () => {
  deploy({ "adobe-aep:clientSecret": "wrong-one" });
  const { exit, of } = await findings();
  expect(exit).toBe(1);
  expect(of.get("adobe token")).toMatchObject({ status: "failed" });
  expect(of.get("adobe token")?.fix).toContain("clientSecret");
  expect(of.get("catalog")).toMatchObject({ status: "skipped" });
  expect(JSON.stringify([...of])).not.toContain("wrong-one");
});

test("names the sandboxes that the credential may use", async () => {
  deploy({ "adobe-aep:sandbox": "nowhere" });
  const { of } = await findings();
  expect(of.get("adobe sandbox")?.text).toContain("may not use the sandbox nowhere");
  expect(of.get("adobe sandbox")?.text).toContain(emulatorCredentials.sandbox);
});

test("a dataflow that is disabled, and webhooks that nobody serves, fail", async () => {
  const action = `/data/foundation/flowservice/flows/${flowId}/action`;
  await aep.call("POST", `${action}?op=disable`);
  aws.paths.set("/doctor", { status: 404, body: "{}" });
  const { exit, of } = await findings();
  await aep.call("POST", `${action}?op=enable`);
  expect(exit).toBe(1);
  expect(of.get("dataflows")?.text).toContain("disabled");
  expect(of.get("webhooks")?.text).toContain("responds 404 to a request without a token");
});

test("a small quota, and an identity that IAM does not simulate, are warnings", async () => {
  quota(10);
  aws.forms.delete("SimulatePrincipalPolicy");
  const { exit, of } = await findings();
  expect(exit).toBe(0);
  expect(of.get("aws quotas")?.fix).toContain("Concurrent executions");
  expect(of.get("aws permissions")?.fix).toContain("iam:SimulatePrincipalPolicy");
});

test("looks at nothing of AWS in direct mode, and at no stack before it is deployed", async () => {
  deploy({ "chatlio-aep:mode": "direct" }, false);
  const { of } = await findings();
  expect(of.get("aws identity")?.status).toBe("skipped");
  expect(of.get("dataflows")?.text).toContain("not deployed yet");
});

test("says why a stack cannot be read, and not that it is not deployed", async () => {
  const script = readFileSync(path.join(bin, "pulumi"), "utf8");
  const failing = (command: string, message: string) => {
    const branch = new RegExp(`^"${command}"\\) .*$`, "m");
    expect(script).toMatch(branch);
    const text = script.replace(branch, `"${command}") echo "error: ${message}" >&2; exit 255 ;;`);
    writeFileSync(path.join(bin, "pulumi"), text);
  };
  failing("stack output", "the backend does not respond");
  const { exit, of } = await findings();
  expect(exit).toBe(1);
  expect(of.get("dataflows")).toMatchObject({
    status: "failed",
    text: expect.stringContaining("the backend does not respond") as string,
  });
  failing("config --show-secrets", "incorrect passphrase");
  const other = await findings();
  expect(other.exit).toBe(1);
  expect(other.of.get("configuration")?.text).toContain("incorrect passphrase");
  expect(other.of.get("dataflows")).toMatchObject({
    status: "skipped",
    text: "needs the stack: see configuration",
  });
});

test.each([
  ["no stack named 'dev' found", "Name a stack with --stack"],
  ["no Pulumi.yaml project file found", "Run it in the directory"],
  ["could not create secrets manager: incorrect passphrase", "Set PULUMI_CONFIG_PASSPHRASE"],
  ["unable to open bucket: no such file or directory", "First make `pulumi stack ls` work"],
])(
  "says what to do when Pulumi says %s, and that what needs the stack is skipped",
  async (said, fix) => {
    writePulumi(bin, `echo "error: ${said}" >&2; exit 255`);
    const { exit, of } = await findings();
    expect(exit).toBe(1);
    const configuration = of.get("configuration");
    expect(configuration).toMatchObject({ status: "failed" });
    expect(configuration?.text).toContain(said);
    expect(configuration?.fix).toContain(fix);
    for (const name of ["adobe credential", "dataflows"])
      expect(of.get(name)).toMatchObject({ status: "skipped" });
  },
);

test("credentials that AWS does not know need no permission", async () => {
  aws.forms.set("GetCallerIdentity", () => ({
    status: 403,
    body: "<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>invalid</Message></Error></ErrorResponse>",
  }));
  const { of } = await findings();
  expect(of.get("aws identity")).toMatchObject({
    status: "failed",
    fix: expect.stringMatching(/\(AWS_PROFILE, or the AWS_… variables\)\.$/) as string,
  });
});

test.each([
  ["18.20.0", "failed"],
  ["20.18.9", "failed"],
  ["20.19.0", "ok"],
  ["21.7.3", "failed"],
  ["22.11.0", "failed"],
  ["22.12.0", "ok"],
  ["24.1.0", "ok"],
])("Node.js %s: %s", (version, status) => {
  expect(nodeOutcome(version).status).toBe(status);
});

test("a Pulumi older than the SDK fails", () => {
  expect(pulumiOutcome("3.247.9").status).toBe("failed");
  expect(pulumiOutcome("4.0.0").status).toBe("ok");
});

test("simulates the role of a session, and the objects of the stack's prefix", () => {
  expect(simulated(caller)).toBe("arn:aws:iam::123456789012:role/deployer");
  expect(simulated("arn:aws:iam::123456789012:user/x")).toBe("arn:aws:iam::123456789012:user/x");
  expect(simulated("arn:aws:iam::123456789012:root")).toBeUndefined();
  const target = { account: "123456789012", prefix: "acme", region: "eu-west-1" };
  expect(exampleOf("arn:*:sqs:*:*:chatlio-aep-*", target)).toBe(
    "arn:aws:sqs:eu-west-1:123456789012:acme-doctor",
  );
  expect(exampleOf("arn:*:iam::*:role/chatlio-aep-*", target)).toBe(
    "arn:aws:iam::123456789012:role/acme-doctor",
  );
});
