import type { Target } from "../../scripts/deployerPolicy/statements";
import { runProgram, type Run } from "../infra/program";
import { deployerPolicies } from "./deployerPolicies";
import { allows, denied, superfluous } from "./evaluate";
import { alarmsConfig, kmsKey, optionsConfig, permissionsBoundary } from "./options";
import { providerCalls, scope } from "./providerCalls";

const target: Target = { partition: "aws", prefix: "chatlio-aep", ...scope };

const withOptions: Target = {
  ...target,
  kmsKey,
  permissionsBoundary,
  reservedConcurrency: true,
  smokeTest: true,
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
    for (const run of runs) expect(denied(deployerPolicies(given), providerCalls(run))).toEqual([]);
  }
});

test("the deployer's policy allows nothing that no call needs: without any part of it, a call is denied", () => {
  for (const [given, runs] of stacks) {
    expect(superfluous(deployerPolicies(given), runs.flatMap(providerCalls))).toEqual([]);
  }
});

test("a stack with the options needs the policy for them", () => {
  const [, runs = []] = stacks[1] ?? [];
  const missing = denied(deployerPolicies(target), runs.flatMap(providerCalls));
  const actions = new Set(missing.map((text) => text.split(" ")[0]));
  expect([...actions].sort()).toEqual([
    "iam:PutRolePermissionsBoundary",
    "kms:CreateGrant",
    "kms:Decrypt",
    "kms:DescribeKey",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "lambda:DeleteFunctionConcurrency",
    "lambda:PutFunctionConcurrency",
    "logs:AssociateKmsKey",
    "logs:DisassociateKmsKey",
    "logs:GetQueryResults",
    "logs:StartQuery",
  ]);
});

test("the policy is for the prefix, the region and the account only", () => {
  const [, runs = []] = stacks[0] ?? [];
  const calls = runs
    .flatMap(providerCalls)
    .filter(({ resource }) => resource.includes("chatlio-aep"));
  expect(calls.length).toBeGreaterThan(100);
  const allowedWith = (other: Partial<Target>) =>
    calls.filter((call) => allows(deployerPolicies({ ...target, ...other }), call));
  expect(allowedWith({ prefix: "acme" })).toEqual([]);
  // The ARN of a bucket has no account: S3 itself rejects those of other accounts.
  const ofOthers = allowedWith({ account: "210987654321" });
  expect(ofOthers.filter(({ resource }) => !resource.startsWith("arn:aws:s3:::"))).toEqual([]);
  const elsewhere = deployerPolicies({ ...target, region: "eu-west-1" });
  const allowed = calls.filter((call) => allows(elsewhere, call));
  // IAM's roles, dashboards and the names of buckets belong to no region.
  const regional = allowed.filter(
    ({ resource }) => !/^arn:aws:(iam|cloudwatch|s3)::/.test(resource),
  );
  expect(regional).toEqual([]);
});

test("roles are passed to Lambda only, and created and widened only within the boundary", () => {
  const role = `arn:aws:iam::${scope.account}:role/chatlio-aep-dev-receiver`;
  const policy = deployerPolicies(withOptions);
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
