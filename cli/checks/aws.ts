import { IAMClient, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { Statement as relay } from "../../docs/aws-deployer-policy.json";
import { Statement as storage } from "../../docs/aws-deployer-storage-policy.json";
import { withAwsErrors } from "../awsErrors";
import { listed } from "../terminal";
import { check, ok, skipped, warning, type Finding, type Outcome } from "./finding";

/** Functions at once that the relay may come to need: the forwarder's five, and bursts of webhooks. */
const ENOUGH = 50;

/**
 * Checks whom AWS takes the caller for, what that identity may do, and the account's quotas. `init` and `doctor`
 * print the same.
 *
 * @param prefix - `chatlio-aep:namePrefix`
 */
export async function checkAws(region: string, prefix: string): Promise<Finding[]> {
  let arn: string | undefined;
  const identity = await check("aws identity", async () => {
    const found = await withAwsErrors(undefined, () =>
      new STSClient({ region }).send(new GetCallerIdentityCommand({})),
    );
    arn = found.Arn ?? "";
    return ok(arn);
  });
  if (arn === undefined) {
    const outcome = skipped("needs an AWS identity");
    return [
      identity,
      ...["aws permissions", "aws quotas"].map((name) => ({ check: name, ...outcome })),
    ];
  }
  const caller = arn;
  return [
    identity,
    await check("aws permissions", () => permissions(region, prefix, caller)),
    await check("aws quotas", () => quotas(region)),
  ];
}

/** The role of an assumed role's session, which IAM simulates; `undefined` for the account's root user. */
export function simulated(arn: string): string | undefined {
  const [, partition, , , account, resource = ""] = arn.split(":");
  const [kind, name] = resource.split("/");
  if (kind === "assumed-role") return `arn:${partition}:iam::${account}:role/${name}`;
  return resource === "root" ? undefined : arn;
}

const policyFix =
  "Attach the policies that `npm run deployer-policy` prints (docs/operating.md, AWS permissions of the deployer)";

async function permissions(region: string, prefix: string, caller: string): Promise<Outcome> {
  const source = simulated(caller);
  const account = caller.split(":")[4] ?? "";
  if (source === undefined) return warning("the root user may do everything", "Use a role instead");
  const denied: string[] = [];
  try {
    for (const { Action: actions, Resource: resources } of [...relay, ...storage]) {
      const objects = resources.map((resource) => exampleOf(resource, { account, prefix, region }));
      denied.push(...(await simulate(region, source, actions, objects)));
    }
  } catch (error) {
    const { name = "" } = error as { name?: string };
    return warning(
      `cannot be checked: IAM rejects a simulation for ${source} (${name})`,
      `Allow iam:SimulatePrincipalPolicy, or compare by hand: ${policyFix.toLowerCase()}`,
    );
  }
  if (denied.length === 0) return ok("IAM allows every action of a deployment");
  return warning(`IAM denies ${listed([...new Set(denied)])}`, policyFix);
}

/** An object that a pattern of the policy matches: `arn:aws:sqs:us-east-1:123456789012:chatlio-aep-doctor`. */
export function exampleOf(
  pattern: string,
  {
    account,
    prefix,
    region,
  }: { readonly account: string; readonly prefix: string; readonly region: string },
): string {
  if (pattern === "*") return "*";
  const [arn, , service, ofRegion, ofAccount, ...rest] = pattern.split(":");
  const resource = rest
    .join(":")
    .replace("chatlio-aep-*", `${prefix}-doctor`)
    .replaceAll("*", "doctor");
  const partition = partitionOf(region);
  const place = [ofRegion === "" ? "" : region, ofAccount === "" ? "" : account];
  return [arn, partition, service, ...place, resource].join(":");
}

function partitionOf(region: string): string {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The actions that no policy of the identity allows on one of these objects. */
async function simulate(
  region: string,
  source: string,
  actions: readonly string[],
  objects: readonly string[],
): Promise<string[]> {
  const { EvaluationResults: results = [] } = await new IAMClient({ region }).send(
    new SimulatePrincipalPolicyCommand({
      PolicySourceArn: source,
      ActionNames: [...actions],
      ResourceArns: [...objects],
      ContextEntries: [
        ["iam:PassedToService", "lambda.amazonaws.com"],
        ["iam:AWSServiceName", "ops.apigateway.amazonaws.com"],
      ].map(([ContextKeyName = "", value = ""]) => ({
        ContextKeyName,
        ContextKeyType: "string",
        ContextKeyValues: [value],
      })),
    }),
  );
  return results
    .filter(({ EvalDecision: decision }) => decision !== "allowed")
    .map(({ EvalActionName: action = "" }) => action);
}

/** A deployment works without this number, so nothing here is a failure. */
async function quotas(region: string): Promise<Outcome> {
  const lambda = new LambdaClient({ region });
  try {
    const { AccountLimit: limit = {} } = await lambda.send(new GetAccountSettingsCommand({}));
    const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: free = all } = limit;
    const text = `${free} functions may run at once in ${region}, all of the account together`;
    if (free >= ENOUGH) return ok(text);
    return warning(
      text,
      'Webhooks beyond that get a 5xx and are lost. Request more in Service Quotas, AWS Lambda, "Concurrent executions"',
    );
  } catch (error) {
    const { name = "" } = error as { name?: string };
    return warning(
      `cannot be read (${name})`,
      "Allow lambda:GetAccountSettings, or look in Service Quotas, AWS Lambda",
    );
  }
}
