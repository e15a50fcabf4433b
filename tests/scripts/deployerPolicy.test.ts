import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import {
  deployerPolicy,
  observerPolicy,
  operatorPolicy,
  policyPage,
  privacyOfficerPolicy,
  servedTypes,
} from "../../scripts/deployerPolicy/policy";
import { policyParts } from "../../scripts/deployerPolicy/statements";
import { alarmsConfig } from "../iam/options";
import { runProgram, type Run } from "../infra/program";
import { quickTypeScript } from "../support/programs";
import { runWritten, writtenCommands } from "../support/writtenCommands";

const repository = path.join(__dirname, "../..");
const target = {
  partition: "aws",
  account: "123456789012",
  region: "us-east-1",
  prefix: "chatlio-aep",
};
const withOptions = {
  ...target,
  kmsKey: "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef",
  permissionsBoundary: `arn:aws:iam::123456789012:policy/${"p".repeat(128)}`,
  reservedConcurrency: true,
  smokeTest: true,
};

let runs: readonly Run[];

beforeAll(async () => {
  runs = [
    await runProgram({ ...alarmsConfig, "chatlio-aep:smokeTest": "true" }),
    await runProgram({ "chatlio-aep:source": "http-api" }, "a".repeat(60)),
  ];
}, 120_000);

test("serves exactly the resource types that the program creates in AWS, and the smoke test", () => {
  const created = runs.flatMap(({ resources }) =>
    resources.map(({ type }) => type).filter((type) => /^(aws|command):/.test(type)),
  );
  expect(servedTypes).toEqual([...new Set(created)].sort());
});

/** Actions that the stub's AWS SDK commands need; API Gateway's are HTTP methods. */
async function stubActions(): Promise<string[]> {
  const services: Readonly<Record<string, string>> = {
    "cloudwatch-logs": "logs",
    "secrets-manager": "secretsmanager",
  };
  const methods = { Create: "POST", Get: "GET", Update: "PATCH", Delete: "DELETE" } as const;
  const directory = path.join(repository, "local/aws/types");
  const found = new Set<string>();
  for (const file of await fs.readdir(directory)) {
    const text = await fs.readFile(path.join(directory, file), "utf8");
    for (const [, names = "", client = ""] of text.matchAll(
      /import \{([^}]*)\} from "@aws-sdk\/client-([a-z0-9-]+)"/g,
    )) {
      for (const [, name = ""] of names.matchAll(/(\w+)Command\b/g)) {
        const verb = /^(Create|Get|Update|Delete)/.exec(name)?.[1] as keyof typeof methods;
        found.add(
          client === "apigatewayv2"
            ? `apigateway:${methods[verb]}`
            : `${services[client] ?? client}:${name}`,
        );
      }
    }
  }
  return [...found].sort();
}

test("allows every call that the stub of the AWS provider makes", async () => {
  // What IAM calls these operations (service authorization reference).
  const iamNames: Readonly<Record<string, string>> = {
    "lambda:GetFunctionConfiguration": "lambda:GetFunction",
    "s3:HeadBucket": "s3:ListBucket",
    "s3:DeleteBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:GetBucketEncryption": "s3:GetEncryptionConfiguration",
    "s3:PutBucketEncryption": "s3:PutEncryptionConfiguration",
    "s3:DeleteBucketLifecycle": "s3:PutLifecycleConfiguration",
    "s3:GetBucketLifecycleConfiguration": "s3:GetLifecycleConfiguration",
    "s3:PutBucketLifecycleConfiguration": "s3:PutLifecycleConfiguration",
    "s3:DeletePublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    "s3:GetPublicAccessBlock": "s3:GetBucketPublicAccessBlock",
    "s3:PutPublicAccessBlock": "s3:PutBucketPublicAccessBlock",
    // The real provider uses the newer operations of S3 Control for tags.
    "s3:DeleteBucketTagging": "s3:UntagResource",
    "s3:GetBucketTagging": "s3:ListTagsForResource",
    "s3:PutBucketTagging": "s3:TagResource",
  };
  // Nobody may take the boundary away with the policy that demands it.
  const never = ["iam:DeleteRolePermissionsBoundary"];
  const allowed = policyParts.flatMap((part) =>
    deployerPolicy(withOptions, part).Statement.flatMap(({ Action }) => Action),
  );
  const actions = await stubActions();
  expect(actions.length).toBeGreaterThan(30);
  expect(
    actions.map((action) => iamNames[action] ?? action).filter((name) => !allowed.includes(name)),
  ).toEqual(never);
});

test("has no wildcard among its actions, and each part fits into a managed policy of 6,144 characters", () => {
  const longest = { ...withOptions, partition: "aws-us-gov", prefix: "a".repeat(40) };
  for (const part of policyParts) {
    for (const { Action } of deployerPolicy(target, part).Statement) {
      for (const action of Action) expect(action).toMatch(/^[a-z0-9]+:[A-Za-z]+$/);
    }
    expect(JSON.stringify(deployerPolicy(longest, part)).length).toBeLessThan(6_144);
  }
});

test("the commands of the documentation print both parts", async () => {
  const written = writtenCommands("docs/operating.md", "npm run --silent deployer-policy");
  const options = { cwd: repository, env: process.env };
  const printed = await Promise.all(
    written
      .trim()
      .split("\n")
      .map((command) => runWritten(command, options)),
  );
  expect(printed.map((text) => JSON.parse(text) as unknown)).toEqual(
    policyParts.map((part) => deployerPolicy(target, part)),
  );
}, 60_000);

test("npm run deployer-policy prints it with account, region, prefix and options filled in", async () => {
  const script = path.join(repository, "scripts/deployerPolicy/main.ts");
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [...quickTypeScript, script, ...args], {
      cwd: repository,
    });
  const { stdout } = await run(
    ...["--account", "123456789012", "--region", "eu-west-1", "--prefix", "acme"],
  );
  expect(JSON.parse(stdout)).toEqual(
    deployerPolicy({ ...target, region: "eu-west-1", prefix: "acme" }, "relay"),
  );
  expect(stdout).not.toContain("chatlio-aep");
  const { kmsKey, permissionsBoundary } = withOptions;
  const required = ["--account", "123456789012", "--region", "us-east-1"];
  const optional = await run(
    ...[...required, "--kms-key", kmsKey, "--permissions-boundary", permissionsBoundary],
    ...["--reserved-concurrency", "--smoke-test"],
  );
  expect(JSON.parse(optional.stdout)).toEqual(deployerPolicy(withOptions, "relay"));
  const storage = await run(...required, "--part", "storage");
  expect(JSON.parse(storage.stdout)).toEqual(deployerPolicy(target, "storage"));
  const operator = await run(...required, "--dlq");
  expect(JSON.parse(operator.stdout)).toEqual(operatorPolicy(target));
  const observer = await run(...required, "--status");
  expect(JSON.parse(observer.stdout)).toEqual(observerPolicy(target));
  const privacyOfficer = await run(...required, "--forget");
  expect(JSON.parse(privacyOfficer.stdout)).toEqual(privacyOfficerPolicy(target));
  await expect(run("--account", "12", "--region", "eu-west-1")).rejects.toThrow(
    "Give an id of 12 digits.",
  );
  for (const part of policyParts)
    expect(JSON.parse(policyPage(part))).toMatchObject({ Version: "2012-10-17" });
}, 60_000);
