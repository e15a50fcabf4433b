import { execFile } from "node:child_process";
import fs from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";

import {
  deployerPolicy,
  policyPage,
  servedTypes,
  type Policy,
} from "../../scripts/deployerPolicy/policy";
import { runProgram, type Run } from "../infra/program";

const repository = path.join(__dirname, "../..");
const target = {
  partition: "aws",
  account: "123456789012",
  region: "us-east-1",
  prefix: "chatlio-aep",
};
const policy = deployerPolicy(target);

let runs: readonly Run[];

beforeAll(async () => {
  runs = [
    await runProgram(),
    await runProgram({ "chatlio-aep:source": "http-api" }, "a".repeat(60)),
  ];
}, 120_000);

/** Whether a statement of the policy allows an action on an object. */
function allows({ Statement }: Policy, action: string, arn: string): boolean {
  const matches = (pattern: string) =>
    new RegExp(`^${pattern.replace(/[.+?^$()[\]{}|]/g, "\\$&").replaceAll("*", ".*")}$`).test(arn);
  return Statement.some(
    ({ Action, Resource }) => Action.includes(action) && Resource.some(matches),
  );
}

/** ARN of each named object, and an action on it, by resource type. */
const objects: Readonly<Record<string, readonly [action: string, arn: (name: string) => string]>> =
  {
    "aws:sqs/queue:Queue": [
      "sqs:CreateQueue",
      (name) => `arn:aws:sqs:us-east-1:123456789012:${name}`,
    ],
    "aws:iam/role:Role": ["iam:PassRole", (name) => `arn:aws:iam::123456789012:role/${name}`],
    "aws:lambda/function:Function": [
      "lambda:UpdateFunctionCode",
      (name) => `arn:aws:lambda:us-east-1:123456789012:function:${name}`,
    ],
    "aws:secretsmanager/secret:Secret": [
      "secretsmanager:PutSecretValue",
      (name) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`,
    ],
    "aws:cloudwatch/logGroup:LogGroup": [
      "logs:CreateLogGroup",
      (name) => `arn:aws:logs:us-east-1:123456789012:log-group:${name}:log-stream:`,
    ],
  };

test("serves exactly the resource types that the program creates in AWS", () => {
  const created = runs.flatMap(({ resources }) =>
    resources.map(({ type }) => type).filter((type) => type.startsWith("aws:")),
  );
  expect(servedTypes).toEqual([...new Set(created)].sort());
});

test("covers every named object of a stack, whatever the stack's name, and of no other prefix", () => {
  const other = deployerPolicy({ ...target, prefix: "acme" });
  for (const run of runs) {
    for (const [type, [action, arnOf]] of Object.entries(objects)) {
      for (const { inputs } of run.all(type)) {
        const arn = arnOf(String(inputs["name"]));
        expect([arn, allows(policy, action, arn), allows(other, action, arn)]).toEqual([
          arn,
          true,
          false,
        ]);
      }
    }
  }
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
  };
  const allowed = policy.Statement.flatMap(({ Action }) => Action);
  const actions = await stubActions();
  expect(actions.length).toBeGreaterThan(30);
  expect(
    actions.map((action) => iamNames[action] ?? action).filter((name) => !allowed.includes(name)),
  ).toEqual([]);
});

test("has no wildcard among its actions, and fits into a managed policy of 6,144 characters", () => {
  for (const { Action } of policy.Statement) {
    for (const action of Action) expect(action).toMatch(/^[a-z]+:[A-Za-z]+$/);
  }
  const longest = { ...target, partition: "aws-us-gov", prefix: "a".repeat(40) };
  expect(JSON.stringify(deployerPolicy(longest)).length).toBeLessThan(6_144);
});

test("npm run deployer-policy prints it with account, region and prefix filled in", async () => {
  const script = path.join(repository, "scripts/deployerPolicy/main.ts");
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, ["--import=tsx", script, ...args], { cwd: repository });
  const { stdout } = await run(
    ...["--account", "123456789012", "--region", "eu-west-1", "--prefix", "acme"],
  );
  expect(JSON.parse(stdout)).toEqual(
    deployerPolicy({ ...target, region: "eu-west-1", prefix: "acme" }),
  );
  expect(stdout).not.toContain("chatlio-aep");
  await expect(run("--account", "12", "--region", "eu-west-1")).rejects.toThrow(
    "Give an id of 12 digits.",
  );
  expect(JSON.parse(policyPage())).toMatchObject({ Version: "2012-10-17" });
}, 60_000);
