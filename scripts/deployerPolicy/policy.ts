import { observerStatements } from "./observer";
import { operatorStatements } from "./operator";
import { privacyOfficerStatements } from "./privacyOfficer";
import {
  statementSources,
  type Condition,
  type PolicyPart,
  type StatementSource,
  type Target,
} from "./statements";

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

/** A policy of the IAM identity that runs `pulumi up`, `refresh` and `destroy`. It needs the one of each part. */
export function deployerPolicy(target: Target, part: PolicyPart): Policy {
  const sources = statementSources.filter((source) => (source.part ?? "relay") === part);
  return policyOf(sources, target);
}

/** The policy of the IAM identity that runs `npx chatlio-aep dlq`. */
export function operatorPolicy(target: Target): Policy {
  return policyOf(operatorStatements, target);
}

/** The policy of the IAM identity that runs `npx chatlio-aep status`, `verify`, `reconcile`, `rotate-token` and `console`. */
export function observerPolicy(target: Target): Policy {
  return policyOf(observerStatements, target);
}

/** The policy of the IAM identity that runs `npx chatlio-aep forget` and `export`. */
export function privacyOfficerPolicy(target: Target): Policy {
  return policyOf(privacyOfficerStatements, target);
}

/** A policy of the deployer with placeholders for account, region and partition, as docs/ has it. */
export function policyPage(part: PolicyPart): string {
  const target = { partition: "*", account: "*", region: "*", prefix: "chatlio-aep" };
  return `${JSON.stringify(deployerPolicy(target, part), undefined, 2)}\n`;
}
