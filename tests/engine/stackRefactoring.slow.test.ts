import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import { Stack } from "@pulumi/pulumi/automation";

import { sample } from "../support/full";
import { chatlioAep } from "../support/programs";
import { runWritten, writtenCommands } from "../support/writtenCommands";
import { startCopy } from "./programCopy";
import {
  cli,
  dlqHas,
  dlqMessages,
  exportState,
  keepPosting,
  output,
  postOne,
  recorder,
  rowsOf,
  run,
  type Local,
  type Urls,
} from "./stackSupport";
import { closeAll } from "./support/closeAll";
import { createTestStack, secretsProviderOf } from "./support/testStack";

// A whole stack on a busy machine takes minutes; this ends what hangs.
jest.setTimeout(900_000);

let project: string;
let local: Local;

beforeAll(async () => {
  ({ project, local } = await startCopy({
    config: { "chatlio-aep:smokeTest": "false", "chatlio-aep:protectData": "true" },
  }));
  await run(local.stack, "up");
}, 900_000);

afterAll(() => closeAll(local));

/** Runs a Pulumi command as docs/refactoring.md has it; what it printed, whether or not it succeeded. */
async function pulumi(...args: string[]): Promise<string> {
  const options = {
    cwd: local.stack.directory,
    env: { ...process.env, ...local.stack.environment },
  };
  const done = await promisify(execFile)("pulumi", [...args, "--non-interactive"], options).catch(
    (error: unknown) => error as { stdout: string; stderr: string },
  );
  return done.stdout + done.stderr;
}

async function urnOf(name: string): Promise<string> {
  const state = JSON.parse(await exportState(local.stack, "encrypted")) as {
    deployment: { resources: readonly { urn: string }[] };
  };
  const found = state.deployment.resources.find(({ urn }) => urn.endsWith(`::${name}`));
  if (found === undefined) throw new Error(`no ${name} in the state`);
  return found.urn;
}

async function webhookUrl(): Promise<string> {
  return (await output<Urls>(local, "webhookUrls"))["main"]?.["feedback-left"] ?? "";
}

/** The relay still brings an event to Adobe, and the program sees no difference. */
async function expectWhole(): Promise<void> {
  const id = await postOne(await webhookUrl());
  expect(id).toBeDefined();
  await rowsOf(local, [id ?? ""]);
  expect((await run(local.stack, "preview")).steps).toEqual([]);
}

const unattended = ["--yes", "--skip-preview"];

/** `chatlio-aep adopt` on a stack of the same workspace. */
async function runAdopt(...args: string[]): Promise<string> {
  const { directory, environment } = local.stack;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...chatlioAep, "adopt", ...args],
    {
      cwd: directory,
      env: { ...process.env, ...environment },
    },
  );
  return stdout;
}

/** What `pulumi up --replace` of the resources does. */
async function replace(names: readonly string[]): Promise<readonly string[]> {
  const { report, onEvent } = recorder();
  await local.stack.up({ replace: await Promise.all(names.map(urnOf)), onEvent });
  return report.steps;
}

type Check = readonly [string, () => Promise<void>];

/** The rows of the page's table: what is replaced, and what then is true. */
type Replacement = readonly [
  string,
  parts: readonly string[],
  check: (steps: readonly string[], formerUrl: string) => Promise<void>,
];

function replacements(): readonly Replacement[] {
  const sameUrl = async (_: readonly string[], former: string) =>
    expect(await webhookUrl()).toBe(former);
  const receiver = ["relay-receiver-function", "relay-receiver-role"];
  const ofApi = ["integration", "route-webhook", "stage"].map((part) => `relay-api-${part}`);
  return [
    ["the receiver's function and role, and parts of the API", [...receiver, ...ofApi], sameUrl],
    [
      "the API gives it another URL",
      ["relay-api-http"],
      async (_, former) => {
        expect(await webhookUrl()).not.toBe(former);
        expect(await postOne(former)).toBeUndefined();
      },
    ],
    [
      "the forwarder's function and role",
      ["relay-forwarder-function", "relay-forwarder-role"],
      sameUrl,
    ],
    [
      "a secret updates the function that reads it",
      ["relay-forwarder-secret"],
      async (steps, former) => {
        expect(steps).toContain("update relay-forwarder-function");
        await sameUrl(steps, former);
      },
    ],
    [
      "the dataflow creates the new one before it deletes the old one",
      ["platform-flow"],
      async (steps, former) => {
        const [created, deleted] = ["create-replacement", "delete-replaced"].map((step) =>
          steps.indexOf(`${step} platform-flow`),
        );
        expect(created).toBeGreaterThanOrEqual(0);
        expect(deleted).toBeGreaterThan(created ?? 0);
        await sameUrl(steps, former);
      },
    ],
  ];
}

