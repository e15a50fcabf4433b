import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

import { parse } from "yaml";
import * as z from "zod";

import manifest from "../../package.json";

const root = path.join(__dirname, "../..");
const github = path.join(root, ".github");

const step = z.strictObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  shell: z.literal("bash").optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.boolean()])).optional(),
  env: z.record(z.string(), z.string()).optional(),
});

const permissions = z.record(z.string(), z.enum(["read", "write"]));

const workflow = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.boolean() }).optional(),
  jobs: z.record(
    z.string(),
    z.strictObject({
      name: z.string().optional(),
      if: z.string().optional(),
      environment: z.string().optional(),
      permissions: permissions.optional(),
      env: z.record(z.string(), z.string()).optional(),
      needs: z.string().optional(),
      "runs-on": z.enum(["ubuntu-24.04", "${{ matrix.machine }}"]),
      "timeout-minutes": z.number(),
      strategy: z
        .strictObject({
          "fail-fast": z.boolean(),
          "max-parallel": z.number().optional(),
          matrix: z.strictObject({ include: z.array(z.record(z.string(), z.string())) }),
        })
        .optional(),
      steps: z.array(step),
    }),
  ),
});

const action = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  runs: z.strictObject({ using: z.literal("composite"), steps: z.array(step) }),
});

function read(file: string): unknown {
  return parse(readFileSync(path.join(github, file), "utf8"));
}

const files = readdirSync(github, { recursive: true, encoding: "utf8" });
const workflows = files
  .filter((file) => file.startsWith("workflows/"))
  .map((file) => ({ file, ...workflow.parse(read(file)) }));
const actions = ["setup", "pulumi"].map((name) => action.parse(read(`actions/${name}/action.yml`)));

const jobs = workflows.flatMap(({ file, jobs }) =>
  Object.entries(jobs).map(([name, job]) => ({ where: `${file}: ${name}`, ...job })),
);
const steps = [...jobs.flatMap((job) => job.steps), ...actions.flatMap(({ runs }) => runs.steps)];
const commands = [
  readFileSync(path.join(root, ".ci/run"), "utf8"),
  ...steps.map(({ run = "" }) => run),
  ...jobs.flatMap(({ strategy }) => strategy?.matrix.include.map(({ run = "" }) => run) ?? []),
];

test("every file in .github is YAML that can be read", () => {
  const yaml = files.filter((file) => /\.ya?ml$/.test(file));
  expect(yaml.length).toBeGreaterThan(8);
  for (const file of yaml) expect(typeof read(file)).toBe("object");
});

test("every step runs a command or uses an action", () => {
  for (const { uses, run } of steps) expect([uses, run]).toContain(undefined);
  for (const { uses, run } of steps) expect(uses ?? run).toBeDefined();
});

test("every action is pinned by its commit, with the release next to it, or is one of this repository", () => {
  for (const file of files.filter((name) => name.endsWith(".yml"))) {
    const text = readFileSync(path.join(github, file), "utf8");
    for (const [, used = ""] of text.matchAll(/uses: (.+)$/gm)) {
      if (!used.startsWith("./"))
        expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      else expect(existsSync(path.join(root, used, "action.yml"))).toBe(true);
    }
  }
});

test("a job waits for one that there is, and runs on machines that its matrix names", () => {
  for (const { file, jobs: named } of workflows) {
    for (const { needs, strategy, "runs-on": machine } of Object.values(named)) {
      if (needs !== undefined) expect([file, ...Object.keys(named)]).toContain(needs);
      if (machine === "ubuntu-24.04") continue;
      const machines = strategy?.matrix.include.map(({ machine: each }) => each) ?? [];
      expect(machines.length).toBeGreaterThan(1);
      for (const each of machines) expect(each).toMatch(/^(ubuntu|macos|windows)-\d/);
    }
  }
});

test("every checkout forgets the token that it used", () => {
  const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
  expect(checkouts.length).toBeGreaterThan(4);
  for (const { with: options } of checkouts) expect(options?.["persist-credentials"]).toBe(false);
});

/** What a job may do in addition to reading the repository. `id-token` is the login to AWS. */
const grants: Readonly<Record<string, readonly string[]>> = {
  "workflows/deploy.yml: preview": ["id-token", "pull-requests"],
  "workflows/deploy.yml: deploy": ["id-token"],
  "workflows/deploy.yml: drift": ["id-token", "issues"],
};

test("a job that may do more than read names it, and there is nothing else that it may write", () => {
  for (const { where, permissions: granted } of jobs) {
    const wanted = grants[where]?.map((name) => [name, "write"]);
    expect([where, granted]).toEqual([
      where,
      wanted && { contents: "read", ...Object.fromEntries(wanted) },
    ]);
  }
});

test("the template of a deployment does nothing before it is set up, and nothing for a fork", () => {
  const deploying = jobs.filter(({ where }) => where.startsWith("workflows/deploy.yml"));
  expect(deploying).toHaveLength(3);
  for (const job of deploying) expect(job.if).toMatch(/^vars\.PULUMI_BACKEND_URL != '' && /);
  for (const { if: condition = "" } of deploying.filter(({ if: on }) =>
    on?.includes("pull_request"),
  ))
    expect(condition).toContain("head.repo.full_name == github.repository");
  const stacks = deploying.map(({ strategy }) =>
    strategy?.matrix.include.map(({ stack }) => stack),
  );
  expect(stacks).toEqual(stacks.map(() => ["dev", "prod"]));
  for (const stack of stacks.flat())
    expect(existsSync(path.join(root, `Pulumi.${String(stack)}.yaml`))).toBe(true);
});

