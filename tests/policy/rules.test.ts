import type { Resource, Rule } from "../../policy/resource";
import { rules } from "../../policy/rules";
import { open, runProgram } from "../infra/program";

/** What all rules find, as `rule: resource: message`. */
function findings(resources: readonly Resource[], wanted: readonly Rule[] = rules): string[] {
  return wanted.flatMap((rule) => {
    const found =
      "check" in rule
        ? resources.flatMap((resource) =>
            rule.check(resource).map((message) => ({ resource, message })),
          )
        : rule.checkStack(resources);
    return found.map(({ resource, message }) => `${rule.name}: ${resource.name}: ${message}`);
  });
}

/** The program's resources as the engine would give them to the pack. */
async function program(config: Readonly<Record<string, string>> = {}): Promise<Resource[]> {
  const { resources } = await runProgram(config);
  return resources.map(({ type, name, inputs }) => {
    return { type, name, props: open(inputs) as Record<string, unknown> };
  });
}

type Props = Readonly<Record<string, unknown>>;

const kmsKey = "arn:aws:kms:us-east-1:123456789012:key/01234567-89ab-cdef-0123-456789abcdef";

test.each<Readonly<Record<string, string>>>([
  { "chatlio-aep:alarmEmail": "operations@example.com", "chatlio-aep:profile": "true" },
  {
    "chatlio-aep:source": "http-api",
    "chatlio-aep:kmsKey": kmsKey,
    "chatlio-aep:tracing": "true",
    "chatlio-aep:privacySalt": "0123456789abcdef0123",
  },
  { "chatlio-aep:mode": "both" },
])("the program violates no rule: %j", async (config) => {
  expect(findings(await program(config))).toEqual([]);
});

describe("each rule finds what violates it, and nothing else", () => {
  let resources: readonly Resource[];

  beforeAll(async () => {
    resources = await program();
  });

  /** What is found when one resource of the program is changed, or one is added. */
  function after(name: string, props: Props, type?: string): string[] {
    if (type !== undefined) return findings([...resources, { type, name, props }]);
    const found = resources.filter((each) => each.name === name);
    expect(found).toHaveLength(1);
    return findings(
      resources.map((each) =>
        each.name === name ? { ...each, props: { ...each.props, ...props } } : each,
      ),
    );
  }

  const allow = (statement: object) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });

  it("encryption", () => {
    expect(after("relay-queues-events", { sqsManagedSseEnabled: false })).toEqual([
      "encryption: relay-queues-events: The queue does not encrypt its messages at rest.",
    ]);
    expect(after("relay-queues-dead-letters", { policy: undefined })).toEqual([
      "encryption: relay-queues-dead-letters: The queue accepts requests without TLS.",
    ]);
  });

  it("dead-letter-queue", () => {
    expect(after("relay-queues-events", { redrivePolicy: undefined })).toEqual([
      "dead-letter-queue: relay-queues-events: The queue has no dead-letter queue.",
    ]);
    // The former dead-letter queue is one no longer, so it would need one itself.
    expect(after("relay-queues-undelivered", { redrivePolicy: undefined })).toEqual([
      "dead-letter-queue: relay-queues-dead-letters: The queue has no dead-letter queue.",
    ]);
  });

  it("bucket-closed", () => {
    const found = (name: string, props: Props) => after(`relay-archive-${name}`, props);
    const finding = (message: string) => [`bucket-closed: relay-archive-bucket: ${message}`];
    expect(found("policy", { policy: undefined })).toEqual(
      finding("The bucket accepts requests without TLS."),
    );
    expect(found("no-public-access", { ignorePublicAcls: false })).toEqual(
      finding("The bucket may become public."),
    );
    expect(
      found("lifecycle", { rules: [{ status: "Disabled", expiration: { days: 1 } }] }),
    ).toEqual(finding("The bucket keeps its objects for ever."));
    expect(found("encryption", { bucket: "another" })).toEqual(
      finding("The bucket does not say how it encrypts its objects."),
    );
    expect(found("bucket", { forceDestroy: true })).toEqual([
      "data-protected: relay-archive-bucket: A destroy deletes the bucket with its objects.",
    ]);
  });

  it("visibility-timeout", () => {
    expect(after("relay-queues-events", { visibilityTimeoutSeconds: 359 })).toEqual([
      "visibility-timeout: relay-queues-events: The visibility timeout is 359 s. The function relay-forwarder-function has a timeout of 60 s, so it must be at least 360 s.",
    ]);
    expect(after("relay-forwarder-function", { timeout: 61 })).toHaveLength(1);
    expect(after("relay-queues-events", { visibilityTimeoutSeconds: 360 })).toEqual([]);
  });

  it.each([
    [{ Action: "sqs:*", Resource: "arn:of:queue" }, "The policy allows the action sqs:*."],
    [{ Action: ["sqs:Send*"], Resource: "*" }, "The policy allows the action sqs:Send*."],
    [{ NotAction: ["iam:*"], Resource: "*" }, "The policy allows everything but what it names."],
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

  it("no-wildcard: who may invoke a function", () => {
    expect(after("relay-api-permission", { principal: "*" })).toEqual([
      "no-wildcard: relay-api-permission: Everybody may invoke the function.",
    ]);
  });

  it("no-public-function-url", () => {
    const type = "aws:lambda/functionUrl:FunctionUrl";
    expect(after("url", { authorizationType: "NONE" }, type)).toEqual([
      "no-public-function-url: url: Everybody may call the function's URL. Set authorizationType to AWS_IAM.",
    ]);
    expect(after("url", { authorizationType: "AWS_IAM" }, type)).toEqual([]);
  });

  it.each<[string, Props, string]>([
    ["a variable's name", { CLIENT_SECRET: "s3cret" }, "CLIENT_SECRET"],
    ["a name in settings", { SETTINGS: '{"privacySalt":"0123"}' }, "SETTINGS.privacySalt"],
    ["a list in settings", { SETTINGS: '{"a":{"tokens":["0123"]}}' }, "SETTINGS.a.tokens"],
    ["a URL with a token", { HOOK: "https://relay.example/chatlio?token=0123" }, "HOOK"],
    ["a URL with a password", { DATABASE: "postgres://me:s3cret@db.example/" }, "DATABASE"],
  ])("no-plain-secret: %s", (_, variables, place) => {
    expect(after("relay-receiver-function", { environment: { variables } })).toEqual([
      `no-plain-secret: relay-receiver-function: The environment variable ${place} holds a secret. Use Secrets Manager.`,
    ]);
  });

  it("no-plain-secret: names that only refer to a secret are no secrets", () => {
    const variables = {
      SETTINGS: JSON.stringify({
        inletSecretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:name",
        secret: "arn:aws:secretsmanager:us-east-1:123456789012:secret:name",
        tokens: [{ id: "01234567", sha256: "ab" }],
      }),
    };
    expect(after("relay-receiver-function", { environment: { variables } })).toEqual([]);
  });

  it.each([undefined, 0])("log-retention: %s", (retentionInDays) => {
    expect(after("relay-api-logs", { retentionInDays })).toEqual([
      "log-retention: relay-api-logs: The log group keeps its events for ever. Set retentionInDays.",
    ]);
  });

  it("data-protected", async () => {
    expect(findings(await program({ "chatlio-aep:protectData": "false" }))).toEqual([
      "data-protected: platform-dataset: A destroy deletes the dataset with its rows. Set chatlio-aep:protectData to true.",
    ]);
  });
});