/** Each leaves the stack as it found it. */
const checks: readonly Check[] = [
  [
    "another stack under the former name of a renamed one touches nothing of it",
    async () => {
      const { stack } = local;
      const settings = await stack.workspace.stackSettings("local");
      const queueUrl = await output<string>(local, "queueUrl");
      await stack.rename({ stackName: "renamed" });
      try {
        const other = await Stack.create("local", stack.workspace);
        await stack.workspace.saveStackSettings("local", settings);
        const failed = await pulumi("up", ...unattended, "--continue-on-error", "--stack", "local");
        expect(failed).toContain("already exists");
        expect(failed).toContain("exists already, and this stack has not created it");
        expect(failed).toMatch(/Role with name \S+ already exists.*npx chatlio-aep adopt/);
        expect(failed).toContain("npx chatlio-aep adopt relay-queues-dead-letters");
        const listed = await runAdopt("--dry-run", "--stack", "local");
        expect(listed).toMatch(/^relay-queues-events .* another state +no$/m);
        await other.destroy();
      } finally {
        await stack.workspace.removeStack("local", { force: true });
        await stack.rename({ stackName: "local" });
        await stack.workspace.saveStackSettings("local", settings);
      }
      expect(await output<string>(local, "queueUrl")).toBe(queueUrl);
      await expectWhole();
    },
  ],
  [
    "a component renamed with an alias keeps its queues",
    async () => {
      const file = path.join(project, "infra/relay/index.ts");
      const text = await fs.readFile(file, "utf8");
      const renamed = text
        .replace("`${name}-queues`", "`${name}-buffers`")
        .replace(
          "kmsKeyArn: kmsKey,\n      },\n      own,",
          "kmsKeyArn: kmsKey,\n      },\n      { ...own, aliases: [{ name: `${name}-queues` }] },",
        );
      expect(renamed).toContain("aliases: [{");
      await fs.writeFile(file, renamed);
      const queueUrl = await output<string>(local, "queueUrl");
      const { steps } = await run(local.stack, "up");
      expect(steps.filter((step) => !step.startsWith("update "))).toEqual([]);
      expect(await output<string>(local, "queueUrl")).toBe(queueUrl);
      // Back again, with the alias the other way round.
      await fs.writeFile(
        file,
        renamed
          .replace("`${name}-buffers`", "`${name}-queues`")
          .replace(
            "aliases: [{ name: `${name}-queues` }]",
            "aliases: [{ name: `${name}-buffers` }]",
          ),
      );
      expect((await run(local.stack, "up")).steps.filter((step) => !/^update /.test(step))).toEqual(
        [],
      );
      await fs.writeFile(file, text);
      await expectWhole();
    },
  ],
  [
    "state delete: what was forgotten is imported by adopt",
    async () => {
      // Those without a name of their own: stackAdopt.slow.test.ts has all others.
      const parts = ["relay-api-route-default", "relay-api-stage", "relay-forwarder-trigger"];
      for (const part of parts) {
        await pulumi("state", "delete", await urnOf(part), "--yes", "--stack", "local");
      }
      const { steps } = await run(local.stack, "preview");
      expect([...steps].sort()).toEqual(parts.map((part) => `create ${part}`));
      const adopted = await cli(local, "adopt");
      for (const part of parts) {
        expect(adopted).toMatch(new RegExp(`^${part} .* this stack +yes$`, "m"));
      }
      await run(local.stack, "up");
      await expectWhole();
    },
  ],
  [
    "--replace of a queue keeps the queue and its messages under protectData",
    async () => {
      const queueUrl = await output<string>(local, "queueUrl");
      const id = await postOne(await webhookUrl());
      const urn = await urnOf("relay-queues-events");
      const said = await pulumi("up", ...unattended, "--replace", urn, "--stack", "local");
      expect(said).toMatch(/relay-queues-events .*replaced/);
      expect(await output<string>(local, "queueUrl")).toBe(queueUrl);
      await rowsOf(local, [id ?? ""]);
      await expectWhole();
    },
  ],
  ...replacements().map(([what, parts, check]): Check => [
    `--replace of ${what}`,
    async () => {
      const before = await webhookUrl();
      const posting = keepPosting(before);
      const steps = await replace(parts);
      for (const part of parts) expect(steps).toContain(`replace ${part}`);
      const dataOf = /queues|dataset|schema|field-group|mapping/;
      expect(steps.filter((step) => /^(?!update)/.test(step) && dataOf.test(step))).toEqual([]);
      // From the 202 on, no event is lost, whatever is replaced meanwhile.
      await rowsOf(local, await posting.stop());
      await check(steps, before);
      await expectWhole();
    },
  ]),
  [
    "--replace of a queue without protectData loses its messages",
    async () => {
      await local.stack.setConfig("chatlio-aep:protectData", { value: "false" });
      await run(local.stack, "up");
      const url = (await webhookUrl()).replace("/main/", "/unknown/");
      await postOne(url);
      expect((await dlqHas(local, 1)).map(({ reason }) => reason)).toContain("unknown-widget");
      expect(await replace(["relay-queues-dead-letters"])).toContain(
        "delete-replaced relay-queues-dead-letters",
      );
      expect(await dlqMessages(local)).toEqual([]);
      await local.stack.setConfig("chatlio-aep:protectData", { value: "true" });
      await run(local.stack, "up");
      await expectWhole();
    },
  ],
  [
    "taint replaces the object by one of the same name",
    async () => {
      const urn = await urnOf("relay-forwarder-logs");
      await pulumi("state", "taint", urn, "--yes", "--stack", "local");
      const { steps } = await run(local.stack, "up");
      expect(steps).toContain("replace relay-forwarder-logs");
      expect(steps.filter((step) => /queues|dataset|schema/.test(step))).toEqual([]);
      await expectWhole();
    },
  ],
  [
    "--target updates only what it names",
    async () => {
      await local.stack.setConfig("chatlio-aep:logRetention", { value: "60d" });
      const target = await urnOf("relay-receiver-logs");
      await pulumi("up", ...unattended, "--target", target, "--stack", "local");
      const { steps } = await run(local.stack, "preview");
      expect(steps).toEqual(
        expect.arrayContaining(["update relay-forwarder-logs", "update relay-api-logs"]),
      );
      expect(steps).not.toContain("update relay-receiver-logs");
      await run(local.stack, "up");
      await expectWhole();
    },
  ],
  [
    "state move: a part that is moved away would be created again, until the state is restored",
    async () => {
      const commands = writtenCommands("docs/refactoring.md", "pulumi stack export --file");
      const [save = "", restore = ""] = commands.trim().split("\n");
      const env = { ...process.env, ...local.stack.environment };
      const options = { cwd: local.stack.directory, env };
      await runWritten(save, options);
      await Stack.create("other", local.stack.workspace);
      const urn = await urnOf("relay-api-permission");
      const stacks = ["--source", "local", "--dest", "other"];
      const said = await pulumi("state", "move", ...stacks, "--yes", urn);
      expect(said).toContain("Successfully moved resources");
      expect((await run(local.stack, "preview")).steps).toEqual(["create relay-api-permission"]);
      await pulumi("stack", "select", "local");
      await runWritten(restore, options);
      await local.stack.workspace.removeStack("other", { force: true });
      await expectWhole();
    },
  ],
  [
    "a stack that moves to another backend goes on as it was",
    async () => {
      const state = JSON.parse(await exportState(local.stack, "opened")) as {
        version: number;
        deployment: object;
      };
      const settings = await local.stack.workspace.stackSettings(local.stack.name);
      const moved = await createTestStack({ workDir: project, services: local.services });
      try {
        const { encryptedKey = "" } = await moved.workspace.stackSettings(moved.name);
        await moved.workspace.saveStackSettings(moved.name, { ...settings, encryptedKey });
        const config = await local.stack.getAllConfig();
        await moved.setAllConfig(config);
        const provider = await secretsProviderOf(moved);
        await moved.importStack({
          version: state.version,
          deployment: { ...state.deployment, secrets_providers: provider },
        });
        expect((await run(moved, "preview")).steps).toEqual([]);
      } finally {
        await moved.close();
      }
    },
  ],
];

// One stack for all of them: each goes on where the one before it ended.
test.each(sample(checks, 2))("%s", async (_what, check) => {
  await check();
});
