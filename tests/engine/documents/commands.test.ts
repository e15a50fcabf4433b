import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { ensureToolchain } from "../../../local/toolchain";
import { writtenCommands } from "../../support/writtenCommands";
import { inlineCommands, repository, shellBlocks, type Block } from "./markdown";
import { problemOf } from "./programs";
import { proofs, type Proof } from "./proofs";
import { PulumiHelp } from "./pulumiHelp";
import { commandsOf, withoutPlaceholders } from "./shell";

let engine: string;
let pulumi: PulumiHelp;
beforeAll(async () => {
  engine = (await ensureToolchain({ ministack: false })).pulumi;
  pulumi = new PulumiHelp(path.join(engine, "pulumi"));
});

function proofOf({ file, code }: Block): Proof | undefined {
  return proofs.find((one) => one.file.test(file) && code.startsWith(one.starts ?? ""))?.proof;
}

const blocks = shellBlocks();
const named = blocks.map((block): [string, Block] => [`${block.file}:${block.line}`, block]);

test("there are shell blocks and commands to prove", () => {
  expect(blocks.length).toBeGreaterThan(50);
  expect(inlineCommands().length).toBeGreaterThan(100);
});

test("every shell block is run, by a test of its own or by this one, or has a reason why not", () => {
  const unproven = named.filter(([, block]) => proofOf(block) === undefined).map(([name]) => name);
  expect(unproven).toEqual([]);
});

test("every proof belongs to a block, and every test that it names is there", () => {
  for (const { file, starts = "", proof } of proofs) {
    const found = blocks.some((block) => file.test(block.file) && block.code.startsWith(starts));
    expect([String(file), starts, found]).toEqual([String(file), starts, true]);
    if (!("runBy" in proof)) continue;
    const [test, words] = proof.runBy;
    expect(fs.readFileSync(path.join(repository, test), "utf8")).toContain(words);
  }
});

