import { PolicyPack, type Policies } from "@pulumi/policy";

import { rules } from "./rules";

/** `pulumi preview --policy-pack policy`: a violation of any rule stops the preview or update. */
const policies: Policies = rules.map(({ name, description, ...rule }) =>
  "check" in rule
    ? {
        name,
        description,
        validateResource: (resource, report) => {
          for (const message of rule.check(resource)) report(message);
        },
      }
    : {
        name,
        description,
        validateStack: ({ resources }, report) => {
          const urns = new Map<object, string>(resources.map((each) => [each, each.urn]));
          for (const { resource, message } of rule.checkStack(resources))
            report(message, urns.get(resource));
        },
      },
);

new PolicyPack("chatlio-aep", { enforcementLevel: "mandatory", policies });
