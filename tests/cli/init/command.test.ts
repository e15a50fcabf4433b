import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { EmulatorClient, emulatorCredentials } from "../../../emulator";
import { runWritten, writtenCommands } from "../../support/writtenCommands";
import { runIn } from "../inProcess";
import { writePulumi, type Exit } from "../support";
import { AccountServer } from "./surroundings";

let emulator: EmulatorClient;
let aws: AccountServer;
let directory: string;

beforeEach(async () => {
  emulator = await EmulatorClient.start();
  aws = new AccountServer();
  await aws.listen();
  directory = mkdtempSync(path.join(os.tmpdir(), "init-"));
  // It encrypts as base64 does. tests/engine/init.test.ts runs the real one.
  writePulumi(
    directory,
    `echo "$@" >> calls
case "$1 $2" in
"config get") echo stored-secret ;;
"config set") cat >> secrets; echo >> secrets ;;
esac`,
  );
});
afterEach(async () => {
  rmSync(directory, { recursive: true });
  await emulator.close();
  await aws.close();
});

const { clientId, clientSecret, orgId, sandbox } = emulatorCredentials;
const flags = ["--org-id", orgId, "--client-id", clientId, "--sandbox", sandbox];

function environmentWith(env: Readonly<Record<string, string>>) {
  return {
    PATH: `${directory}:${process.env["PATH"] ?? ""}`,
    AEP_IMS_URL: emulator.url,
    AEP_PLATFORM_URL: emulator.url,
    ...aws.environment,
    ...env,
  };
}

/** Runs the command without a terminal. */
function init(
  args: readonly string[],
  env: Readonly<Record<string, string>> = { AEP_CLIENT_SECRET: clientSecret },
): Promise<Exit> {
  return runIn({ cwd: directory, env: environmentWith(env) }, ["init", ...args]);
}

