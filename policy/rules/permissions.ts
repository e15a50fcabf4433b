import { statementsOf, type ResourceRule, type Statement } from "../resource";

/** Where the policy documents of each type are. */
const documents: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/policy:Policy": ["policy"],
  "aws:iam/role:Role": ["assumeRolePolicy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["policy"],
  "aws:sns/topicPolicy:TopicPolicy": ["policy"],
  "aws:sqs/queue:Queue": ["policy"],
  "aws:sqs/queuePolicy:QueuePolicy": ["policy"],
};

/** All principals of a statement: `"*"`, `{ "AWS": "*" }` and `{ "Service": ["…"] }` alike. */
function principals({ Principal }: Statement): readonly unknown[] {
  const named = typeof Principal === "object" && Principal !== null;
  return named ? Object.values(Principal).flat() : [Principal];
}

function wildcards(statement: Statement): string[] {
  // A Deny for everybody is stricter, not wider.
  if (statement.Effect !== "Allow") return [];
  const actions = [statement.Action ?? []].flat().filter((action) => action.includes("*"));
  return [
    ...actions.map((action) => `The policy allows the action ${action}.`),
    ...(principals(statement).includes("*") ? ["The policy allows every principal."] : []),
    ...("NotAction" in statement || "NotPrincipal" in statement
      ? ["The policy allows everything but what it names."]
      : []),
  ];
}

/** A role or queue allows what it is for, and nothing that AWS may add later. */
export const noWildcard: ResourceRule = {
  name: "no-wildcard",
  description: "No policy allows an action or a principal by a wildcard.",
  check: ({ type, props }) => {
    if (type === "aws:lambda/permission:Permission")
      return props["principal"] === "*" ? ["Everybody may invoke the function."] : [];
    const found = documents[type] ?? [];
    return found.flatMap((key) => statementsOf(props[key]).flatMap(wildcards));
  },
};

/** The relay's API checks tokens, limits rates and writes an access log; a function URL does none of it. */
export const noPublicFunctionUrl: ResourceRule = {
  name: "no-public-function-url",
  description: "No function has a URL that everybody may call.",
  check: ({ type, props }) =>
    type === "aws:lambda/functionUrl:FunctionUrl" && props["authorizationType"] !== "AWS_IAM"
      ? ["Everybody may call the function's URL. Set authorizationType to AWS_IAM."]
      : [],
};
