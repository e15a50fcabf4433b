import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { EmulatorClient, emulatorCredentials } from "../../emulator";
import { readConfig } from "../../infra/config/read";
import { ensureToolchain } from "../../local/toolchain";
import { repository } from "../../local/toolchain/context";
import { AccountServer } from "../cli/init/surroundings";
import { slowOptions } from "../support/slowPlatform";
import { keys, runInTerminal, type Typing } from "../support/terminal";
import { hasTmux, runInTmux } from "../support/tmux";
import { closeAll } from "./support/closeAll";

const { clientId, clientSecret, orgId } = emulatorCredentials;
const passphrase = "correct horse battery staple";

let emulator: EmulatorClient;
let aws: AccountServer;
let directory: string;
let environment: Record<string, string>;

beforeAll(async () => {
  const { pulumi } = await ensureToolchain({ ministack: false });
  emulator = await EmulatorClient.start(slowOptions);
  aws = new AccountServer();
  await aws.listen();
  directory = await fs.mkdtemp(path.join(os.tmpdir(), "init-"));
  await fs.copyFile(path.join(repository, "Pulumi.yaml"), path.join(directory, "Pulumi.yaml"));
  environment = {
    PATH: [pulumi, path.dirname(process.execPath), process.env["PATH"] ?? ""].join(path.delimiter),
    HOME: directory,
    TERM: "xterm-256color",
    PULUMI_HOME: path.join(directory, "home"),
    PULUMI_BACKEND_URL: `file://${directory}`,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    AEP_IMS_URL: emulator.url,
    AEP_PLATFORM_URL: emulator.url,
    ...aws.environment,
  };
});

afterAll(async () => {
  await closeAll(emulator, aws);
  if (directory) await fs.rm(directory, { recursive: true });
});

const command = [process.execPath, path.join(repository, "cli/bin.js"), "init", "prod"];

/** The stack's configuration as Pulumi gives it to the program. */
async function configuration(): Promise<Record<string, string>> {
  const args = ["config", "--show-secrets", "--json", "--stack", "prod"];
  const env = { ...environment, PULUMI_CONFIG_PASSPHRASE: passphrase };
  const { stdout } = await promisify(execFile)("pulumi", args, { cwd: directory, env });
  const all = JSON.parse(stdout) as Record<
    string,
    { readonly value?: string; readonly objectValue?: unknown }
  >;
  return Object.fromEntries(
    Object.entries(all).map(([key, { objectValue, value }]) => [
      key,
      objectValue === undefined ? (value ?? "") : JSON.stringify(objectValue),
    ]),
  );
}

test("init asks in a terminal, shows no secret, and the program accepts what it has written", async () => {
  const typing: Typing[] = [
    ["How should events reach Adobe?", keys.enter],
    ["AWS region of the relay", `eu-central-1${keys.enter}`],
    ["Adobe organization id", `${orgId}${keys.enter}`],
    ["Client id of", `${clientId}${keys.enter}`],
    // Mistyped: Adobe rejects it, and all three come again.
    ["Client secret", `mistyped${keys.enter}`],
    ["Adobe organization id", keys.enter],
    ["Client id of", keys.enter],
    ["Client secret", `${clientSecret}${keys.enter}`],
    // Not the production sandbox, which is first in the list.
    ["● dev", keys.enter],
    ["Names of your Chatlio widgets", keys.enter],
    ["Write Pulumi.prod.yaml?", keys.enter],
    ["Passphrase for the stack's secrets", `${passphrase}${keys.enter}`],
  ];
  const runRecorded = (await hasTmux()) ? runInTmux : runInTerminal;
  const { code, missed, shown } = await runRecorded(command, typing, {
    cwd: directory,
    env: environment,
  });
  expect([missed, code]).toEqual(["", 0]);
  expect(shown).toContain("Adobe does not accept the credential.");
  expect(shown).toMatch(/ok +aws identity +arn:aws:iam::123456789012/);
  expect(shown).toContain("export PULUMI_CONFIG_PASSPHRASE=");
  for (const secret of [clientSecret, passphrase, "mistyped"]) expect(shown).not.toContain(secret);

  const config = await configuration();
  expect(config).toMatchObject({
    "adobe-aep:clientSecret": clientSecret,
    "adobe-aep:sandbox": "dev",
    "chatlio-aep:mode": "relay",
    "chatlio-aep:widgets": '["main"]',
  });
  const secretKeys = new Set(["adobe-aep:clientSecret", "chatlio-aep:webhookTokens"]);
  expect(readConfig({ config, secretKeys, env: {} })).not.toHaveProperty("problems");
  const file = await fs.readFile(path.join(directory, "Pulumi.prod.yaml"), "utf8");
  expect(file).not.toContain(clientSecret);
  expect(file.match(/secure: v1:/g)).toHaveLength(2);
});

test("run again without a terminal, init keeps the token and changes what is given", async () => {
  const before = await configuration();
  const env = { ...environment, PULUMI_CONFIG_PASSPHRASE: passphrase };
  const args = [...command.slice(1), "--widget", "shop"];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: directory, env });
  expect(stdout).toContain("Wrote Pulumi.prod.yaml: chatlio-aep:widgets.");
  expect(await configuration()).toEqual({ ...before, "chatlio-aep:widgets": '["shop"]' });
});

test("with a wrong passphrase init ends with exit code 2, and asks a person for it again", async () => {
  const before = await configuration();
  const env = { ...environment, PULUMI_CONFIG_PASSPHRASE: "wrong" };
  const ended = promisify(execFile)(process.execPath, command.slice(1), { cwd: directory, env });
  await expect(ended).rejects.toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("incorrect passphrase") as string,
  });
  const typing: Typing[] = [
    ["Passphrase for the stack's secrets", `wrong${keys.enter}`],
    ["The passphrase is not that of the stack's secrets.", `${passphrase}${keys.enter}`],
    ["How should events reach Adobe?", keys.enter],
    ["AWS region of the relay", keys.enter],
    ["Adobe organization id", keys.enter],
    ["Client id of", keys.enter],
    ["Client secret", keys.enter],
    ["● dev", keys.enter],
    // As somebody may type a list; the present name is there already.
    ["Names of your Chatlio widgets", `,  help ${keys.enter}`],
    ["Write Pulumi.prod.yaml?", keys.enter],
  ];
  const runRecorded = (await hasTmux()) ? runInTmux : runInTerminal;
  const { code, missed, shown } = await runRecorded(command, typing, {
    cwd: directory,
    env: environment,
  });
  expect([missed, code]).toEqual(["", 0]);
  expect(shown).toContain("The passphrase is not that of the stack's secrets.");
  expect(await configuration()).toEqual({ ...before, "chatlio-aep:widgets": '["shop","help"]' });
});