function written(stack = "prod"): string | undefined {
  const file = path.join(directory, `Pulumi.${stack}.yaml`);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

test("checks with Adobe and AWS, writes the file, and says what comes next", async () => {
  const { status, stdout, stderr } = await init(["prod", ...flags, "--region", "eu-central-1"]);
  expect([status, stderr]).toEqual([0, ""]);
  // The lines of `doctor`, whose test has all of them.
  expect(stdout).toMatch(/^ok +adobe token +Adobe issues a token/m);
  expect(stdout).toMatch(new RegExp(`^ok +adobe sandbox +${sandbox}, of type \\w+`, "m"));
  for (const name of ["schema registry", "catalog", "data prep", "flow service", "source"])
    expect(stdout).toMatch(new RegExp(`^ok +${name} `, "m"));
  expect(stdout).toMatch(/^ok +aws identity +arn:aws:iam::123456789012:user\/deployer$/m);
  expect(stdout).toMatch(/^ok +aws quotas +1000 functions may run at once in eu-central-1/m);
  expect(stdout).toContain("pulumi up --stack prod");
  const text = written() ?? "";
  expect(text).toContain("# Name of the sandbox that gets the data.\n");
  expect(text).toContain("aws:region: eu-central-1\n");
  expect(text).toContain("    environment: prod\n");
  // Secrets only go through Pulumi, by standard input: other users of the machine see arguments.
  const [first, second, ...others] = readFileSync(path.join(directory, "secrets"), "utf8")
    .trim()
    .split("\n");
  expect([first, others]).toEqual([clientSecret, []]);
  expect(second).toMatch(/^[\w-]{43}$/);
  expect(readFileSync(path.join(directory, "calls"), "utf8")).not.toContain(clientSecret);
  expect(text).not.toContain(clientSecret);
});

test("with --json prints the checks and what was written, also when a check fails", async () => {
  const args = ["prod", ...flags, "--region", "eu-central-1", "--json"];
  const { status, stdout } = await init(args);
  expect(status).toBe(0);
  const done = JSON.parse(stdout) as { changed: string[]; findings: { status: string }[] };
  expect(done).toMatchObject({ stack: "prod", file: "Pulumi.prod.yaml" });
  expect(done.changed).toContain("adobe-aep:clientSecret");
  expect(done.findings.filter(({ status: one }) => one === "failed")).toEqual([]);
  const rejected = await init(["dev", ...args.slice(1)], { AEP_CLIENT_SECRET: "wrong" });
  expect(rejected.status).toBe(2);
  const { changed, findings } = JSON.parse(rejected.stdout) as typeof done;
  expect(changed).toEqual([]);
  expect(findings.some(({ status: one }) => one === "failed")).toBe(true);
});

test("direct mode needs no AWS: no region, no token", async () => {
  const { status, stdout } = await init(["prod", ...flags, "--mode", "direct"]);
  expect(status).toBe(0);
  expect(stdout).not.toMatch(/^\w+ +aws/m);
  expect(written()).not.toMatch(/aws:|webhookTokens/);
});

test("names everything that is missing, with exit code 2, and writes nothing", async () => {
  const { status, stderr } = await init(["prod", "--sandbox", "My Sandbox"], {});
  expect(status).toBe(2);
  expect(stderr).toBe(
    `aws:region is missing. Give --region, or set AWS_REGION, or set AWS_DEFAULT_REGION.
adobe-aep:orgId is missing. Give --org-id, or set AEP_ORG_ID.
adobe-aep:clientId is missing. Give --client-id, or set AEP_CLIENT_ID.
adobe-aep:clientSecret is missing. Set AEP_CLIENT_SECRET.
adobe-aep:sandbox must be the sandbox's name (lowercase letters, digits and -), not its title. Give --sandbox, or set AEP_SANDBOX.
There is no terminal to ask for what is missing. Nothing was written.
`,
  );
  expect(written()).toBeUndefined();
});

test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
  [
    "a wrong secret",
    [],
    { AEP_CLIENT_SECRET: "wrong" },
    /^failed +adobe token +Adobe responded 40\d/m,
  ],
  [
    "another organization",
    ["--org-id", "FFFFFFFFFFFFFFFFFFFFFFFF@AdobeOrg"],
    { AEP_CLIENT_SECRET: clientSecret },
    /^failed +adobe sandbox [^]*→ .*orgId/m,
  ],
  [
    "a sandbox that is not there",
    ["--sandbox", "nowhere"],
    { AEP_CLIENT_SECRET: clientSecret },
    /^failed +adobe sandbox +the credential may not use the sandbox nowhere; it may use: /m,
  ],
])("%s stops it before anything is written", async (_, args, env, text) => {
  const { status, stderr, stdout } = await init(
    ["prod", ...flags, "--region", "eu-central-1", ...args],
    env,
  );
  expect([status, stdout]).toEqual([2, expect.stringMatching(text)]);
  expect(stderr).toContain("failed. Nothing was written.");
  expect(written()).toBeUndefined();
});

test("a role that may not read datasets stops it", async () => {
  await emulator.injectFault({
    match: { method: "GET", path: "/data/foundation/catalog/dataSets" },
    do: { status: 403 },
  });
  const { status, stdout } = await init(["prod", ...flags, "--region", "eu-central-1"]);
  expect(status).toBe(2);
  expect(stdout).toMatch(/^failed +catalog +Adobe responded 403/m);
});

test("AWS without credentials stops it; a small quota is a warning", async () => {
  aws.isKnown = false;
  const rejected = await init(["prod", ...flags, "--region", "eu-central-1"]);
  expect([rejected.status, written()]).toEqual([2, undefined]);
  expect(rejected.stdout).toMatch(/^failed +aws identity +AWS: The security token/m);
  aws.isKnown = true;
  aws.quota = 10;
  const { status, stdout } = await init(["prod", ...flags, "--region", "eu-central-1"]);
  expect(status).toBe(0);
  expect(stdout).toMatch(/^warning +aws quotas +10 functions may run at once in eu-central-1/m);
});

