import { deployerPolicy } from "../../scripts/deployerPolicy/policy";
import { policyParts, type Target } from "../../scripts/deployerPolicy/statements";
import type { PolicyDocument } from "./evaluate";

/** All policies of the deployer as one: IAM decides over the statements of all of them together. */
export function deployerPolicies(target: Target): PolicyDocument {
  return { Statement: policyParts.flatMap((part) => deployerPolicy(target, part).Statement) };
}