// Scripts with functions, loops and other programs are run as a whole.
const readable = named.filter(([, { code }]) => !/^(AEP=|url=|fault\(\)|#!)/.test(code));

test.each(readable)("%s names commands and options that exist", (_, { code }) => {
  const problems = commandsOf(code).map((words) => problemOf(words, pulumi));
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.filter((problem) => problem !== undefined)).toEqual([]);
});

test("every command in the text names commands and options that exist", () => {
  const problems = inlineCommands().flatMap(({ file, command }) =>
    commandsOf(command)
      .map((words) => problemOf(words, pulumi))
      .filter((problem) => problem !== undefined)
      .map((problem) => `${file}: ${command}: ${problem}`),
  );
  expect(problems).toEqual([]);
});

test.each([
  ["pulumi stack rnm", "pulumi stack rnm is not a command"],
  ["pulumi up --replase x", "pulumi up has no flag --replase"],
  ["pulumi config set --path", undefined],
  ["pulumi up --target", "the last flag has no value"],
  ["npm run tests", "package.json has no script tests"],
  ["npm run demo --keep", "npm run demo needs -- before --keep"],
  ["npm run demo -- --kept", expect.stringContaining("Unknown option '--kept'")],
  ["npm run test:unit -- tests/nowhere/x", "no test begins with tests/nowhere/x"],
  ["npm pack --workspace emulators", "no workspace emulators"],
  ["npx chatlio-aep dql list", "chatlio-aep has no command dql list"],
  ["npx chatlio-aep dlq list --al", "list has no option --al"],
  ["npx --no -- chatlio-aep dql list", "chatlio-aep has no command dql list"],
  ["npx nothing", "there is no node_modules/.bin/nothing"],
  ["other program", "who is other?"],
])("what is wrong with %j is noticed", (command, problem: unknown) => {
  expect(commandsOf(command).map((words) => problemOf(words, pulumi))).toEqual([problem]);
});

describe("in an empty project with this one's Pulumi.yaml", () => {
  let directory: string;
  beforeAll(() => {
    directory = fs.mkdtempSync(path.join(os.tmpdir(), "documents-"));
    fs.copyFileSync(path.join(repository, "Pulumi.yaml"), path.join(directory, "Pulumi.yaml"));
    fs.mkdirSync(path.join(directory, "state"));
    // The program is not there, and an update belongs to other tests.
    fs.writeFileSync(
      path.join(directory, "environment"),
      'pulumi() { [ "$1" = up ] || command pulumi "$@"; }\n',
    );
  });
  afterAll(() => fs.rmSync(directory, { recursive: true, force: true }));

  /**
   * Runs a script as a reader would, with a value where the reader puts one. Resolves with what it printed.
   * Each generated token begins with a hyphen, as one of 64 does.
   */
  function shell(script: string): string {
    const command = withoutPlaceholders(script).replaceAll(
      'node -p \'require("crypto")',
      'node -p \'"-" + require("crypto")',
    );
    return execFileSync("bash", ["-euo", "pipefail", "-c", command], {
      cwd: directory,
      encoding: "utf8",
      input: "a secret\n",
      env: {
        ...process.env,
        // An outermost bash whose input is a socket takes itself for a remote one, and reads its own start-up file.
        SHLVL: "1",
        BASH_ENV: path.join(directory, "environment"),
        PATH: `${engine}${path.delimiter}${process.env["PATH"] ?? ""}`,
        PULUMI_BACKEND_URL: `file://${path.join(directory, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "documents",
        PULUMI_HOME: path.join(directory, "home"),
        PULUMI_SKIP_UPDATE_CHECK: "true",
      },
    });
  }

  const run = named.filter(([, block]) => JSON.stringify(proofOf(block)) === '{"run":"project"}');
  const order = (name: string): number => (name.startsWith("README.md") ? 0 : 1); // it creates the stack

  test.each(run.sort(([one], [two]) => order(one) - order(two)))("%s runs", (_, { code }) => {
    expect(() => shell(code)).not.toThrow();
  });

  test("the configuration that the README and the examples of every key make has them all", () => {
    const config = JSON.parse(shell("pulumi config --json")) as Record<string, unknown>;
    expect(Object.keys(config)).toEqual(
      expect.arrayContaining(["aws:region", "adobe-aep:clientSecret", "chatlio-aep:delivery"]),
    );
    expect(Object.keys(config).length).toBeGreaterThan(30);
  });

  // The last one: the reader is logged in elsewhere afterwards.
  test("docs/refactoring.md: the state moves to another backend, with its secrets", () => {
    const urn = "urn:pulumi:dev::chatlio-aep::test:index:Part::part";
    const secret = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
    const part = { urn, type: "test:index:Part", outputs: { s: { ...secret, plaintext: '"s"' } } };
    const settings = fs.readFileSync(path.join(directory, "Pulumi.dev.yaml"), "utf8");
    const salt = /^encryptionsalt: (.*)$/m.exec(settings)?.[1];
    const secrets_providers = { type: "passphrase", state: { salt } };
    const deployment = { manifest: {}, secrets_providers, resources: [part] };
    const state = { version: 3, deployment };
    fs.writeFileSync(path.join(directory, "before.json"), JSON.stringify(state));
    fs.mkdirSync(path.join(directory, "other"));
    const written = writtenCommands("docs/refactoring.md", "pulumi stack export --show-secrets");
    const printed = shell(
      [
        "unset PULUMI_BACKEND_URL",
        "pulumi login --non-interactive file://$PWD/state",
        "pulumi stack select dev",
        "pulumi stack import --file before.json",
        // Where the reader names the bucket.
        written.replace("s3://another-backend", "file://$PWD/other"),
        "pulumi whoami --verbose",
        "pulumi stack export --show-secrets",
      ].join("\n"),
    );
    expect(printed).toContain(`Backend URL: file://${path.join(directory, "other")}`);
    const moved = JSON.parse(printed.slice(printed.indexOf("\n{"))) as typeof state;
    expect(moved.deployment.resources).toMatchObject([part]);
    expect(fs.existsSync(path.join(directory, "state.json"))).toBe(false);
  });
});
