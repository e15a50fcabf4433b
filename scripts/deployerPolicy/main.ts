import { Command, InvalidArgumentError } from "commander";

import { deployerPolicy } from "./policy";
import type { Target } from "./statements";

function matching(pattern: RegExp, expected: string) {
  return (text: string) => {
    if (pattern.test(text)) return text;
    throw new InvalidArgumentError(`Give ${expected}.`);
  };
}

/** `npm run deployer-policy`: prints the IAM policy of the identity that deploys the stack. */
function main(): void {
  const target = new Command("npm run deployer-policy --")
    .description("Prints the IAM policy for the identity that runs pulumi up, refresh and destroy.")
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
    .parse()
    .opts<Target & Record<string, string>>();
  process.stdout.write(`${JSON.stringify(deployerPolicy(target), undefined, 2)}\n`);
}

main();
