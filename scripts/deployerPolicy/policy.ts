import { observerStatements } from "./observer";
import { operatorStatements } from "./operator";
import { statementSources, type Condition, type StatementSource, type Target } from "./statements";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Condition;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Every resource type that the deployer's policy serves. */
export const servedTypes: readonly string[] = [
  ...new Set(statementSources.flatMap(({ actions }) => Object.keys(actions))),
].sort();

function policyOf(sources: readonly StatementSource[], target: Target): Policy {
  return {
    Version: "2012-10-17",
    Statement: sources
      .filter(({ when }) => when?.(target) ?? true)
      .map(({ sid, actions, resources, condition }) => {
        const given = condition?.(target);
        return {
          Sid: sid,
          Effect: "Allow",
          Action: [...new Set(Object.values(actions).flat())].sort(),
          Resource: resources(target),
          ...(given === undefined ? {} : { Condition: given }),
        };
      }),
  };
}

/** The policy of the IAM identity that runs `pulumi up`, `refresh` and `destroy`. */
export function deployerPolicy(target: Target): Policy {
  return policyOf(statementSources, target);
}

/** The policy of the IAM identity that runs `npx chatlio-aep dlq`. */
export function operatorPolicy(target: Target): Policy {
  return policyOf(operatorStatements, target);
}

/** The policy of the IAM identity that runs `npx chatlio-aep status`, `verify` and `rotate-token`. */
export function observerPolicy(target: Target): Policy {
  return policyOf(observerStatements, target);
}

/** The deployer's policy with placeholders for account, region and partition: docs/aws-deployer-policy.json. */
export function policyPage(): string {
  const target = { partition: "*", account: "*", region: "*", prefix: "chatlio-aep" };
  return `${JSON.stringify(deployerPolicy(target), undefined, 2)}\n`;
}
