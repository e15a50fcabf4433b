import { GetAccountSettingsCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

import { truncate } from "../terminal";
import type { Check } from "./checks";

/** Invocations at once that the relay may come to need: the forwarder's five, and bursts of webhooks. */
const ENOUGH = 50;

function options(region: string) {
  return { region, maxAttempts: 2 };
}

/** Checks AWS's credentials and the account's quota, by requests that change nothing. */
export async function checkAws(region: string): Promise<readonly Check[]> {
  const identity = await callerIdentity(region);
  return identity.state === "failed" ? [identity] : [identity, await concurrency(region)];
}

async function callerIdentity(region: string): Promise<Check> {
  const sts = new STSClient(options(region));
  try {
    const { Account = "?", Arn = "?" } = await sts.send(new GetCallerIdentityCommand({}));
    return { state: "ok", text: `AWS account ${Account} in ${region}, as ${Arn}.` };
  } catch (error) {
    return {
      state: "failed",
      text: `AWS does not say who you are: ${textOf(error)}. Set up credentials (environment, profile or role), and check the region ${region}.`,
    };
  } finally {
    sts.destroy();
  }
}

async function concurrency(region: string): Promise<Check> {
  const lambda = new LambdaClient(options(region));
  try {
    const { AccountLimit = {} } = await lambda.send(new GetAccountSettingsCommand({}));
    const { ConcurrentExecutions: all = 0, UnreservedConcurrentExecutions: free = all } =
      AccountLimit;
    const text = `Lambda may run ${free} invocations at once in ${region}.`;
    if (free >= ENOUGH) return { state: "ok", text };
    return {
      state: "warning",
      text: `${text} Webhooks beyond that get a 5xx and are lost. Request more in Service Quotas ("Concurrent executions").`,
    };
  } catch (error) {
    const text = `Cannot read Lambda's quota of concurrent executions: ${textOf(error)}. See docs/operating.md, Limits.`;
    return { state: "warning", text };
  } finally {
    lambda.destroy();
  }
}

function textOf(error: unknown): string {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return truncate(message === "" ? name : message, 300).replace(/\.$/, "");
}
