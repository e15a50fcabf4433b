import type { Resource } from "../../policy/resource";
import { allow, findingsAfter, program, type Props } from "./support";

describe("the rules about permissions find what violates them, and nothing else", () => {
  let resources: readonly Resource[];

  beforeAll(async () => {
    resources = await program();
  });

  const after = (name: string, props: Props, type?: string) =>
    findingsAfter(resources, name, props, type);

  it.each([
    [{ Action: "sqs:*", Resource: "arn:of:queue" }, "The policy allows the action sqs:*."],
    [{ Action: ["sqs:Send*"], Resource: "*" }, "The policy allows the action sqs:Send*."],
    [{ Action: "sqs:SendMessag?", Resource: "*" }, "The policy allows the action sqs:SendMessag?."],
    [
      { NotAction: ["iam:*"], Resource: "*" },
      "The policy allows everything but what it names (NotAction).",
    ],
    [
      { Action: "sqs:SendMessage", NotResource: "arn:of:queue" },
      "The policy allows everything but what it names (NotResource).",
    ],
  ])("no-wildcard: actions %j", (statement, message) => {
    expect(after("relay-receiver-policy", { policy: allow(statement) })).toEqual([
      `no-wildcard: relay-receiver-policy: ${message}`,
    ]);
  });

  it.each([{ Principal: "*" }, { Principal: { AWS: "*" } }, { Principal: { AWS: ["*"] } }])(
    "no-wildcard: principals %j",
    (statement) => {
      expect(
        after("relay-receiver-role", {
          assumeRolePolicy: allow({ Action: "sts:AssumeRole", ...statement }),
        }),
      ).toEqual(["no-wildcard: relay-receiver-role: The policy allows every principal."]);
    },
  );

  it("no-wildcard: other principals", () => {
    const found = (statement: object) =>
      after("relay-receiver-role", {
        assumeRolePolicy: allow({ Action: "sts:AssumeRole", ...statement }),
      });
    expect(found({ Principal: { AWS: "arn:aws:iam::*:root" } })).toEqual([
      "no-wildcard: relay-receiver-role: The policy allows the principal arn:aws:iam::*:root.",
    ]);
    expect(found({ NotPrincipal: { AWS: "123456789012" } })).toEqual([
      "no-wildcard: relay-receiver-role: The policy allows everything but what it names (NotPrincipal).",
    ]);
    expect(found({ Principal: { Service: "lambda.amazonaws.com" } })).toEqual([]);
  });

  // Types of AWS that have a policy, and the property that holds it.
  const everything = allow({ Principal: "*", Action: "x:*", Resource: "*" });
  const precise = allow({
    Principal: { AWS: "arn:aws:iam::123456789012:role/deployer" },
    Action: ["kms:Decrypt"],
    Resource: "*",
  });
  it.each<[string, (policy: string) => Props]>([
    ["aws:iam/role:Role", (policy) => ({ inlinePolicies: [{ name: "own", policy }] })],
    ["aws:iam/rolePolicy:RolePolicy", (policy) => ({ policy })],
    ["aws:iam/policy:Policy", (policy) => ({ policy })],
    ["aws:iam/userPolicy:UserPolicy", (policy) => ({ policy })],
    ["aws:iam/groupPolicy:GroupPolicy", (policy) => ({ policy: JSON.parse(policy) as object })],
    ["aws:kms/key:Key", (policy) => ({ policy })],
    ["aws:kms/keyPolicy:KeyPolicy", (policy) => ({ policy })],
    ["aws:sns/topic:Topic", (policy) => ({ policy })],
    ["aws:sns/topicPolicy:TopicPolicy", (policy) => ({ policy })],
    ["aws:s3/bucketPolicy:BucketPolicy", (policy) => ({ policy })],
    ["aws:secretsmanager/secret:Secret", (policy) => ({ policy })],
    ["aws:secretsmanager/secretPolicy:SecretPolicy", (policy) => ({ policy })],
    [
      "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
      (policyDocument) => ({ policyDocument }),
    ],
    ["aws:apigateway/restApiPolicy:RestApiPolicy", (policy) => ({ policy })],
    ["aws:opensearch/domain:Domain", (accessPolicies) => ({ accessPolicies })],
  ])("no-wildcard: the policies of %s", (type, props) => {
    expect(after("added", props(everything), type)).toEqual([
      "no-wildcard: added: The policy allows the action x:*.",
      "no-wildcard: added: The policy allows every principal.",
    ]);
    expect(after("added", props(precise), type)).toEqual([]);
  });

  it.each<[string, (arn: string) => Props]>([
    ["aws:iam/rolePolicyAttachment:RolePolicyAttachment", (policyArn) => ({ policyArn })],
    ["aws:iam/userPolicyAttachment:UserPolicyAttachment", (policyArn) => ({ policyArn })],
    ["aws:iam/groupPolicyAttachment:GroupPolicyAttachment", (policyArn) => ({ policyArn })],
    ["aws:iam/policyAttachment:PolicyAttachment", (policyArn) => ({ policyArn })],
    ["aws:iam/role:Role", (arn) => ({ managedPolicyArns: [arn] })],
    [
      "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
      (arn) => ({ policyArns: [arn] }),
    ],
  ])("no-wildcard: policies of AWS by %s", (type, props) => {
    for (const name of [
      "AdministratorAccess",
      "AmazonSQSFullAccess",
      "job-function/ViewOnlyAccess",
    ])
      expect(after("added", props(`arn:aws:iam::aws:policy/${name}`), type)).toEqual([
        `no-wildcard: added: AWS manages the policy ${name}, and may add actions to it. Write one that names the actions.`,
      ]);
    for (const arn of [
      "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
      "arn:aws:iam::123456789012:policy/own",
    ])
      expect(after("added", props(arn), type)).toEqual([]);
  });

  it("no-wildcard: who may invoke a function", () => {
    expect(after("relay-api-permission", { principal: "*" })).toEqual([
      "no-wildcard: relay-api-permission: Everybody may invoke the function.",
    ]);
    expect(after("relay-api-permission", { action: "lambda:*" })).toEqual([
      "no-wildcard: relay-api-permission: The permission allows the action lambda:*.",
    ]);
  });

  it("no-public-function-url", () => {
    const type = "aws:lambda/functionUrl:FunctionUrl";
    expect(after("url", { authorizationType: "NONE" }, type)).toEqual([
      "no-public-function-url: url: Everybody may call the function's URL. Set its authorization type to AWS_IAM.",
    ]);
    expect(after("relay-api-permission", { functionUrlAuthType: "NONE" })).toHaveLength(1);
    expect(after("relay-api-permission", { functionUrlAuthType: "AWS_IAM" })).toEqual([]);
    expect(after("url", { authorizationType: "AWS_IAM" }, type)).toEqual([]);
  });
});
