import { hasWildcard, negatedIn, principalsOf, statementsOf, type Statement } from "../document";
import { listOf, parsed, type Resource, type ResourceRule } from "../resource";

function wildcards(statement: Statement): string[] {
  // A Deny for everybody is stricter, not wider.
  if (statement.Effect === "Deny") return [];
  const actions = listOf(statement.Action).filter(hasWildcard);
  return [
    ...actions.map((action) => `The policy allows the action ${String(action)}.`),
    ...principalsOf(statement)
      .filter(hasWildcard)
      .map((principal) =>
        principal === "*"
          ? "The policy allows every principal."
          : `The policy allows the principal ${String(principal)}.`,
      ),
    ...negatedIn(statement).map(
      (name) => `The policy allows everything but what it names (${name}).`,
    ),
  ];
}

/**
 * The values of the properties that may hold policies: `policy`, `assumeRolePolicy`, `inlinePolicies` and others, as
 * AWS has them in many types. Other properties are not read: during a preview some have no value yet.
 */
function policiesOf({ props }: Resource): readonly unknown[] {
  return Object.keys(props)
    .filter((name) => /polic/i.test(name) && !/redrive|boundary/i.test(name))
    .flatMap((name) => listOf(props[name]));
}

/** The statements of a policy, and of an inline policy of a role. */
function documentOf(policy: unknown): readonly Statement[] {
  return [...statementsOf(policy), ...statementsOf(parsed(policy)["policy"])];
}

/** Policies that AWS manages and that name each action. AWS has written them for the logs and queues of functions. */
const exactPolicies = new Set([
  "service-role/AWSLambdaBasicExecutionRole",
  "service-role/AWSLambdaSQSQueueExecutionRole",
]);

/** What AWS manages is AWS's to change, and most of it allows actions by a wildcard. */
function managedByAws(policy: unknown): string[] {
  const [, name] = /^arn:[\w-]+:iam::aws:policy\/(.+)$/.exec(String(policy)) ?? [];
  return name === undefined || exactPolicies.has(name)
    ? []
    : [
        `AWS manages the policy ${name}, and may add actions to it. Write one that names the actions.`,
      ];
}

const LAMBDA_PERMISSIONS = new Set([
  "aws:lambda/permission:Permission",
  "aws:lambda/layerVersionPermission:LayerVersionPermission",
]);

function lambdaPermission({ type, props }: Resource): string[] {
  if (!LAMBDA_PERMISSIONS.has(type)) return [];
  return [
    ...(hasWildcard(props["principal"]) ? ["Everybody may invoke the function."] : []),
    ...(hasWildcard(props["action"])
      ? [`The permission allows the action ${String(props["action"])}.`]
      : []),
  ];
}

/** A role or queue allows what it is for, and nothing that AWS may add later. */
export const noWildcard: ResourceRule = {
  name: "no-wildcard",
  description: "No policy allows an action or a principal by a wildcard, and none is AWS's own.",
  check: (resource) => {
    if (!resource.type.startsWith("aws:")) return [];
    const policies = policiesOf(resource);
    return [
      ...lambdaPermission(resource),
      ...policies.flatMap(managedByAws),
      ...policies.flatMap(documentOf).flatMap(wildcards),
    ];
  },
};

/** The relay's API checks tokens, limits rates and writes an access log; a function URL does none of it. */
export const noPublicFunctionUrl: ResourceRule = {
  name: "no-public-function-url",
  description: "No function has a URL that everybody may call.",
  check: ({ type, props }) => {
    const isPublic =
      (type === "aws:lambda/functionUrl:FunctionUrl" && props["authorizationType"] !== "AWS_IAM") ||
      (type === "aws:lambda/permission:Permission" && props["functionUrlAuthType"] === "NONE");
    return isPublic
      ? ["Everybody may call the function's URL. Set its authorization type to AWS_IAM."]
      : [];
  },
};
