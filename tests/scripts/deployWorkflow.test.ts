import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { parse } from "yaml";

interface Step {
  readonly name?: string;
  readonly run?: string;
}

const github = path.join(__dirname, "../../.github");

/** The steps of the template that are scripts, by their name. */
const scripts: Readonly<Record<string, string>> = (() => {
  const read = (file: string) => parse(readFileSync(path.join(github, file), "utf8")) as unknown;
  const { jobs } = read("workflows/deploy.yml") as { jobs: Record<string, { steps: Step[] }> };
  const { runs } = read("actions/pulumi/action.yml") as { runs: { steps: Step[] } };
  const steps = [...Object.values(jobs).flatMap((job) => job.steps), ...runs.steps];
  return Object.fromEntries(steps.flatMap(({ name, run }) => (name && run ? [[name, run]] : [])));
})();

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "deploy-"));
  mkdirSync(path.join(directory, "bin"));
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Puts a program on the PATH that records its arguments and then runs this script. */
function stub(name: string, script: string): void {
  // Not where the steps write: one of them writes a file `aws`.
  const file = path.join(directory, "bin", name);
  writeFileSync(file, `#!/bin/bash\nprintf '%s\\n' "${name} $*" >> calls\n${script}\n`);
  chmodSync(file, 0o755);
}

/** Runs a step as GitHub does. Resolves with what it printed. */
async function runStep(name: string, env: Readonly<Record<string, string>>): Promise<string> {
  const script = scripts[name] ?? "exit 99";
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  const { stdout } = await promisify(execFile)("bash", args, {
    cwd: directory,
    env: {
      PATH: `${path.join(directory, "bin")}:${process.env["PATH"] ?? ""}`,
      GITHUB_REPOSITORY: "acme/chat",
      RUNNER_TEMP: directory,
      STACK: "dev",
      ...env,
    },
  });
  return stdout;
}

function written(name: string): string {
  return readFileSync(path.join(directory, name), "utf8");
}

test("the login exchanges GitHub's token for credentials, which no log shows", async () => {
  stub("curl", `echo '{"value":"github-token"}'`);
  stub(
    "aws",
    `echo '{"Credentials":{"AccessKeyId":"id","SecretAccessKey":"key","SessionToken":"a=b"}}'`,
  );
  const printed = await runStep("Log in to AWS", {
    ROLE: "arn:aws:iam::123456789012:role/deploy",
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: "request",
    ACTIONS_ID_TOKEN_REQUEST_URL: "https://token.example/?x=1",
    GITHUB_RUN_ID: "7",
    GITHUB_ENV: path.join(directory, "env"),
  });
  expect(printed).toBe("::add-mask::id\n::add-mask::key\n::add-mask::a=b\n");
  expect(written("env")).toBe(
    "AWS_ACCESS_KEY_ID=id\nAWS_SECRET_ACCESS_KEY=key\nAWS_SESSION_TOKEN=a=b\n",
  );
  expect(written("calls")).toContain(
    "--role-arn arn:aws:iam::123456789012:role/deploy --web-identity-token github-token",
  );
});

describe("the Pulumi CLI", () => {
  const repository = path.join(github, "..");
  const { version } = JSON.parse(
    readFileSync(path.join(repository, "node_modules/@pulumi/pulumi/package.json"), "utf8"),
  ) as { version: string };
  const platform = `${process.platform}-${process.arch}`;

  /** A release with this content, and a project that expects the SHA-256 of another or the same one. */
  async function install(content: string, expected: string): Promise<void> {
    mkdirSync(path.join(directory, "pulumi"));
    const archives = [content, expected].map((text) => {
      writeFileSync(path.join(directory, "pulumi/pulumi"), text);
      execFileSync("tar", ["-czf", "release.tar.gz", "pulumi"], { cwd: directory });
      return readFileSync(path.join(directory, "release.tar.gz"));
    });
    const [sent = Buffer.of(), pinned = Buffer.of()] = archives;
    writeFileSync(path.join(directory, "release.tar.gz"), sent);
    rmSync(path.join(directory, "pulumi"), { recursive: true });
    const sums = { [version]: { [platform]: createHash("sha256").update(pinned).digest("hex") } };
    mkdirSync(path.join(directory, "local/toolchain"), { recursive: true });
    writeFileSync(
      path.join(directory, "local/toolchain/releaseSums.ts"),
      `export const releaseSums = ${JSON.stringify(sums)};`,
    );
    symlinkSync(path.join(repository, "node_modules"), path.join(directory, "node_modules"));
    stub("curl", `cp release.tar.gz "$2"`);
    await runStep("Install the Pulumi CLI", { GITHUB_PATH: path.join(directory, "path") });
  }

  test("is the release of the SDK's version, whose SHA-256 is pinned", async () => {
    await install("the CLI", "the CLI");
    expect(written("calls")).toContain(`/pulumi-v${version}-${platform}.tar.gz`);
    expect(written("path").trim()).toBe(path.join(directory, "pulumi"));
    expect(written("pulumi/pulumi")).toBe("the CLI");
  });

  test("is not installed when the download is another one", async () => {
    await expect(install("something else", "the CLI")).rejects.toThrow("did NOT match");
    expect(() => written("pulumi/pulumi")).toThrow("ENOENT");
    expect(() => written("path")).toThrow("ENOENT");
  });
});

test.each([
  ["first", "[]", "gh api repos/acme/chat/issues/5/comments -F body=@comment.md"],
  [
    "next",
    '[{"id":8,"body":"by somebody"},{"id":9,"body":"<!-- preview of dev -->\\nold"}]',
    "gh api -X PATCH repos/acme/chat/issues/comments/9 -F body=@comment.md",
  ],
])("the %s preview of a pull request is in one comment of the stack", async (_, there, call) => {
  stub("gh", `[ "$2" = --paginate ] && echo '${there}' || true`);
  writeFileSync(path.join(directory, "preview.txt"), "+ relay-queues-events");
  await runStep("Show the diff in a comment", { PULL_REQUEST: "5" });
  expect(written("calls").trim().split("\n").at(-1)).toBe(call);
  expect(written("comment.md")).toBe(
    "<!-- preview of dev -->\n### Preview of `dev`\n\n````diff\n+ relay-queues-events\n````\n",
  );
});

const title = "The stack dev differs from the program";

test.each([
  [
    "opens an issue",
    "[]",
    `gh issue create --repo acme/chat --title ${title} --body-file issue.md`,
  ],
  [
    "comments on the open one",
    `[{"number":3,"title":"${title}"}]`,
    "gh issue comment --repo acme/chat 3 --body-file issue.md",
  ],
])("drift %s", async (_, there, call) => {
  stub("gh", `[ "$2" = list ] && echo '${there}' || true`);
  writeFileSync(path.join(directory, "drift.txt"), "~ relay-queues-events");
  await runStep("Open an issue", { RUN: "https://github.example/runs/1" });
  expect(written("calls").trim().split("\n").at(-1)).toBe(call);
  expect(written("issue.md")).toContain("~ relay-queues-events");
});