test("only the release may write, and nothing runs with the rights of a pull request's target", () => {
  for (const { file, on, permissions } of workflows) {
    expect(permissions).toEqual({ contents: file.endsWith("release.yml") ? "write" : "read" });
    expect(Object.keys(on)).not.toContain("pull_request_target");
  }
});

test("no command contains text that somebody else may write", () => {
  for (const { run = "" } of steps) {
    for (const [, expression = ""] of run.matchAll(/\$\{\{(.+?)\}\}/g)) {
      expect(expression.trim()).toMatch(/^matrix\.\w+$/);
    }
  }
});

test("every npm script and every program of npx that a workflow runs exists", () => {
  const text = commands.join("\n");
  const scripts = [...text.matchAll(/npm run (?:--silent )?([\w:-]+)|npm (test)\b/g)].map(
    ([, script, own]) => script ?? own ?? "",
  );
  expect(scripts.length).toBeGreaterThan(8);
  for (const script of scripts) expect(Object.keys(manifest.scripts)).toContain(script);
  for (const [, program = ""] of text.matchAll(/npx ([\w-]+)/g)) {
    expect(existsSync(path.join(root, "node_modules/.bin", program))).toBe(true);
  }
});

/** What the commands make themselves. */
const made = /^(dist|reports|coverage)\//;

test("every path that a workflow or dependabot names exists", () => {
  const inCommands = commands.flatMap((command) =>
    [...command.matchAll(/(?<![\w$"{/@:.-])(\.?[\w-]+(?:\/[\w.*-]+)+)/g)].map(
      ([, name = ""]) => name,
    ),
  );
  const inSettings = steps.flatMap(({ with: options = {} }) =>
    Object.entries(options).flatMap(([key, value]) => {
      if (key.endsWith("-path") || key === "node-version-file") return [String(value)];
      const hashed = [...String(value).matchAll(/hashFiles\((.*?)\)/g)].map(
        ([, list = ""]) => list,
      );
      return [...hashed.join().matchAll(/'(.+?)'/g)].map(([, name = ""]) => name);
    }),
  );
  const { updates } = z
    .object({
      updates: z.array(
        z.object({ directory: z.string().optional(), directories: z.array(z.string()).optional() }),
      ),
    })
    .parse(read("dependabot.yml"));
  const inDependabot = updates.flatMap(({ directory, directories = [] }) => [
    directory ?? "/",
    ...directories,
  ]);
  const names = [...inCommands, ...inSettings, ...inDependabot].filter((name) => !made.test(name));
  expect(names).toEqual(
    expect.arrayContaining([".ci/run", ".nvmrc", "local/toolchain/engine/go.mod"]),
  );
  const missing = names.filter((name) => !existsSync(path.join(root, name.replace(/\/?\*.*/, ""))));
  expect(missing).toEqual([]);
});

test("every lock file of a package manager is looked through for known vulnerabilities", () => {
  const scan = commands.find((command) => command.includes('osv-scanner" scan')) ?? "";
  const scanned = [...scan.matchAll(/--lockfile (\S+)/g)].map(([, name]) => name).sort();
  const tracked = ["package-lock.json", "requirements.txt", "go.mod"];
  const places = [
    ".",
    ".github",
    "local",
    "tests",
    "handlers",
    "emulator",
    "adobe",
    "provider-sdk",
    "examples",
  ];
  const found = places.flatMap((place) =>
    readdirSync(path.join(root, place), { recursive: place !== ".", encoding: "utf8" })
      .filter((name) => tracked.includes(path.basename(name)) && !name.includes("node_modules"))
      .map((name) => path.join(place, name)),
  );
  expect(scanned).toEqual(found.sort());
});

function dependenciesOf(file: string): readonly (readonly [name: string, version: string])[] {
  const { dependencies = {} } = z
    .object({ dependencies: z.record(z.string(), z.string()).optional() })
    .parse(JSON.parse(readFileSync(path.join(root, file), "utf8")));
  return Object.entries(dependencies);
}

test("a release lists the npm packages in it, and none that only the tests need", async () => {
  const { stdout } = await promisify(execFile)("npm", ["run", "--silent", "sbom"], {
    cwd: root,
    maxBuffer: 50_000_000,
  });
  const component = z.object({ "bom-ref": z.string(), name: z.string() });
  const { bomFormat, components, dependencies } = z
    .object({
      bomFormat: z.string(),
      components: z.array(component),
      dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
    })
    .parse(JSON.parse(stdout));
  const names = components.map(({ name }) => name);
  expect(bomFormat).toBe("CycloneDX");
  expect(names).not.toContain("jest");
  // Everything that a published package needs to run, and what these need.
  const listed = new Set(components.map((each) => each["bom-ref"]));
  const needed = ["package.json", "emulator/package.json", "adobe/package.json"].flatMap((file) =>
    dependenciesOf(file).map(([name, version]) => `${name}@${version}`),
  );
  const all = [...needed, ...dependencies.flatMap(({ dependsOn }) => dependsOn)];
  expect(all.length).toBeGreaterThan(300);
  expect(all.filter((each) => !listed.has(each) && !each.startsWith("@chatlio-aep/"))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(["lmdb", "fastify", "zod", "emulator"]));
});