test("run again, it keeps comments, keys and tokens, and changes only what an option changes", async () => {
  const file = path.join(directory, "Pulumi.prod.yaml");
  const before = `# Ours.
config:
  aws:region: eu-central-1
  aws:defaultTags:
    tags:
      team: web
  adobe-aep:orgId: ${orgId}
  adobe-aep:clientId: ${clientId}
  adobe-aep:clientSecret:
    secure: v1:abc
  adobe-aep:sandbox: ${sandbox} # agreed with Ann
  adobe-aep:imsUrl: ${emulator.url}
  adobe-aep:platformUrl: ${emulator.url}
  chatlio-aep:mode: relay
  # Two shops.
  chatlio-aep:widgets:
    - shop # do not rename
    - outlet # until June
  chatlio-aep:webhookTokens:
    - secure: v1:def
  chatlio-aep:protectData: true
`;
  writeFileSync(file, before);
  const wrong = await init(["prod"], {});
  expect(wrong.stdout).toMatch(/^failed +adobe token /m);
  writePulumi(directory, `[ "$1 $2" = "config get" ] && echo '${clientSecret}' || true`);
  const same = await init(["prod"], {});
  expect([same.status, same.stderr]).toEqual([0, ""]);
  expect(same.stdout).toContain("Pulumi.prod.yaml has all of it already.");
  expect(readFileSync(file, "utf8")).toBe(before);
  const changed = await init(["prod", "--widget", "shop", "--mode", "both"], {});
  expect(changed.stdout).toContain(
    "Wrote Pulumi.prod.yaml: chatlio-aep:mode, chatlio-aep:widgets.",
  );
  expect(readFileSync(file, "utf8")).toBe(
    before.replace("mode: relay", "mode: both").replace("    - outlet # until June\n", ""),
  );
});

test.each(["dev", "prod"])("the credential in Pulumi.%s.yaml counts as missing", async (stack) => {
  const file = `Pulumi.${stack}.yaml`;
  writeFileSync(path.join(directory, file), readFileSync(path.resolve(file), "utf8"));
  const { status, stderr } = await init([stack], {});
  expect(status).toBe(2);
  expect(stderr).toContain("adobe-aep:orgId is missing.");
  expect(stderr).toContain("adobe-aep:clientId is missing.");
  expect(stderr).toContain("adobe-aep:sandbox is missing.");
  expect(stderr).toContain("aws:region is missing.");
});

test("the environment replaces an example's values, and warnings name what stays", async () => {
  const file = path.join(directory, "Pulumi.prod.yaml");
  writeFileSync(file, readFileSync(path.resolve("Pulumi.prod.yaml"), "utf8"));
  const { status, stdout } = await init(["prod"], {
    AEP_CLIENT_ID: clientId,
    AEP_CLIENT_SECRET: clientSecret,
    AEP_ORG_ID: orgId,
    AEP_SANDBOX: sandbox,
    AWS_REGION: "us-east-1",
  });
  expect(status).toBe(0);
  expect(stdout).toMatch(/^warning +configuration +chatlio-aep:alarmEmail has an address /m);
  expect(stdout).toMatch(/^warning +configuration +Pulumi.prod.yaml is a copy .*retention/m);
  const text = readFileSync(file, "utf8");
  expect(text).toContain("  aws:region: us-east-1\n");
  expect(text).toContain(`  adobe-aep:sandbox: ${sandbox}\n`);
  expect(text).toContain("  chatlio-aep:widgets:\n    - main\n");
});

test("the file wins over the environment, and an option over the file", async () => {
  const secret = { AEP_CLIENT_SECRET: clientSecret };
  await init(["prod", ...flags, "--region", "us-east-1"], secret);
  const before = written();
  const other = {
    ...secret,
    AWS_REGION: "eu-west-1",
    AEP_SANDBOX: "other",
    AEP_CLIENT_ID: "other",
  };
  const again = await init(["prod"], { ...other, AEP_ORG_ID: orgId });
  expect([again.status, written()]).toEqual([0, before]);
  expect(again.stdout).toContain(
    "aws:region stays us-east-1, as Pulumi.prod.yaml has it; AWS_REGION is eu-west-1",
  );
  expect(again.stdout).toContain("To change it, give --region eu-west-1.");
  expect(again.stdout).toContain("adobe-aep:sandbox stays");
  expect(again.stdout).not.toContain("adobe-aep:orgId stays");
  const changed = await init(["prod", "--region", "eu-west-1"], { ...other });
  expect(changed.stdout).toContain("Wrote Pulumi.prod.yaml: aws:region,");
  // Nor does an address in the environment replace that of the file.
  const elsewhere = { AEP_IMS_URL: "http://127.0.0.1:9", AEP_PLATFORM_URL: "http://127.0.0.1:9" };
  const moved = await init(["prod"], { ...secret, ...elsewhere });
  expect(moved.status).toBe(0);
});

