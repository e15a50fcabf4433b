import { Command, InvalidArgumentError, Option } from "commander";

import { guardOutput, print } from "../../emulator/terminal";
import {
  deployerPolicy,
  observerPolicy,
  operatorPolicy,
  privacyOfficerPolicy,
  type Policy,
} from "./policy";
import { policyParts, type PolicyPart, type Target } from "./statements";

function matching(pattern: RegExp, expected: string) {
  return (text: string) => {
    if (pattern.test(text)) return text;
    throw new InvalidArgumentError(`Give ${expected}.`);
  };
}

const keyArn = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]+$/;
const policyArn = /^arn:aws[a-z-]*:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;

/** `npm run deployer-policy`: prints the IAM policy of the identity that deploys or operates the stack. */
function main(): void {
  const target = guardOutput(new Command("npm run deployer-policy --"))
    .description("Prints the IAM policy for the identity that runs pulumi up, refresh and destroy.")
    .addOption(
      new Option(
        "--part <name>",
        "which of the deployer's two policies: IAM limits the length of one",
      )
        .choices(policyParts)
        .default("relay"),
    )
    .option("--dlq", "print the policy for the identity that runs chatlio-aep dlq instead")
    .addOption(
      new Option(
        "--status",
        "print the policy for the identity that runs chatlio-aep status, verify, reconcile, rotate-token and console instead",
      ).conflicts("dlq"),
    )
    .addOption(
      new Option(
        "--forget",
        "print the policy for the identity that runs chatlio-aep forget and export instead",
      ).conflicts(["dlq", "status"]),
    )
    .requiredOption("--account <id>", "AWS account", matching(/^\d{12}$/, "an id of 12 digits"))
    .requiredOption(
      "--region <name>",
      "AWS region of the relay",
      matching(/^[a-z]{2}(-[a-z]+)+-\d$/, "a region such as us-east-1"),
    )
    .option(
      "--prefix <text>",
      "first part of the names: chatlio-aep:namePrefix, or the project's name",
      matching(/^[a-z][a-z0-9-]{0,39}$/, "1 to 40 of a-z, 0-9 and -, starting with a letter"),
      "chatlio-aep",
    )
    .option(
      "--partition <name>",
      "AWS partition",
      matching(/^aws[a-z-]*$/, "a partition such as aws, aws-cn or aws-us-gov"),
      "aws",
    )
    .option("--kms-key <arn>", "chatlio-aep:kmsKey of the stack", matching(keyArn, "a key's ARN"))
    .option(
      "--permissions-boundary <arn>",
      "chatlio-aep:permissionsBoundary of the stack",
      matching(policyArn, "a policy's ARN"),
    )
    .option("--reserved-concurrency", "the stack has chatlio-aep:reservedConcurrency")
    .option("--smoke-test", "the stack has chatlio-aep:smokeTest")
    .parse()
    .opts<Chosen>();
  print(`${JSON.stringify(chosen(target), undefined, 2)}\n`);
}

type Chosen = Target & {
  readonly part: PolicyPart;
  readonly dlq?: true;
  readonly status?: true;
  readonly forget?: true;
};

function chosen({ part, ...target }: Chosen): Policy {
  if (target.dlq) return operatorPolicy(target);
  if (target.forget) return privacyOfficerPolicy(target);
  return target.status ? observerPolicy(target) : deployerPolicy(target, part);
}

main();
