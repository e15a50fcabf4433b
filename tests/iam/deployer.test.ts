import { deployerPolicy } from "../../scripts/deployerPolicy/policy";
import type { Target } from "../../scripts/deployerPolicy/statements";
import { runProgram, type Run } from "../infra/program";
import { allows, denied, superfluous } from "./evaluate";
import { alarmsConfig, kmsKey, optionsConfig, permissionsBoundary } from "./options";
import { providerCalls, scope } from "./providerCalls";

const target: Target = { partition: "aws", prefix: "chatlio-aep", ...scope };

const withOptions: Target = {
  ...target,
  kmsKey,
  permissionsBoundary,
  reservedConcurrency: true,
};

/** Policies for stacks without and with the options, and what these stacks are. */
let stacks: readonly (readonly [Target, readonly Run[]])[];

beforeAll(async () => {
  const plain = [
    await runProgram(alarmsConfig),
    await runProgram({ "chatlio-aep:source": "http-api", ...alarmsConfig }, "a".repeat(60)),
  ];
  const optional = [await runProgram(optionsConfig)];
  stacks = [
    [target, plain],
    [withOptions, optional],
  ];
}, 180_000);

test("the deployer's policy allows every call of the AWS provider", () => {
  for (const [given, runs] of stacks) {
    for (const run of runs) expect(denied(deployerPolicy(given), providerCalls(run))).toEqual([]);
  }
});

test("the deployer's policy allows nothing that no call needs: without any part of it, a call is denied", () => {
  for (const [given, runs] of stacks) {
    expect(superfluous(deployerPolicy(given), runs.flatMap(providerCalls))).toEqual([]);
  }
});

test("a stack with the options needs the policy for them", () => {
  const [, runs = []] = stacks[1] ?? [];
  const missing = denied(deployerPolicy(target), runs.flatMap(providerCalls));
  const actions = new Set(missing.map((text) => text.split(" ")[0]));
  expect([...actions].sort()).toEqual([
    "iam:PutRolePermissionsBoundary",
    "kms:Decrypt",
    "kms:GenerateDataKey",
    "lambda:DeleteFunctionConcurrency",
    "lambda:PutFunctionConcurrency",
    "logs:AssociateKmsKey",
    "logs:DisassociateKmsKey",
  ]);
});

test("the policy is for the prefix, the region and the account only", () => {
  const [, runs = []] = stacks[0] ?? [];
  const calls = runs
    .flatMap(providerCalls)
    .filter(({ resource }) => resource.includes("chatlio-aep"));
  expect(calls.length).toBeGreaterThan(100);
  for (const other of [{ prefix: "acme" }, { account: "210987654321" }]) {
    const policy = deployerPolicy({ ...target, ...other });
    expect(calls.filter((call) => allows(policy, call))).toEqual([]);
  }
  const elsewhere = deployerPolicy({ ...target, region: "eu-west-1" });
  const allowed = calls.filter((call) => allows(elsewhere, call));
  // IAM's roles and dashboards belong to no region.
  expect(allowed.filter(({ resource }) => !/^arn:aws:(iam|cloudwatch)::/.test(resource))).toEqual(
    [],
  );
});

test("roles are passed to Lambda only, and created and widened only within the boundary", () => {
  const role = `arn:aws:iam::${scope.account}:role/chatlio-aep-dev-receiver`;
  const policy = deployerPolicy(withOptions);
  const may = (action: string, context: Readonly<Record<string, string>> = {}) =>
    allows(policy, { by: "somebody", action, resource: role, context });
  expect(may("iam:PassRole", { "iam:PassedToService": "lambda.amazonaws.com" })).toBe(true);
  expect(may("iam:PassRole", { "iam:PassedToService": "ec2.amazonaws.com" })).toBe(false);
  for (const action of ["iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"]) {
    expect(may(action, { "iam:PermissionsBoundary": permissionsBoundary })).toBe(true);
    expect(may(action, { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/Other" })).toBe(false);
    expect(may(action)).toBe(false);
  }
  expect(may("iam:DeleteRolePermissionsBoundary")).toBe(false);
});