test("what a preview rejects, init rejects with the same text", async () => {
  const file = path.join(directory, "Pulumi.prod.yaml");
  const before = "config:\n  chatlio-aep:source: http-api\n  chatlio-aep:privacy: { ip: hash }\n";
  writeFileSync(file, before);
  const { status, stderr, stdout } = await init(["prod", ...flags, "--mode", "direct"]);
  expect([status, stdout, readFileSync(file, "utf8")]).toEqual([2, "", before]);
  expect(stderr).toBe(`The configuration of the stack prod has 2 problems:

  chatlio-aep:source is http-api, which only the relay can use: Chatlio cannot log in at Adobe.
      pulumi config set chatlio-aep:source chatlio
  chatlio-aep:privacy.ip is hash, which direct mode can do for email addresses only: use keep or drop.
      pulumi config set --path 'chatlio-aep:privacy.ip' drop

Nothing was written.
`);
});

test("a wrong name and a missing passphrase are found before any check", async () => {
  const args = [...flags, "--region", "eu-central-1"];
  const named = await init(["pr od", ...args]);
  expect([named.status, named.stdout]).toEqual([2, ""]);
  expect(named.stderr).toContain("pr od cannot be the name of a stack.");
  writePulumi(directory, `[ "$1" = whoami ] && echo '{"url":"file://~"}' || true`);
  const without = await init(["prod", ...args]);
  expect([without.status, without.stdout]).toEqual([2, ""]);
  expect(without.stderr).toContain("Set PULUMI_CONFIG_PASSPHRASE");
  const secret = { AEP_CLIENT_SECRET: clientSecret };
  const given = await init(["prod.eu", ...args], { ...secret, PULUMI_CONFIG_PASSPHRASE: "" });
  expect(given.status).toBe(0);
  expect(written("prod.eu")).toContain("    environment: prod.eu\n");
});

test("what cannot be read ends with exit code 2", async () => {
  const args = ["prod", ...flags, "--region", "eu-central-1"];
  writeFileSync(path.join(directory, "Pulumi.prod.yaml"), "config: [\n");
  const invalid = await init(args);
  expect([invalid.status, invalid.stdout]).toEqual([2, ""]);
  expect(invalid.stderr).toContain("Pulumi.prod.yaml is not valid YAML");
  writePulumi(directory, `echo "error: no such backend" >&2; exit 1`);
  const without = await init(args);
  expect([without.status, without.stdout]).toEqual([2, ""]);
  expect(without.stderr).toContain("no such backend");
});

test("when Pulumi cannot encrypt a secret, nothing is written", async () => {
  writePulumi(
    directory,
    `case "$1 $2" in
whoami*) echo '{"url":"file://~"}' ;;
"config set") echo "error: incorrect passphrase" >&2; exit 1 ;;
esac`,
  );
  const secrets = { AEP_CLIENT_SECRET: clientSecret, PULUMI_CONFIG_PASSPHRASE: "wrong" };
  const { status, stderr } = await init(["prod", ...flags, "--region", "eu-central-1"], secrets);
  expect(status).toBe(1);
  expect(stderr).toContain("incorrect passphrase");
  expect(existsSync(path.join(directory, "Pulumi.prod.yaml"))).toBe(false);
});

test("the command of docs/operating.md works as written", async () => {
  await emulator.close();
  emulator = await EmulatorClient.start({ sandboxes: ["prod"] });
  await runWritten(writtenCommands("docs/operating.md", "npx chatlio-aep init"), {
    cwd: directory,
    env: environmentWith({
      AEP_CLIENT_SECRET: clientSecret,
      AEP_CLIENT_ID: clientId,
      AEP_ORG_ID: orgId,
    }),
  });
  expect(written()).toContain("  chatlio-aep:widgets:\n    - shop\n    - help\n");
});
