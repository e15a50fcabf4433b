import { statementSources, type StatementSource, type Target } from "./statements";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: NonNullable<StatementSource["condition"]>;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** Every resource type that the policy serves. */
export const servedTypes: readonly string[] = [
  ...new Set(statementSources.flatMap(({ actions }) => Object.keys(actions))),
].sort();

/** The policy of the IAM identity that runs `pulumi up`, `refresh` and `destroy`. */
export function deployerPolicy(target: Target): Policy {
  return {
    Version: "2012-10-17",
    Statement: statementSources.map(({ sid, actions, resources, condition }) => ({
      Sid: sid,
      Effect: "Allow",
      Action: [...new Set(Object.values(actions).flat())].sort(),
      Resource: resources(target),
      ...(condition === undefined ? {} : { Condition: condition }),
    })),
  };
}

/** The policy with placeholders for account, region and partition: docs/aws-deployer-policy.json. */
export function policyPage(): string {
  const target = { partition: "*", account: "*", region: "*", prefix: "chatlio-aep" };
  return `${JSON.stringify(deployerPolicy(target), undefined, 2)}\n`;
}
